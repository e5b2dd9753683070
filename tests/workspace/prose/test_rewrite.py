"""A state becomes another text by the smallest edit: exactly that text, and nobody's words moved that stay."""

from typing import Any

from hypothesis import given, settings
from pycrdt import Doc, XmlElement, XmlFragment, XmlText, merge_updates

from tests.workspace.prose.documents import documents
from workspace.prose.markdown import from_markdown
from workspace.prose.rewrite import NOTHING, change_to
from workspace.prose.ydoc import from_update, to_update


@settings(max_examples=30)
@given(documents, documents)
def test_the_state_reads_as_the_text_after_it(old: Any, new: Any) -> None:
    state = to_update(old)
    assert from_update(merge_updates(state, change_to(state, new, 7))) == new


@settings(max_examples=30)
@given(documents)
def test_what_reads_so_already_is_not_touched(document: Any) -> None:
    assert change_to(to_update(document), document, 7) == NOTHING


def test_a_changed_word_is_all_that_is_written() -> None:
    old = from_markdown("First line\n\n- one item 🌍 here\n- another\n\nLast line")
    new = from_markdown("First line\n\n- one item 🌍 there\n- another\n\nLast line")
    change = change_to(to_update(old), new, 7)
    assert b"t" in change and b"item" not in change and b"line" not in change and b"another" not in change


def test_what_no_editor_would_write_gives_way_to_the_text() -> None:
    doc: Doc[Any] = Doc()
    root = doc.get("default", type=XmlFragment)
    root.children.append(XmlText("loose"))
    root.children.append(XmlElement("script", {"src": "x"}, [XmlText("alert(1)")]))
    root.children.append(XmlElement("bulletList", {}, [XmlText("no item")]))
    root.children.append(XmlElement("paragraph", {}, [XmlElement("paragraph", {}, [XmlText("nested")])]))
    new = from_markdown("- no item\n\nnested")
    assert from_update(merge_updates(doc.get_update(), change_to(doc.get_update(), new, 7))) == new
