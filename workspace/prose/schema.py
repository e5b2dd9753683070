"""The editor's schema as data: what a document may hold. `frontend/src/schema.ts` says the same for the browser.

A document is ProseMirror JSON: a node is `{"type", "attrs"?, "content"?}`, a text `{"type": "text", "text", "marks"?}`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, TypeAlias

Node: TypeAlias = dict[str, Any]
Scalar: TypeAlias = str | int | bool | None

# Levels of nodes below the document. The socket refuses types nested deeper than 64 (realtime/protocol.py).
MAX_DEPTH: Final = 60
MAX_HREF: Final = 2048  # characters; browsers and mail programs cut longer addresses
MAX_LABEL: Final = 200  # characters of a mention's name

HEADING_LEVELS: Final = (2, 3, 4)  # level 1 is the title of the page


@dataclass(frozen=True)
class Attribute:
    """A plain value with its default; a value that `accepts` refuses becomes the default."""

    default: Scalar = None
    kind: type[str | int | bool] = str
    low: int = 0
    high: int = 0
    pattern: re.Pattern[str] | None = None

    def read(self, value: object) -> Scalar:
        """The value as this attribute may hold it."""
        if self.kind is bool:
            return value if isinstance(value, bool) else self.default
        if self.kind is int:
            return self._number(value)
        if isinstance(value, str) and (self.pattern is None or self.pattern.fullmatch(value)):
            return value
        return self.default

    def _number(self, value: object) -> Scalar:
        """Numbers come from Yjs as floats."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return self.default
        if not math.isfinite(value):
            return self.default
        return min(self.high, max(self.low, int(value)))


def _attributes(**attributes: Attribute) -> Mapping[str, Attribute]:
    return MappingProxyType(attributes)


@dataclass(frozen=True)
class Kind:
    """One kind of node. `content` is a key of the rules that `check.py` knows how to repair."""

    group: str
    content: str = ""
    attributes: Mapping[str, Attribute] = field(default_factory=_attributes)


_SPAN = Attribute(default=1, kind=int, low=1, high=64)
_CELL = Kind("cell", "block+", _attributes(colspan=_SPAN, rowspan=_SPAN))

# A handle's id is opaque: letters, digits, hyphens (a UUID as a rule).
HANDLE_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
LANGUAGE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9+#._-]{0,39}")

KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "doc": Kind("top", "block+"),
        "paragraph": Kind("block", "inline*"),
        "heading": Kind(
            "block",
            "inline*",
            _attributes(level=Attribute(HEADING_LEVELS[0], int, HEADING_LEVELS[0], HEADING_LEVELS[-1])),
        ),
        "bulletList": Kind("block", "listItem+"),
        "orderedList": Kind(
            "block",
            "listItem+",
            # CommonMark numbers have at most nine digits, the last item's included.
            _attributes(start=Attribute(default=1, kind=int, low=0, high=999_999)),
        ),
        "taskList": Kind("block", "taskItem+"),
        "listItem": Kind("item", "paragraph block*"),
        "taskItem": Kind(
            "item",
            "paragraph block*",
            _attributes(checked=Attribute(default=False, kind=bool)),
        ),
        "table": Kind("block", "tableRow+"),
        "tableRow": Kind("row", "cell*"),
        "tableHeader": _CELL,
        "tableCell": _CELL,
        "blockquote": Kind("block", "block+"),
        "codeBlock": Kind("block", "text*", _attributes(language=Attribute(pattern=LANGUAGE))),
        "horizontalRule": Kind("block"),
        "hardBreak": Kind("inline"),
        "mention": Kind(
            "inline",
            "",
            _attributes(id=Attribute(pattern=HANDLE_ID), label=Attribute()),
        ),
        "text": Kind("inline"),
    }
)

LISTS: Final[Mapping[str, str]] = MappingProxyType(
    {"bulletList": "listItem", "orderedList": "listItem", "taskList": "taskItem"}
)

# In the order in which ProseMirror keeps them on a text: the outermost first.
MARKS: Final = ("link", "bold", "code", "italic", "strike", "underline")
RANK: Final[Mapping[str, int]] = MappingProxyType({name: i for i, name in enumerate(MARKS)})
ALONE: Final = "code"  # excludes every other mark

_ADDRESS = re.compile(
    r"""https?://[^\s/?\#]\S*        # a web page
      | mailto:[^\s:/?\#]+@\S+       # a mailbox
      | tel:\+?[0-9][0-9().;=a-z-]*  # a telephone
      | /(?![/\\])\S*                # a page of this site
      | \#\S*                        # a place on this page
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SPACE = re.compile(r"[\s\ufeff]")  # what a browser's `\s` is
_EDGES = re.compile(r"^[\s\ufeff]+|[\s\ufeff]+$")
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\\\u2028\u2029\ud800-\udfff]")


def safe_href(value: object) -> str | None:
    """The address when a link may carry it: http, https, mailto, tel, or a place on this site."""
    if not isinstance(value, str):
        return None
    href = _SPACE.sub("%20", _EDGES.sub("", value))
    if len(href) > MAX_HREF or _HIDDEN.search(value) or not _ADDRESS.fullmatch(href):
        return None
    return href
