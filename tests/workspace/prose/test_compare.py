"""Two texts compared: what came and what went is marked, in HTML that no text can break."""

import re
from typing import Any

from hypothesis import given, settings

from tests.workspace.prose.documents import documents
from tests.workspace.prose.payloads import executable, payloads
from workspace.prose.compare import compare
from workspace.prose.html import to_html
from workspace.prose.markdown import from_markdown

WORDS: dict[Any, str] = {"ins": "added:", "del": "removed:"}


def shown(old: str, new: str) -> str:
    """The comparison of two Markdown texts, without the words for those who do not see the marks."""
    html = compare(from_markdown(old), from_markdown(new), WORDS)
    assert html.count("<ins>") == html.count("added:") and html.count("<del>") == html.count("removed:")
    return re.sub(r'<span class="sr-only">.*? </span>', "", html)


def test_a_word_that_changed_is_marked_in_its_sentence() -> None:
    assert shown("Meet near the sites", "Meet at the sites") == "<p>Meet <del>near </del><ins>at </ins>the sites</p>"


def test_whole_blocks_come_and_go() -> None:
    assert shown("stays\n\ngoes", "stays") == "<p>stays</p><p><del>goes</del></p>"
    assert shown("stays", "## comes\n\nstays") == "<h2><ins>comes</ins></h2><p>stays</p>"
    assert shown("one\n\n---\n\ntwo", "one\n\ntwo") == "<p>one</p><p><del>— — —</del></p><p>two</p>"


def test_a_list_is_compared_item_by_item() -> None:
    html = shown("- first\n- second\n- third", "- first\n- third")
    assert html == "<ul><li><p>first</p></li><li><p><del>second</del></p></li><li><p>third</p></li></ul>"


def test_a_box_that_was_ticked_is_another_line() -> None:
    html = shown("- [ ] tell it", "- [x] tell it")
    assert html.count("<li") == 2 and "<del>tell it</del>" in html and "<ins>tell it</ins>" in html


def test_a_mark_that_came_is_a_change() -> None:
    assert shown("a bold step", "a **bold** step") == ("<p>a <del>bold </del><ins><strong>bold</strong> </ins>step</p>")


def test_sentences_with_nothing_in_common_stand_one_after_the_other() -> None:
    assert shown("Nobody asks miners", "Queen mothers choose") == (
        "<p><del>Nobody asks miners</del></p><p><ins>Queen mothers choose</ins></p>"
    )


def runs(html: str) -> list[str]:
    """What could run in a comparison; its own marks are none of that."""
    return executable(re.sub("</?(ins|del)>", "", html))


@settings(max_examples=25)
@given(documents, documents)
def test_any_two_documents_can_be_compared(old: Any, new: Any) -> None:
    html = compare(old, new, WORDS)
    assert not runs(html)
    assert compare(new, new, WORDS) == to_html(new)


def test_no_payload_gets_out_of_a_comparison() -> None:
    for payload in payloads()[::40]:
        text = {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": payload}]}]}
        other = {"type": "doc", "content": [{"type": "codeBlock", "content": [{"type": "text", "text": payload}]}]}
        assert not runs(compare(text, other, WORDS))
