"""Blocks of a valid document → Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from workspace.prose.markdown_inline import inline_markdown
from workspace.prose.schema import LISTS, Node

_BREAK: Node = {"type": "hardBreak"}


def blocks_markdown(nodes: list[Node]) -> str:
    """Markdown of the blocks, a blank line between two."""
    return "\n\n".join(source for _, source in _written(nodes))


def _written(nodes: list[Node]) -> Iterator[tuple[Node, str]]:
    """Each block that says something; adjacent lists change their marker, or they would become one."""
    other, before = False, ""
    for node in nodes:
        family = _family(node)
        source = _block(node, other=(not other if family and family == before else False))
        if source or node["type"] != "paragraph":
            other = not other if family and family == before else False
            before = family
            yield node, source


def _family(node: Node) -> str:
    if node["type"] not in LISTS:
        return ""
    return "numbers" if node["type"] == "orderedList" else "bullets"


def _block(node: Node, *, other: bool) -> str:
    content: list[Node] = node.get("content", [])
    match node["type"]:
        case "paragraph":
            return inline_markdown(content, form="paragraph")
        case "heading":
            words = inline_markdown(content, form="heading")
            return f"{'#' * node['attrs']['level']} {words}".rstrip(" ")
        case "codeBlock":
            return _code(node)
        case "horizontalRule":
            return "---"
        case "blockquote":
            lines = blocks_markdown(content).split("\n")
            return "\n".join(f"> {line}" if line else ">" for line in lines)
        case "table":
            return _table(content)
    return "\n".join(_items(node, other=other))


def _code(node: Node) -> str:
    text = "".join(part["text"] for part in node.get("content", ()))
    fence = "`" * max(3, max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    return f"{fence}{node.get('attrs', {}).get('language', '')}\n{text}\n{fence}"


def _items(node: Node, *, other: bool) -> Iterator[str]:
    for number, item in enumerate(node["content"], start=node.get("attrs", {}).get("start", 1)):
        if node["type"] == "orderedList":
            marker = f"{number}{')' if other else '.'} "
        else:
            marker = "* " if other else "- "
        box = ""
        if node["type"] == "taskList":
            box = "[x] " if item["attrs"]["checked"] else "[ ] "
        first, *rest = item["content"]
        body = (box + _block(first, other=False)).rstrip(" ")
        for child, source in _written(rest):
            body += ("\n" if not body or _interrupts(child) else "\n\n") + source
        indent = " " * len(marker)
        lines = body.split("\n")
        yield "\n".join(
            [
                (marker + lines[0]).rstrip(" "),
                *(indent + line if line else "" for line in lines[1:]),
            ]
        )


def _interrupts(node: Node) -> bool:
    """Whether a list may follow a paragraph without a blank line."""
    if node["type"] == "orderedList" and node["attrs"]["start"] != 1:
        return False
    return node["type"] == "taskList" or (node["type"] in LISTS and "content" in node["content"][0]["content"][0])


def _table(rows: list[Node]) -> str:
    sources = [[_cell(cell) for cell in row.get("content", ())] for row in rows]
    width = max(len(row) for row in sources)
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in sources]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _cell(cell: Node) -> str:
    """A cell is one line: its blocks are parted by breaks."""
    parts = [part for part in _leaves(cell["content"]) if part]
    nodes = list(parts[0]) if parts else []
    for _, part in pairwise(parts):
        nodes += [_BREAK, *part]
    return inline_markdown(nodes, form="cell")


def _leaves(nodes: list[Node]) -> Iterator[list[Node]]:
    for node in nodes:
        if node["type"] in ("paragraph", "heading"):
            yield node.get("content", [])
        elif node["type"] == "codeBlock":
            text = "".join(part["text"] for part in node.get("content", ()))
            for line in text.split("\n"):
                yield ([{"type": "text", "text": line, "marks": [{"type": "code"}]}] if line else [])
        else:
            yield from _leaves(node.get("content", []))
