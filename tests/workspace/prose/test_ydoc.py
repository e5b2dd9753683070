from typing import Any

import pytest
from hypothesis import given
from pycrdt import Doc, Map, Text, XmlElement, XmlFragment, XmlText

from tests.workspace.prose.documents import documents, problems
from workspace.prose.ydoc import Unreadable, from_update, to_update


@given(documents)
def test_a_document_comes_back_from_yjs_as_it_went_in(document: Any) -> None:
    assert from_update(to_update(document)) == document


def test_nothing_is_an_empty_document() -> None:
    empty = {"type": "doc", "content": [{"type": "paragraph"}]}
    assert from_update(b"") == empty
    assert from_update(b"\x00\x00") == empty


def test_two_imports_of_one_text_are_two_histories() -> None:
    document = {"type": "doc", "content": [{"type": "paragraph"}]}
    assert to_update(document) != to_update(document)


def test_client_ids_are_what_browsers_use() -> None:
    for _ in range(50):
        doc: Doc[Any] = Doc()
        doc.apply_update(to_update({}))
        state = doc.get_state()
        assert len(state) <= 8  # one client of at most 32 bits, one clock


@pytest.mark.parametrize("update", [b"\xff", b"\x01\x01\x01", b"nonsense", b"\x01" + b"\xff" * 40])
def test_bytes_that_are_no_document_are_refused(update: bytes) -> None:
    with pytest.raises(Unreadable):
        from_update(update)


def crafted(fill: Any) -> Any:
    doc: Doc[Any] = Doc()
    fragment = doc.get("default", type=XmlFragment)
    fill(fragment)
    return from_update(doc.get_update())


def test_what_a_browser_never_writes_is_dropped() -> None:
    def fill(fragment: XmlFragment) -> None:
        element = XmlElement("heading")
        fragment.children.append(element)
        for name, value in {
            "level": ["script", {"src": "https://evil.example"}],
            "__proto__": {"polluted": True},
            "constructor": {"prototype": {"polluted": True}},
            "onload": "alert(1)",
            "style": "x",
        }.items():
            element.attributes[name] = value
        text = XmlText()
        element.children.append(text)
        text.insert(
            0, "Title", {"__proto__": {"x": 1}, "bold": {"onclick": "x"}, "link": {"href": ["javascript:alert(1)"]}}
        )
        script = XmlElement("script")
        fragment.children.append(script)
        inner = XmlText()
        script.children.append(inner)
        inner.insert(0, "alert(1)")

    document = crafted(fill)
    assert problems(document) == []
    title = {"type": "text", "text": "Title", "marks": [{"type": "bold"}]}
    assert document["content"] == [
        {"type": "heading", "attrs": {"level": 2}, "content": [title]},
        {"type": "paragraph", "content": [{"type": "text", "text": "alert(1)"}]},
    ]


def test_marks_that_overlap_themselves_are_read() -> None:
    def fill(fragment: XmlFragment) -> None:
        text = XmlText()
        fragment.children.append(text)
        text.insert(0, "x", {"bold--AbCd12+/": {}, "italic": None, "strike": False})

    assert crafted(fill)["content"][0]["content"] == [{"type": "text", "text": "x", "marks": [{"type": "bold"}]}]


@pytest.mark.parametrize("kind", [Text, Map])
def test_a_root_of_another_type_is_an_empty_document(kind: Any) -> None:
    doc: Doc[Any] = Doc()
    root = doc.get("default", type=kind)
    if kind is Text:
        root += "hello"
    else:
        root["a"] = "hello"
    assert problems(from_update(doc.get_update())) == []


def test_a_deep_tree_keeps_what_is_within_the_limit() -> None:
    def fill(fragment: XmlFragment) -> None:
        parent: Any = fragment
        for _ in range(500):
            child = XmlElement("blockquote")
            parent.children.append(child)
            parent = child
        parent.children.append(XmlText("bottom"))

    assert problems(crafted(fill)) == []


def test_emoji_and_marks_keep_their_places() -> None:
    texts = [
        {"type": "text", "text": "👩‍👩‍👧 é", "marks": [{"type": "bold"}]},
        {"type": "text", "text": "🇬🇭שלום"},
        {"type": "text", "text": "e\u0301😀", "marks": [{"type": "italic"}]},
    ]
    document = {"type": "doc", "content": [{"type": "paragraph", "content": texts}]}
    assert from_update(to_update(document)) == document
