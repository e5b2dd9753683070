import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.workspace.prose.documents import PARTS, documents, problems, words
from workspace.prose.check import check
from workspace.prose.markdown import from_markdown, to_markdown
from workspace.prose.text import to_text

LINES = ["\n", "\n\n", "\n- ", "\n1. ", "\n> ", "\n  ", "| a | b |\n|---|---|\n", "```\n"]


def said(document: Any) -> str:
    """The words alone, however blocks and spaces part them."""
    return re.sub(r"[\s☐☑]", "", to_text(document))


@settings(max_examples=150)
@given(documents)
def test_any_document_keeps_its_words_and_then_never_changes(document: Any) -> None:
    once = from_markdown(to_markdown(document))
    assert problems(once) == []
    assert said(once) == said(document)
    assert from_markdown(to_markdown(once)) == once


@example("a\n\n  \xa0")
@settings(max_examples=300)
@given(st.lists(st.one_of(st.sampled_from([*PARTS, *LINES]), words)).map("".join))
def test_any_markdown_is_a_valid_document_that_is_read_back_unchanged(source: str) -> None:
    document = from_markdown(source)
    assert problems(document) == []
    assert from_markdown(to_markdown(document)) == document


def text(words: str, *marks: str) -> dict[str, Any]:
    return {"type": "text", "text": words, **({"marks": [{"type": mark} for mark in marks]} if marks else {})}


def paragraph(*nodes: dict[str, Any]) -> dict[str, Any]:
    return {"type": "paragraph", "content": list(nodes)}


KEPT = [
    [text("un"), text("believ", "bold"), text("able")],
    [text("un"), text("believ", "italic"), text("able")],
    [text("a", "bold"), text("b", "bold", "italic"), text("c", "italic")],
    [text("a", "italic"), text("b", "bold", "italic"), text("c", "italic")],
    [text("a"), text("(b)", "bold"), text("c")],
    [text("a"), text("“b”", "italic"), text("c")],
    [text("😀"), text("👍🏽", "bold"), text("👩‍👩‍👧")],
    [text("سلام"), text("مرحبا", "strike"), text("שלום")],
    [text("x", "bold", "italic", "strike", "underline")],
    [text("a "), text("b`c``d", "code"), text(" e")],
    [text("`", "code")],
    [text(" ", "code")],
    [text("  indented")],
    [text("- no list")],
    [text("1. no list")],
    [text("# no heading")],
    [text("> no quote")],
    [text("---")],
    [text("[ ] no task")],
    [text("[x] ")],
    [text("a | b")],
    [text("<script>alert(1)</script> <br> <u>")],
    [text("![no](image) [no](link) &amp; &#65; \\* `x`")],
    [text("!"), text("link", "italic")],
    [text("a"), {"type": "hardBreak"}, text("- b"), {"type": "hardBreak"}, {"type": "hardBreak"}, text("| c")],
    [{"type": "hardBreak"}],
    [text("e"), text("\u0301b", "bold"), text("c")],
    [{"type": "mention", "attrs": {"id": "h1", "label": "Ama [x] *M*"}}, text("!")],
]


@pytest.mark.parametrize("nodes", KEPT, ids=repr)
@pytest.mark.parametrize("wrap", ["paragraph", "bullet", "item", "task", "quote", "cell"])
def test_words_and_marks_read_back_exactly(nodes: list[Any], wrap: str) -> None:
    block: Any = paragraph(*nodes)
    if wrap == "bullet":
        block = {"type": "bulletList", "content": [{"type": "listItem", "content": [block]}] * 2}
    elif wrap == "item":
        block = {
            "type": "orderedList",
            "attrs": {"start": 3},
            "content": [{"type": "listItem", "content": [block]}] * 2,
        }
    elif wrap == "task":
        task = {"type": "taskItem", "attrs": {"checked": True}, "content": [block]}
        block = {"type": "taskList", "content": [task] * 2}
    elif wrap == "quote":
        block = {"type": "blockquote", "content": [block, block]}
    elif wrap == "cell":
        spans = {"colspan": 1, "rowspan": 1}
        head = {"type": "tableHeader", "attrs": spans, "content": [block]}
        cell = {"type": "tableCell", "attrs": spans, "content": [block]}
        block = {"type": "table", "content": [{"type": "tableRow", "content": [kind] * 2} for kind in (head, cell)]}
    document = check({"type": "doc", "content": [block, paragraph(text("after"))]})
    assert from_markdown(to_markdown(document)) == document


def test_structure_reads_back_exactly() -> None:
    source = """\
## Plan

Some **bold**, *italic*, ~~gone~~, `code`, <u>under</u> and a [link](https://example.org/a_b).\\
Next line, [@Ama Mensah](mention:h1).

- one
- two
  1. a
  2. b

     more of b
- three

* [ ] to do
* [x] done
  - part

> said
>
> - by many

| Who | When |
| --- | --- |
| Ama | `a\\|b` |

```python
print("hello")

print("again")
```

7. seven
8. eight

---
"""
    document = from_markdown(source)
    assert to_markdown(document) == source
    kinds = [node["type"] for node in document["content"]]
    assert kinds == [
        *(
            "heading",
            "paragraph",
            "bulletList",
            "taskList",
            "blockquote",
            "table",
            "codeBlock",
            "orderedList",
            "horizontalRule",
        ),
    ]


def test_adjacent_lists_stay_apart() -> None:
    bullets = {"type": "bulletList", "content": [{"type": "listItem", "content": [paragraph(text("a"))]}]}
    numbers = {**bullets, "type": "orderedList", "attrs": {"start": 1}}
    document = {"type": "doc", "content": [bullets, bullets, bullets, numbers, numbers, bullets]}
    assert from_markdown(to_markdown(document)) == document


def test_headings_of_other_levels_come_near() -> None:
    levels = [node["attrs"]["level"] for node in from_markdown("# a\n\n## b\n\n###### c")["content"]]
    assert levels == [2, 2, 4]


def test_images_become_links_and_tags_stay_visible() -> None:
    document = from_markdown("![A mine](https://x.org/m.png) <b>x</b>\n\n<div>y</div>")
    assert to_text(document) == "A mine <b>x</b>\n<div>y</div>"
    assert document["content"][0]["content"][0]["marks"] == [{"type": "link", "attrs": {"href": "https://x.org/m.png"}}]


def test_a_list_of_tasks_and_others_is_parted() -> None:
    kinds = [node["type"] for node in from_markdown("- [ ] a\n- b\n- [X] c")["content"]]
    assert kinds == ["taskList", "bulletList", "taskList"]


@example("> " * 5000 + "x")
@example("- " * 5000 + "x")
@example("*_" * 5000 + "x")
@example("[" * 5000)
@given(
    st.sampled_from(["> ", "- ", "1. ", "**a ", "[", "![", "`", "<", "| ", "~~", "<u>", "\\", "&"]).map(
        lambda part: part * 2000
    )
)
@settings(deadline=None)
def test_hostile_markdown_ends(source: str) -> None:
    assert problems(from_markdown(source)) == []
