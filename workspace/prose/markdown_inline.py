"""Words of a valid document → Markdown that reads back as the same words.

The hard part is emphasis: CommonMark decides by the characters on both sides of a `*` whether it opens or closes. Where
they would not do, the character outside is written as a reference (`&#x61;`), which counts as punctuation.
"""

from __future__ import annotations

import re
import string
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from workspace.prose.markdown_edges import is_code, marks, shared, tidy_words
from workspace.prose.markdown_read import MENTION
from workspace.prose.schema import Node

Form = Literal["paragraph", "heading", "cell"]

_SIGNS: Final = {"bold": "**", "strike": "~~"}
_EMPHASIS: Final = ("bold", "italic", "strike")
_SPECIAL = re.compile(
    r"[\\`*\[\]<|]|&(?=#?\w+;)|_(?<![^\W_]{2}_)|_(?![^\W_]{2})|~(?=~|$)|(?<=~)~|(?<!.)~",
    re.DOTALL,
)
_LINE_START = re.compile(
    r"""(?: (?P<digits>[0-9]{1,9})(?=[.)](?:\s|$))
          | (?= \#{1,6}(?:\s|$) | >  | \+(?:\s|$) | -(?:[\s:-]|$) | :- | = ) )""",
    re.VERBOSE,
)


@dataclass
class _Piece:
    """A bit of source: words, the start or end of a mark, or something whole (code, mention, break)."""

    role: Literal["words", "open", "close", "whole"]
    source: str
    mark: str = ""


def inline_markdown(nodes: list[Node], *, form: Form) -> str:
    """Markdown of inline nodes; a heading and a table cell stay on one line."""
    pieces = _pieces(tidy_words(nodes), form)
    _choose_italics(pieces)
    _guard_all(pieces)
    _part_images(pieces)
    lines = "".join(piece.source for piece in pieces).split("\n")
    if form == "paragraph":
        lines = [_escape_start(_encode_lead(line)) for line in lines]
    else:
        lines[0] = _encode_lead(lines[0])
    lines[-1] = _encode_trail(lines[-1])
    source = "\n".join(lines)
    return re.sub(r"#$", r"\\#", source) if form == "heading" else source


# ---- marks


def _pieces(nodes: list[Node], form: Form) -> list[_Piece]:
    pieces: list[_Piece] = []
    opened: list[Node] = []
    last_words = max((i for i, node in enumerate(nodes) if node["type"] != "hardBreak"), default=-1)
    for place, node in enumerate(nodes):
        wanted = [] if is_code(node) else marks(node)
        same = len(shared(wanted, opened))
        while len(opened) > same:
            pieces.append(_close(opened.pop(), form))
        for mark in wanted[same:]:
            opened.append(mark)
            pieces.append(_open(mark))
        pieces.append(_leaf(node, form, ends=place > last_words))
    while opened:
        pieces.append(_close(opened.pop(), form))
    return pieces


def _open(mark: Node) -> _Piece:
    name = mark["type"]
    sign = {"link": "[", "underline": "<u>"}.get(name) or _SIGNS.get(name, "*")
    return _Piece("open", sign, name)


def _close(mark: Node, form: Form) -> _Piece:
    name = mark["type"]
    if name == "link":
        return _Piece("close", f"]({_address(mark['attrs']['href'], form)})", name)
    return _Piece("close", "</u>" if name == "underline" else _SIGNS.get(name, "*"), name)


def _address(href: str, form: Form) -> str:
    href = re.sub(r"&(?=#?\w+;)", "&amp;", href)
    if form == "cell":
        href = href.replace("|", "\\|")
    if re.search(r"[()<>]", href):
        return "<" + href.replace("<", "\\<").replace(">", "\\>") + ">"
    return href


def _leaf(node: Node, form: Form, *, ends: bool) -> _Piece:
    if node["type"] == "hardBreak":
        return _Piece("whole", "\\\n" if form == "paragraph" and not ends else "<br>")
    if node["type"] == "mention":
        label = _escape(node["attrs"].get("label", ""))
        return _Piece("whole", f"[@{label}]({MENTION}{node['attrs']['id']})")
    if is_code(node):
        source = _code(node["text"])
        return _Piece("whole", source.replace("|", "\\|") if form == "cell" else source)
    return _Piece("words", _escape(node["text"]))


def _code(text: str) -> str:
    fence = "`" * (max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    pad = " " if text.strip(" ") and (text[0] in "` " or text[-1] in "` ") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


# ---- characters


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found[0], text).replace("\t", "&#9;")


def _reference(sign: str) -> str:
    return f"&#x{ord(sign):X};"


def _encode_lead(line: str) -> str:
    return re.sub(r"^\s+", lambda found: "".join(map(_reference, found[0])), line)


def _encode_trail(line: str) -> str:
    return re.sub(r"\s+$", lambda found: "".join(map(_reference, found[0])), line)


def _escape_start(line: str) -> str:
    """Words that would begin a list, heading, quote or table stay words."""
    return (
        _LINE_START.sub(lambda found: (found["digits"] or "") + "\\", line, count=1)
        if _LINE_START.match(line)
        else line
    )


def _part_images(pieces: list[_Piece]) -> None:
    for place, piece in enumerate(pieces[:-1]):
        if piece.role == "words" and piece.source.endswith("!") and pieces[place + 1].source.startswith("["):
            piece.source = piece.source[:-1] + "\\!"


# ---- emphasis


def _choose_italics(pieces: list[_Piece]) -> None:
    """`_` where a `*` would touch another star."""
    opened = -1
    for place, piece in enumerate(pieces):
        if piece.mark != "italic":
            continue
        if piece.role == "open":
            opened = place
            continue
        around = [opened - 1, opened + 1, place - 1, place + 1]
        if any(0 <= i < len(pieces) and pieces[i].mark in ("bold", "italic") for i in around):
            pieces[opened].source = piece.source = "_"


def _guard_all(pieces: list[_Piece]) -> None:
    """Until nothing changes: a reference for one sign is punctuation beside the next."""
    changed = True
    while changed:
        changed = False
        for place in range(len(pieces)):
            changed = _guard(pieces, place) or changed


def _guard(pieces: list[_Piece], place: int) -> bool:
    """Encode the character outside a sign of emphasis where it would keep the sign from working; whether it did."""
    piece = pieces[place]
    if piece.mark not in _EMPHASIS:
        return False
    step = -1 if piece.role == "open" else 1
    outside = place + step
    if not 0 <= outside < len(pieces) or pieces[outside].role != "words":
        return False
    words = pieces[outside].source
    sign = words[-1] if step < 0 else words[0]
    inner = pieces[place - step].source
    inside = inner[0] if step < 0 else inner[-1]
    if _parts(sign) or (piece.source != "_" and unicodedata.category(inside)[0] in "LNM"):
        return False
    pieces[outside].source = words[:-1] + _reference(sign) if step < 0 else _reference(sign) + words[1:]
    return True


def _parts(sign: str) -> bool:
    """Whether CommonMark surely takes the character for a space or for punctuation."""
    return sign in string.punctuation or sign == "\n" or unicodedata.category(sign) == "Zs"
