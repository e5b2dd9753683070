"""Whatever a Yjs client writes past the editor, what is drawn from it is in the editor's schema and runs nothing."""

from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from realtime import decode, documents, versions
from realtime.tree import TypeTree
from tests.cast import World
from tests.workspace.prose.documents import problems
from tests.workspace.prose.payloads import ADDRESSES, TAGS, executable, payloads
from workspace.prose.html import to_html
from workspace.prose.markdown import from_markdown, to_markdown
from workspace.prose.posts import post_html

PAYLOADS = payloads()
AT_ONCE = 600
KEYS = ["href", "src", "onclick", "style", "class", "level", "id", "label", "language", "start", "checked", "colspan",
        "__proto__", "constructor", "prototype"]  # fmt: skip
NODES = ["paragraph", "heading", "codeBlock", "mention", "taskItem", "tableCell", "image", "script", "iframe", "doc",
         "text", "__proto__", "constructor"]  # fmt: skip


def attacked(payload: Any, number: int) -> list[XmlElement]:
    """The payload as name, as value of each attribute, as array and as object; marks follow in `wrote`."""
    values: list[Any] = [
        payload,
        [payload],
        {"toString": payload, "__proto__": {"polluted": payload}},
        [["script", {}]],
    ]
    node = NODES[number % len(NODES)]
    return [
        XmlElement(node, {KEYS[number % len(KEYS)]: values[number % len(values)], str(payload): "x"}),
        XmlElement(str(payload), dict.fromkeys(KEYS[:5], payload)),
    ]


def wrote(chunk: list[str]) -> bytes:
    """One update that holds all of these, wherever a Yjs client can put a string."""
    doc: Doc[Any] = Doc()
    root = doc.get("default", type=XmlFragment)
    marks: list[dict[str, Any]]
    with doc.transaction():
        for number, payload in enumerate(chunk):
            marks = [{"link": {"href": payload}}, {"link": [payload]}, {payload: True}, {"__proto__": {"a": payload}},
                     {"link": payload}, {"code": {"class": payload}}]  # fmt: skip
            for element in attacked(payload, number):
                root.children.append(element)
                text = XmlText()
                element.children.append(text)
                text.insert(0, f"{payload}x", marks[number % len(marks)])
            root.children.append(XmlText(payload))
    return bytes(doc.get_update())


@pytest.mark.parametrize("start", range(0, len(PAYLOADS), AT_ONCE))
def test_what_is_drawn_is_in_the_schema_and_runs_nothing(start: int) -> None:
    chunk = PAYLOADS[start : start + AT_ONCE]
    update = wrote(chunk)
    TypeTree().check(update)
    drawn = decode.render([update])
    assert problems(drawn["json"]) == []
    assert executable(drawn["html"]) == []
    assert "polluted" not in drawn["html"]
    exported = to_markdown(drawn["json"])
    assert executable(post_html(exported)) == [] and executable(to_html(from_markdown(exported))) == []
    assert all(payload.strip()[:8] in drawn["text"] for payload in chunk if payload.strip()[:8].isalnum())


def test_the_words_of_an_unknown_node_stay_as_text() -> None:
    drawn = decode.render([wrote(["<script>alert(1)</script>"])])
    assert "<script>alert(1)</script>" in drawn["text"] and "&lt;script&gt;" in drawn["html"]


class Dangers(HTMLParser):
    """What in a page could run something, counted."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "base", "meta", "style", "math", "portal", "plaintext"):
            self.found[tag] += 1
        for name, value in attrs:
            bare = "".join(sign for sign in value or "" if sign > " ").lower()
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                self.found[f"{tag} {name}"] += 1
            elif name.endswith(("href", "src", "action")) and bare.split(":")[0] in ("javascript", "data", "vbscript"):
                self.found[f"{tag} {name}={value}"] += 1


@pytest.mark.django_db
def test_no_page_that_shows_it_runs_anything(world: World, sign_in: Callable[[Any], Client]) -> None:
    """The page of an action, its history, a version, two compared: after the attack nothing more runs than before."""
    text, visitor = world.action.description, sign_in(world.member)
    at = f"/documents/{text.pk}/"
    pages = [f"/actions/{world.action.pk}/", f"{at}history/", f"{at}versions/1/", f"{at}compare/?from=1"]

    def seen(page: str) -> str:
        answer = visitor.get(page)
        assert answer.status_code == 200, page
        assert "unsafe-inline" not in answer["Content-Security-Policy"].split("script-src")[1].split(";")[0]
        return answer.content.decode()

    def keep(update: bytes) -> None:
        documents.append(text.pk, update, contributors=[])
        versions.keep_version(actor=world.member, document=text, name="Named, so that it stays")

    keep(wrote(["an honest word"]))
    before = {page: Dangers(seen(page)).found for page in pages}
    keep(wrote([*TAGS, *ADDRESSES]))
    pages.append(f"{at}versions/2/")
    before[pages[-1]] = before[f"{at}versions/1/"]
    for page in pages:
        shown = seen(page)
        assert Dangers(shown).found == before[page], page
        if page in (pages[0], pages[-1], pages[3]):
            assert "&lt;svg onload=alert(1)&gt;" in shown, f"{page} shows the words of it"
