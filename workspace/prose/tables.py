"""Tables made rectangular, so that editor, page and Markdown see the same grid."""

from __future__ import annotations

from typing import Any, Final

from workspace.prose.schema import Node

# A crafted table could ask for millions of cells: beyond this its rows stay ragged, which is valid, too.
MAX_FILL: Final = 10_000
# Grid places that spanning cells may take together; beyond this no cell spans.
MAX_SPANNED: Final = 10_000


def square(rows: list[Node]) -> list[Node]:
    """The rows with equal width, empty cells added at their ends; nothing when there is no cell at all."""
    missing = _missing(rows)
    if missing is None:
        for cell in _cells(rows):
            cell["attrs"].update(colspan=1, rowspan=1)
        missing = _missing(rows) or []
    if all(cell["attrs"]["rowspan"] == 1 for cell in _cells(rows)):
        kept = [(row, lack) for row, lack in zip(rows, missing, strict=True) if "content" in row]
        rows, missing = [row for row, _ in kept], [lack for _, lack in kept]
    if sum(missing) <= MAX_FILL:
        for row, lack in zip(rows, missing, strict=True):
            _fill(row, lack)
    return rows


def _cells(rows: list[Node]) -> list[Node]:
    return [cell for row in rows for cell in row.get("content", ())]


def _fill(row: Node, lack: int) -> None:
    if not lack:
        return
    cells = row.setdefault("content", [])
    heads = bool(cells) and all(cell["type"] == "tableHeader" for cell in cells)
    for _ in range(lack):
        cells.append(
            {
                "type": "tableHeader" if heads else "tableCell",
                "attrs": {"colspan": 1, "rowspan": 1},
                "content": [{"type": "paragraph"}],
            }
        )


def _missing(rows: list[Node]) -> list[int] | None:
    """How many places each row lacks; None when spans overlap or are too many."""
    spanned = 0
    taken: list[set[int]] = [set() for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row.get("content", ()):
            attributes: dict[str, Any] = cell["attrs"]
            attributes["rowspan"] = min(attributes["rowspan"], len(rows) - number)
            width, height = attributes["colspan"], attributes["rowspan"]
            spanned += width * height if width * height > 1 else 0
            if spanned > MAX_SPANNED:
                return None
            while column in taken[number]:
                column += 1
            places = range(column, column + width)
            if any(place in taken[number] for place in places):
                return None
            for below in taken[number : number + height]:
                below.update(places)
            column += width
    width = max((max(places, default=-1) + 1 for places in taken), default=0)
    return [width - len(places) for places in taken]
