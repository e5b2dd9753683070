"""Sentences of Python and templates into frontend/locale, and from there into what Django reads. Needs no gettext.

python -m tools.translations            collect, update, compile, and list what is untranslated
python -m tools.translations compile    only compile, when a catalogue changed
python -m tools.translations check      end with an error when a sentence is missing, untranslated or wrong
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
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
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


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
    found = Catalog(project="Baraza", charset="utf-8", fuzzy=False)
    for path, text in texts():
        lines = extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS, comment_tags=["Translators:"])
        for _line, message, comments, context in lines:
            # Without line numbers: a moved line is no change of a catalogue.
            found.add(message, locations=[(str(path.relative_to(ROOT)), 0)], auto_comments=comments, context=context)
    return found


def read(language: str) -> Catalog:
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, project="Baraza", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(found: Catalog) -> None:
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(found, no_fuzzy_matching=True, update_header_comment=False)
        catalogue.obsolete.clear()
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        out = io.BytesIO()
        write_po(out, catalogue, sort_output=True, width=120, include_lineno=False, omit_header=False)
        # The date of the run is no change either.
        text = re.sub(rb'"(POT-Creation-Date|PO-Revision-Date|Generated-By): [^\n]*\n', b"", out.getvalue())
        if not path.exists() or path.read_bytes() != text:
            path.write_bytes(text)


def compile_catalogues() -> None:
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
            if not message.id:
                continue
            translated = catalogue.get(_key(message.id), message.context)
            if translated is None:
                lines.append(f"{language}: not collected: {_key(message.id)!r}")
            elif translated.fuzzy or not all(_forms(translated.string)):
                lines.append(f"{language}: not translated: {_key(message.id)!r}")
            elif any(
                not set(PLACEHOLDER.findall(form)) <= set(PLACEHOLDER.findall(" ".join(_forms(message.id))))
                for form in _forms(translated.string)
            ):
                lines.append(f"{language}: a placeholder that the sentence does not have: {_key(message.id)!r}")
    return lines


def _key(identity: str | tuple[str, ...] | list[str]) -> str:
    return identity if isinstance(identity, str) else identity[0]


def _forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def main() -> None:
    purpose = sys.argv[1] if len(sys.argv) > 1 else "update"
    if purpose == "compile":
        compile_catalogues()
        return
    found = collect()
    if purpose == "update":
        update(found)
        compile_catalogues()
    missing = problems(found)
    for line in missing:
        say(line)
    count = sum(1 for message in found if message.id)
    if missing and purpose == "check":
        fail(f"{len(missing)} of {count} sentences are not complete: run `make translations` and fill frontend/locale.")
    say(f"{count} sentences; {len(missing)} to translate.")


if __name__ == "__main__":
    main()
