"""Attacks 20 and 21: whatever was stored, pages get plain formatting and nothing that runs."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.workspace.prose.payloads import ADDRESSES, TAGS, executable, markdown_links, payloads
from workspace.prose.html import to_html
from workspace.prose.markdown import from_markdown, to_markdown
from workspace.prose.posts import post_html
from workspace.prose.ydoc import from_update, to_update

# One document for many payloads: what breaks out of one place is found in the whole.
PAYLOADS = payloads()


def everywhere(payload: Any) -> list[dict[str, Any]]:
    """The payload in each place of a document that can hold a string, and in some that can't."""
    text = {"type": "text", "text": payload}
    attributes = dict.fromkeys(
        ("level", "start", "colspan", "language", "id", "label", "href", "src", "onload", "style", "class"), payload
    )
    spoilt = {
        **text,
        "text": "x",
        "marks": [{"type": kind, "attrs": attributes} for kind in ("link", "bold", str(payload))],
    }
    inline = [
        text,
        spoilt,
        {"type": "mention", "attrs": {"id": "h1", "label": payload}},
        {"type": "mention", "attrs": attributes},
    ]
    paragraph = {"type": "paragraph", "attrs": attributes, "content": inline}
    items = [{"type": "taskItem", "attrs": {"checked": payload}, "content": [paragraph]}]
    cells = [{"type": "tableHeader", "attrs": attributes, "content": [paragraph]}]
    return [
        paragraph,
        {"type": "heading", "attrs": attributes, "content": inline},
        {"type": "codeBlock", "attrs": attributes, "content": [text]},
        {"type": "orderedList", "attrs": attributes, "content": items},
        {"type": "taskList", "attrs": attributes, "content": items},
        {
            "type": "table",
            "attrs": attributes,
            "content": [{"type": "tableRow", "attrs": attributes, "content": cells}],
        },
        {"type": str(payload), "attrs": attributes, "content": inline},
    ]


def test_the_corpus_is_large_and_the_reader_finds_each_attack() -> None:
    assert len(PAYLOADS) > 1500
    assert all(executable(tag) for tag in TAGS)
    quoted = [address.replace("&", "&amp;").replace('"', "&quot;") for address in ADDRESSES]
    dangerous = [address for address in quoted if not address.lower().startswith(("http", "mailto", "tel", "#", "/&"))]
    assert all(executable(f'<a href="{address}">x</a>') for address in dangerous)
    assert len(dangerous) > 25


@pytest.mark.parametrize("start", range(0, len(PAYLOADS), 100))
def test_a_document_full_of_attacks_is_plain_formatting(start: int) -> None:
    content = [node for payload in PAYLOADS[start : start + 100] for node in everywhere(payload)]
    document = {"type": "doc", "content": content}
    assert executable(to_html(document)) == []
    assert executable(to_html(from_update(to_update(document)))) == []


@pytest.mark.parametrize("start", range(0, len(PAYLOADS), 100))
def test_markdown_made_of_attacks_reads_back_as_plain_formatting(start: int) -> None:
    content = [
        {"type": "paragraph", "content": [{"type": "text", "text": payload}]}
        for payload in PAYLOADS[start : start + 100]
    ]
    exported = to_markdown({"type": "doc", "content": content})
    assert executable(to_html(from_markdown(exported))) == []
    # Somebody else's Markdown reader may show raw HTML: none is left in the export.
    assert executable(post_html(exported)) == []


@pytest.mark.parametrize(
    "render", [post_html, lambda source: to_html(from_markdown(source))], ids=["post", "imported document"]
)
@pytest.mark.parametrize("corpus", [PAYLOADS, markdown_links()], ids=["tags", "links"])
def test_attacks_written_as_markdown_are_plain_formatting(render: Callable[[str], str], corpus: list[str]) -> None:
    for payload in corpus:
        assert executable(render(payload)) == [], payload


@pytest.mark.parametrize(
    "value",
    [["script", {"src": "x"}], {"__proto__": {"x": 1}}, [["a"]], {"toString": "x"}, 1e308, float("nan"), -1, True],
)
def test_an_attribute_that_is_no_plain_value_is_dropped(value: Any) -> None:
    document = {"type": "doc", "content": everywhere(value)}
    assert executable(to_html(document)) == []
    assert "__proto__" not in to_html(document)
