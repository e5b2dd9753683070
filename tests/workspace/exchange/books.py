"""Workbooks as people save them, and as attackers make them."""

import io
import zipfile
from typing import Any

from openpyxl import Workbook


def book(rows: list[list[Any]], *, merged: tuple[str, ...] = ()) -> bytes:
    """A workbook of one sheet."""
    made = Workbook()
    sheet: Any = made.active
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    return saved(made)


def saved(made: Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, change: Any) -> bytes:
    """The same workbook with one of its parts written anew: `change(old bytes)`; a new part when there was none."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return out.getvalue()
