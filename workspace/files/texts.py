"""Plain text and tables of text: as UTF-8, and nothing that is not text."""

import re
from pathlib import Path
from typing import Any

from . import kinds
from .refusing import Refused

BINARY = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def rewrite(source: Path, into: Path) -> dict[str, Any]:
    """Write the text as UTF-8; gives its type."""
    text = _decoded(source.read_bytes())
    if BINARY.search(text):
        raise Refused("unknown")
    into.write_text(text, encoding="utf-8", newline="")
    return {"type": kinds.TEXT}


def _decoded(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise Refused("unknown") from error
    for encoding in ("utf-8", "cp1252"):  # what spreadsheets of Windows write
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("unknown")
