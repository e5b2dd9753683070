"""What a whole board says beside its actions: its purpose and period, and how its themes are to be.

It comes with a board that was taken along as JSON; the page carries it as text beside the table. It fills what the
board does not say yet, and sets nobody's words aside.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError

from workspace.boards.headings import checked_board, checked_theme, values_of_board
from workspace.boards.models import Board
from workspace.boards.periods import from_kept_period
from workspace.boards.spelling import plain

OF_BOARD: Final = ("purpose", "begins", "ends")
OF_THEME: Final = ("short_name", "aim", "colour")
MOST_THEMES: Final = 100


@dataclass(frozen=True)
class Heads:
    """`board` as kept; `themes` by their plain names, in order, each with its name and what is said of it."""

    board: dict[str, str] = field(default_factory=dict)
    themes: dict[str, dict[str, str]] = field(default_factory=dict)


def heads_of(said: Any) -> Heads:
    """What a file, or the page, says of a board and its themes; what cannot be kept is left out."""
    if not isinstance(said, Mapping):
        return Heads()
    board = said.get("board")
    themes = said.get("themes")
    found: dict[str, dict[str, str]] = {}
    for theme in themes[:MOST_THEMES] if isinstance(themes, list) else ():
        if isinstance(theme, Mapping) and not theme.get("archived") and (name := _fit("name", theme.get("name"))):
            more = {each: kept for each in OF_THEME if (kept := _fit(each, theme.get(each)))}
            found.setdefault(plain(name), {"name": name, **more})
    return Heads(_texts(board, OF_BOARD) if isinstance(board, Mapping) else {}, found)


def carried(heads: Heads) -> str:
    """As the page carries it; nothing where there is nothing to say."""
    if not heads.board and not heads.themes:
        return ""
    return json.dumps({"board": heads.board, "themes": list(heads.themes.values())}, ensure_ascii=False)


def read_heads(text: str) -> Heads:
    """What `carried` wrote."""
    try:
        return heads_of(json.loads(text)) if text else Heads()
    except (ValueError, RecursionError):
        return Heads()


def would_say(board: Board, heads: Heads) -> dict[str, list[str | None]]:
    """field → [now, then] of what the board does not say yet; times only both together, and fit for each other."""
    now = values_of_board(board)
    wanted = {name: kept for name, kept in heads.board.items() if now[name] is None}
    if now["begins"] or now["ends"]:
        wanted = {name: kept for name, kept in wanted.items() if name == "purpose"}
    found: dict[str, list[str | None]] = {}
    for names in (("purpose",), ("begins", "ends")):
        some = {name: wanted[name] for name in names if name in wanted}
        try:
            checked_board(board, values_from(some))
        except ValidationError:
            continue
        found |= {name: [now[name], kept] for name, kept in some.items()}
    return found


def values_from(kept: Mapping[str, str | None]) -> dict[str, Any]:
    """Kept fields of a board as `edit_board` takes them."""
    return {name: value or "" if name == "purpose" else from_kept_period(value) for name, value in kept.items()}


def _texts(said: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    return {name: text for name in names if isinstance(text := said.get(name), str) and text}


def _fit(name: str, said: Any) -> str:
    """A word of a theme as it can be kept; nothing when it cannot."""
    if not isinstance(said, str):
        return ""
    try:
        return str(checked_theme({name: said})[name])
    except ValidationError:
        return ""
