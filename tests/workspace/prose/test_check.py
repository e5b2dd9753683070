from typing import Any

import pytest
from hypothesis import given, settings

from tests.workspace.prose.documents import documents, problems, wild
from workspace.prose.check import check
from workspace.prose.schema import MAX_DEPTH, safe_href


@settings(max_examples=300)
@given(wild)
def test_any_json_becomes_a_valid_document_and_stays_as_it_is(value: Any) -> None:
    document = check(value)
    assert problems(document) == []
    assert check(document) == document


@given(documents)
def test_a_valid_document_comes_back_as_it_is(document: Any) -> None:
    assert problems(document) == []
    assert check(document) == document


def paragraph(*texts: str) -> dict[str, Any]:
    return {"type": "paragraph", "content": [{"type": "text", "text": text} for text in texts]}


def content(*nodes: Any) -> list[Any]:
    found: list[Any] = check({"type": "doc", "content": list(nodes)})["content"]
    return found


def test_nothing_at_all_is_one_empty_paragraph() -> None:
    assert content() == [{"type": "paragraph"}]


def test_an_unknown_node_gives_way_to_its_text() -> None:
    callout = {
        "type": "callout",
        "attrs": {"onload": "x"},
        "content": [{"type": "iframe", "content": [paragraph("Keep this")]}],
    }
    assert content(callout) == [paragraph("Keep this")]
    assert content({"type": "a", "text": "one"}, {"type": "b", "text": "two"}) == [paragraph("one"), paragraph("two")]


def test_adjacent_texts_become_one_and_empty_ones_go() -> None:
    assert content(paragraph("a", "", "b")) == [paragraph("ab")]


def test_an_item_starts_with_a_paragraph_and_lives_in_a_list() -> None:
    item = {"type": "listItem", "content": [{"type": "codeBlock"}]}
    empty_first = {"type": "listItem", "content": [{"type": "paragraph"}, {"type": "codeBlock"}]}
    assert content(item) == [{"type": "bulletList", "content": [empty_first]}]


def test_a_list_without_items_goes_and_words_in_a_list_become_an_item() -> None:
    assert content(paragraph("a"), {"type": "bulletList"}) == [paragraph("a")]
    [made] = content({"type": "bulletList", "content": [{"type": "text", "text": "word"}]})
    assert made == {"type": "bulletList", "content": [{"type": "listItem", "content": [paragraph("word")]}]}


def test_rows_get_the_same_width() -> None:
    cell = {"type": "tableCell", "content": [paragraph("x")]}
    [table] = content({"type": "table", "content": [{"type": "tableRow", "content": [cell] * n} for n in (1, 3, 0, 2)]})
    assert [len(row["content"]) for row in table["content"]] == [3, 3, 3]


def test_spans_that_overlap_are_given_up() -> None:
    def cell(**spans: int) -> dict[str, Any]:
        return {"type": "tableCell", "attrs": {"colspan": 1, "rowspan": 1, **spans}, "content": [paragraph("x")]}

    rows = [[cell(), cell(rowspan=2)], [cell(colspan=2)]]
    [table] = content({"type": "table", "content": [{"type": "tableRow", "content": row} for row in rows]})
    assert [[made["attrs"] for made in row["content"]] for row in table["content"]] == [
        [{"colspan": 1, "rowspan": 1}] * 2
    ] * 2


def test_a_giant_table_is_not_made_larger() -> None:
    cell = {"type": "tableCell", "attrs": {"colspan": 10**9, "rowspan": 10**9}}
    small = {"type": "tableCell"}
    rows = [{"type": "tableRow", "content": [cell] * 200}, *[{"type": "tableRow", "content": [small]}] * 2000]
    [table] = content({"type": "table", "content": rows})
    assert sum(len(row["content"]) for row in table["content"]) <= 2200 + 10_000


def test_depth_is_bounded_and_the_words_stay() -> None:
    deep: Any = paragraph("bottom")
    for _ in range(100_000):
        deep = {"type": "blockquote", "content": [deep]}
    document = check({"type": "doc", "content": [deep]})
    assert problems(document) == []
    depth, here = 0, document
    while "content" in here:
        depth, here = depth + 1, here["content"][0]
    assert here == {"type": "text", "text": "bottom"}
    assert depth <= MAX_DEPTH


def test_marks_are_known_ordered_and_code_stands_alone() -> None:
    def marked(*names: str) -> list[str]:
        text = {"type": "text", "text": "x", "marks": [{"type": name, "attrs": {"style": "x"}} for name in names]}
        [made] = content({"type": "paragraph", "content": [text]})
        return [mark["type"] for mark in made["content"][0].get("marks", [])]

    assert marked("underline", "blink", "bold", "bold") == ["bold", "underline"]
    assert marked("bold", "code", "italic") == ["code"]


def test_a_mention_without_a_handle_is_its_text() -> None:
    def mention(**attributes: Any) -> Any:
        [made] = content({"type": "paragraph", "content": [{"type": "mention", "attrs": attributes}]})
        return made.get("content")

    assert mention(id="<script>", label="Ama") == [{"type": "text", "text": "@Ama"}]
    assert mention(id="h1", label=["x"]) == [{"type": "mention", "attrs": {"id": "h1"}}]
    assert mention(id="h1", label=" Ama \n Mensah ") == [
        {"type": "mention", "attrs": {"id": "h1", "label": "Ama Mensah"}}
    ]
    assert mention(id={}) is None


def test_what_no_database_can_hold_is_removed() -> None:
    assert content(paragraph("a\x00b\x1b\ud83d\ude00\ud800")) == [paragraph("ab😀�")]


def test_a_line_end_in_a_text_is_a_break() -> None:
    [made] = content(paragraph("a\r\nb"))
    assert made["content"] == [{"type": "text", "text": "a"}, {"type": "hardBreak"}, {"type": "text", "text": "b"}]


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org",
        "HTTP://x.org/a?b#c",
        "mailto:a@b.org",
        "tel:+233-20-123",
        "/boards/1",
        "#top",
        "https://字.org/é",
    ],
)
def test_a_link_may_lead_here(href: str) -> None:
    assert safe_href(href) is not None


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        " javascript:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil",
        "https://",
        "file:///etc/passwd",
        "blob:https://x.org/1",
        "view-source:https://x.org",
        "https://x.org/\nset-cookie",
        "https://x.org/" + "a" * 3000,
        "",
        None,
        5,
        ["https://x.org"],
        {"href": "https://x.org"},
    ],
)
def test_a_link_may_not_lead_there(href: Any) -> None:
    assert safe_href(href) is None
