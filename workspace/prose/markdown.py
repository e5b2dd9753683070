"""Document ↔ Markdown (CommonMark with tables, ~~strike~~, task lists; `<u>` and `<br>` are the only tags).

The law: what was read from Markdown is written and read again without change; and any document keeps its words. What
Markdown has no form for is simplified on the way out: empty paragraphs and formatted spaces at an edge go, a cell holds
one paragraph and spans nothing, the first row of a table is its head.
"""

from __future__ import annotations

from workspace.prose.check import check
from workspace.prose.markdown_blocks import blocks_markdown
from workspace.prose.markdown_edges import tidy
from workspace.prose.markdown_read import read
from workspace.prose.schema import Node


def to_markdown(document: object) -> str:
    """The document in Markdown, with a line end at its end when it says anything."""
    source = blocks_markdown(check(document)["content"])
    return source + "\n" if source else ""


def from_markdown(source: str) -> Node:
    """The valid document that a Markdown text means. Other tags than ours stay visible as text, images become links."""
    return check(tidy(check(read(source))))
