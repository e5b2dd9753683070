"""Spaces at the edge of a mark leave it: `**so** ` and not `**so **`, which Markdown does not read as bold."""

from __future__ import annotations

import re
from itertools import groupby

from workspace.prose.schema import ALONE, Node


def tidy(node: Node) -> Node:
    """The node with tidy words, at every depth."""
    content: list[Node] = node.get("content", [])
    if node["type"] == "codeBlock" or not content:
        return node
    if any(child["type"] == "text" for child in content):
        return {**node, "content": tidy_words(content)}
    return {**node, "content": [tidy(child) for child in content]}


def tidy_words(nodes: list[Node]) -> list[Node]:
    """Inline nodes in which a space keeps only the marks that go on at both of its sides."""
    runs = [list(run) for _, run in groupby((part for node in nodes for part in _parts(node)), _is_space)]
    tidied: list[Node] = []
    for place, run in enumerate(runs):
        if not _is_space(run[0]):
            tidied += run
            continue
        before = marks(runs[place - 1][-1]) if place else []
        after = marks(runs[place + 1][0]) if place + 1 < len(runs) else []
        for part in run:
            kept = shared(shared(before, after), marks(part))
            tidied.append({"type": "text", "text": part["text"], **({"marks": kept} if kept else {})})
    return tidied


def is_code(node: Node) -> bool:
    return node.get("marks") == [{"type": ALONE}]


def marks(node: Node) -> list[Node]:
    return list(node.get("marks", ()))


def shared(left: list[Node], right: list[Node]) -> list[Node]:
    """The marks at the beginning of both."""
    same = 0
    while same < min(len(left), len(right)) and left[same] == right[same]:
        same += 1
    return left[:same]


def _parts(node: Node) -> list[Node]:
    """A text as its words and the spaces at their ends."""
    if node["type"] != "text" or is_code(node):
        return [node]
    texts = re.findall(r"^\s+|\s+$|\S(?:.*\S)?", node["text"], re.DOTALL)
    return [{**node, "text": text} for text in texts]


def _is_space(node: Node) -> bool:
    return node["type"] == "text" and not is_code(node) and bool(node["text"].isspace())
