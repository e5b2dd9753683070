"""Document → plain text, for search, mail and lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from workspace.prose.check import check
from workspace.prose.schema import Node

_BOX: Final = {True: "☑ ", False: "☐ "}
_JOINERS: Final = "\u200c\u200d\ufe0e\ufe0f"  # what holds parts of one written sign together


def to_text(document: object) -> str:
    """One line for each paragraph, item and table row; marks are gone, boxes stay."""
    lines = list(_lines(check(document)["content"]))
    return "\n".join(lines).strip("\n")


def excerpt(text: str, length: int = 200) -> str:
    """The beginning of a text in one line, at most `length` characters, cut between words, with … when more follows."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = max(0, length - 1)
    start = line.rfind(" ", 0, cut + 1)
    if start < cut // 2:  # one very long word, or a script without spaces
        start = cut
        while start and _continues(line, start):
            start -= 1
    return line[:start].rstrip(" ,;:–—-") + "…"


def mentioned(document: object) -> frozenset[str]:
    """The ids of the handles that the document mentions."""
    return frozenset(_mentions(check(document)["content"]))


def _mentions(nodes: list[Node]) -> Iterator[str]:
    for node in nodes:
        if node["type"] == "mention":
            yield node["attrs"]["id"]
        yield from _mentions(node.get("content", []))


def _continues(line: str, place: int) -> bool:
    """Whether a cut before this place would break a written sign apart."""
    sign = line[place]
    return (
        unicodedata.category(sign).startswith("M")
        or sign in _JOINERS
        or line[place - 1] == "\u200d"
        or re.match("[\U0001f3fb-\U0001f3ff]", sign) is not None
    )


def _lines(nodes: list[Node]) -> Iterator[str]:
    for node in nodes:
        content: list[Node] = node.get("content", [])
        match node["type"]:
            case "paragraph" | "heading" | "codeBlock":
                yield inline_text(content)
            case "tableRow":
                yield "\t".join(" ".join(_lines(cell["content"])) for cell in content)
            case "taskItem":
                first, *rest = _lines(content)
                yield _BOX[node["attrs"]["checked"]] + first
                yield from rest
            case _:
                yield from _lines(content)


def inline_text(nodes: list[Node]) -> str:
    """The words of inline nodes."""
    return "".join(_word(node) for node in nodes)


def _word(node: Node) -> str:
    if node["type"] == "text":
        return str(node["text"])
    return "\n" if node["type"] == "hardBreak" else f"@{node['attrs'].get('label', '…')}"
