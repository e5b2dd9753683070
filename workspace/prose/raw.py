"""Walking through JSON that nobody checked: known nodes, texts, and what stands between blocks. Never recursive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from workspace.prose.schema import KINDS, Node

BOUNDARY: Final[Node] = {"type": "-"}  # between the texts of two blocks
_END: Final[Node] = {"type": "."}  # no more nodes

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def clean_text(text: str) -> str:
    """The text without what no file, database or HTML page can hold; line ends as `\\n`."""
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _kind(value: Node) -> str | None:
    """The name of the node's kind when the schema knows it."""
    name = value.get("type")
    return name if isinstance(name, str) and name in KINDS and name != "doc" else None


def group_of(node: Node) -> str:
    return "" if node is BOUNDARY else KINDS[node["type"]].group


def known(content: object) -> Iterator[Node]:
    """The known nodes of `content`; an unknown one gives way to its children, at any depth."""
    stack = [_each(content)]
    while stack:
        child = next(stack[-1], _END)
        if child is _END:
            stack.pop()
            yield BOUNDARY
        elif _kind(child) is not None:
            yield child
        else:
            yield BOUNDARY
            yield from _stray_text(child)
            stack.append(_each(child.get("content")))


def _each(content: object) -> Iterator[Node]:
    return (node for node in content if isinstance(node, dict)) if isinstance(content, list) else iter(())


def _stray_text(node: Node) -> Iterator[Node]:
    if isinstance(node.get("text"), str):
        yield {**node, "type": "text"}


def leaves(content: object) -> Iterator[Node]:
    """Texts, breaks and mentions at any depth, with a boundary around each block."""
    stack = [(_each(content), False)]
    while stack:
        nodes, is_block = stack[-1]
        child = next(nodes, _END)
        if child is _END:
            stack.pop()
            if is_block:
                yield BOUNDARY
            continue
        kind = _kind(child)
        if kind is not None and KINDS[kind].group == "inline":
            yield child
            continue
        if kind is None:
            yield from _stray_text(child)
        else:
            yield BOUNDARY
        stack.append((_each(child.get("content")), kind is not None))
