"""Sentences of Python and templates into frontend/locale, and from there into what Django reads. Needs no gettext.

python -m tools.translations              collect, update, compile, and list what is untranslated
python -m tools.translations --compile    only compile, where a catalogue changed
python -m tools.translations --check      end with an error when a sentence is missing, untranslated or wrong
"""

import argparse
import io
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.say import ROOT, fail, say

LOCALE = ROOT / "frontend/locale"
LANGUAGES = ("fr", "sw")
CODE = ("permissions", "realtime", "workspace")
TEMPLATES = ROOT / "frontend/templates"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Django's own sentences that our forms can show, and that it does not have in Swahili.
OF_DJANGO = (
    (
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
    ),
    (
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
    "Enter a valid UUID.",
    "Null characters are not allowed.",
)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")
NOISE = (
    *(b"POT-Creation-Date", b"PO-Revision-Date", b"Generated-By", b"Last-Translator"),
    *(b"Report-Msgid-Bugs-To", b"Language-Team", b"Project-Id-Version"),
)

Words = str | tuple[str, ...] | list[str]


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def texts() -> Iterator[tuple[Path, str]]:
    """Each file with sentences, as Python that Babel can read."""
    from django.utils.translation.template import templatize

    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_text(encoding="utf-8")
    for path in sorted([*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt")]):
        code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        # What is no sentence became XXX: without its indentation, and its stray quotes, it is harmless Python.
        yield path, "\n".join(line.lstrip() for line in code.splitlines())


def collect() -> Catalog:
    """Every sentence that a page, a mail or an answer can show."""
    found = Catalog(project="Baraza", charset="utf-8", fuzzy=False)
    for path, text in texts():
        lines = extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS, comment_tags=["Translators:"])
        for _line, message, comments, context in lines:
            # Without line numbers: a moved line is no change of a catalogue.
            found.add(message, locations=[(str(path.relative_to(ROOT)), 0)], auto_comments=comments, context=context)
    for sentence in OF_DJANGO:
        found.add(sentence, auto_comments=["Django says this about a field."])
    return found


def read(language: str) -> Catalog:
    path = catalogue_path(language)
    if not path.exists():
        name = Locale(language).english_name
        about = f"# The sentences of Baraza in {name}. One word for one thing: see frontend/locale/README.md."
        return Catalog(locale=language, header_comment=about, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(language: str, catalogue: Catalog) -> None:
    """Sorted, without dates and line numbers: a difference shows what somebody wrote, and nothing else."""
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, catalogue, sort_output=True, width=120, include_lineno=False, omit_header=False)
    text = re.sub(rb'"(?:%s): [^\n]*\n' % b"|".join(NOISE), b"", out.getvalue())
    if not path.exists() or path.read_bytes() != text:
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(text)
        fresh.replace(path)


def update(found: Catalog) -> None:
    """New sentences in, those that nobody says any more out; translations stay."""
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(found, no_fuzzy_matching=True, update_header_comment=False)
        catalogue.obsolete.clear()
        write(language, catalogue)


def compile_catalogues() -> None:
    """What Django reads, for each catalogue that is newer."""
    for language in LANGUAGES:
        source = catalogue_path(language)
        target = source.with_suffix(".mo")
        if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
            continue
        fresh = target.with_suffix(f".{os.getpid()}")
        with fresh.open("wb") as file:
            write_mo(file, read(language))
        fresh.replace(target)


def problems(found: Catalog) -> list[str]:
    """One line for each sentence that a reader of another language would not get, or get broken."""
    lines = []
    for language in LANGUAGES:
        catalogue = read(language)
        for message in found:
            if message.id:
                translated = catalogue.get(_key(message.id), message.context)
                wrong = _wrong(message, translated, catalogue.num_plurals)
                if wrong:
                    lines.append(f"{language}: {wrong}: {_key(message.id)!r}")
    return lines


def _wrong(message: Message, translated: Message | None, plurals: int) -> str:
    """What is wrong with a translation, in a few words."""
    if translated is None:
        return "not collected"
    forms = _forms(translated.string or "")
    if not all(forms) or (not isinstance(message.id, str) and len(forms) != plurals):
        return "not translated"
    if translated.fuzzy:
        return "marked as uncertain"
    originals = _forms(message.id)
    for pattern, name in ((PLACEHOLDER, "placeholders"), (TAG, "tags")):
        wanted = [Counter(pattern.findall(original)) for original in originals]
        # A form for one may spell the number out, in either language; nothing else may come or go.
        if any(_differs(Counter(pattern.findall(form)), wanted) for form in forms):
            return f"other {name}"
    for form in forms:
        if _edges(form) != _edges(originals[0]):
            return "other spaces at an end"
    return ""


def _differs(found: Counter[str], wanted: list[Counter[str]]) -> bool:
    if len(wanted) == 1:
        return found != wanted[0]
    fullest = max(wanted, key=lambda each: each.total())
    return bool(found - fullest) or (fullest - found).total() > 1


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _key(identity: Words) -> str:
    return identity if isinstance(identity, str) else identity[0]


def _forms(text: Words) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    purpose = parser.add_mutually_exclusive_group()
    purpose.add_argument("--compile", action="store_true", help="only compile, where a catalogue changed")
    purpose.add_argument("--check", action="store_true", help="end with an error when something is not complete")
    chosen = parser.parse_args()
    if chosen.compile:
        compile_catalogues()
        return
    found = collect()
    if not chosen.check:
        update(found)
        compile_catalogues()
    missing = problems(found)
    for line in missing:
        say(line)
    count = sum(1 for message in found if message.id)
    if missing and chosen.check:
        fail(f"{len(missing)} translations are not complete: run `make translations` and fill in frontend/locale.")
    say(f"{count} sentences; {len(missing)} to translate.")


if __name__ == "__main__":
    main()
