"""Every sentence on screen is in French and Swahili, and none stands in a template unmarked."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from django.utils import translation
from django.utils.translation import gettext, ngettext

from tools import translations

SAME = {"Baraza", "· Baraza", "https://"}  # in every language
SPOKEN = {"alt", "aria-label", "aria-description", "placeholder", "title", "summary", "content"}


def test_every_sentence_is_translated_with_its_placeholders() -> None:
    missing = translations.problems(translations.collect())
    assert not missing, "\n".join([f"{len(missing)} translations are not complete: `make translations`", *missing[:40]])


@pytest.mark.parametrize(
    ("identity", "string", "wrong"),
    [
        ("Hello %(name)s", "Bonjour %(name)s", ""),
        ("Hello %(name)s", "Bonjour %(nom)s", "other placeholders"),
        ("Hello %(name)s", "Bonjour", "other placeholders"),
        ("Hello", "", "not translated"),
        ("<b>Hello</b>", "<b>Bonjour</b>", ""),
        ("<b>Hello</b>", "<i>Bonjour</i>", "other tags"),
        ("Hello ", "Bonjour", "other spaces at an end"),
        (("%(n)s post", "%(n)s posts"), ("un message", "%(n)s messages"), ""),
        (("%(n)s post", "%(n)s posts"), ("%(n)s message", ""), "not translated"),
        (("%(n)s post of %(m)s", "%(n)s posts of %(m)s"), ("un", "%(n)s de %(m)s"), "other placeholders"),
        (("%(n)s post", "%(n)s posts"), ("%(n)s message", "%(n)s messages de %(name)s"), "other placeholders"),
    ],
)
def test_a_wrong_translation_is_told(identity: Any, string: Any, wrong: str) -> None:
    assert translations._wrong(Message(identity), Message(identity, string), 2) == wrong


def test_an_uncertain_or_unknown_translation_is_told() -> None:
    assert translations._wrong(Message("a"), Message("a", "b", flags=["fuzzy"]), 2) == "marked as uncertain"
    assert translations._wrong(Message("a"), None, 2) == "not collected"


def test_a_second_run_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(translations, "LOCALE", tmp_path)
    found = translations.collect()
    translations.update(found)
    catalogue = translations.read("fr")
    [message] = [message for message in catalogue if message.id == "Sign in"]
    message.string = "Se connecter"
    translations.write("fr", catalogue)
    before = translations.catalogue_path("fr").read_bytes()
    assert b"POT-Creation-Date" not in before
    translations.update(found)
    assert translations.catalogue_path("fr").read_bytes() == before
    assert [message.string for message in translations.read("fr") if message.id == "Sign in"] == ["Se connecter"]


@pytest.mark.parametrize(("language", "words"), [("fr", "Se connecter"), ("sw", "Ingia")])
def test_django_reads_what_was_compiled(language: str, words: str) -> None:
    translations.compile_catalogues()
    with translation.override(language):
        assert gettext("Sign in") == words
        assert ngettext("%(n)s action", "%(n)s actions", 2) % {"n": 2} != "2 actions" or language == "fr"


VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Visible(HTMLParser):
    """Words of a page that somebody reads or hears, but for those that say their own language."""

    def __init__(self) -> None:
        super().__init__()
        self.silent: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if self.silent or tag in ("script", "style") or (tag != "html" and named.get("lang")):
            if tag not in VOID:
                self.silent.append(tag)
            return
        for name in SPOKEN & named.keys():
            if not (tag == "meta" and named.get("name") in ("viewport", "csrf-token", "color-scheme", "theme-color")):
                self._take(named[name])
        if tag == "input" and named.get("type") in ("submit", "button"):
            self._take(named.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent:
            while self.silent.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._take(data)

    def _take(self, text: str) -> None:
        if re.search(r"[^\W\d_]{2}", text) and text.strip() not in SAME:
            self.words.append(text.strip())


def unmarked(template: str) -> list[str]:
    """Words of a template that stand outside of `translate` and `blocktranslate`."""
    text = re.sub(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", "", template, flags=re.DOTALL)
    text = re.sub(r"{%\s*block main_(?:class|attrs)\s*%}.*?{%\s*endblock\s*%}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%\s*comment\b.*?{%\s*endcomment\s*%}", "", text, flags=re.DOTALL)
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", text)
    reader = _Visible()
    reader.feed(text)
    reader.close()
    return reader.words


def test_unmarked_words_are_found() -> None:
    template = (
        '{% translate "x" %}<p title="Hi you">{{ name }}</p>{% blocktranslate %}Hello{% endblocktranslate %} there'
        '<b lang="fr">Bonjour<br>ici</b>'
    )
    assert unmarked(template) == ["Hi you", "there"]


@pytest.mark.parametrize(
    "path",
    sorted(translations.TEMPLATES.rglob("*.html")),
    ids=lambda path: str(path.relative_to(translations.TEMPLATES)),
)
def test_no_template_has_words_of_one_language(path: Path) -> None:
    assert unmarked(path.read_text(encoding="utf-8")) == []
