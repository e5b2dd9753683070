"""Evidence of the demonstration, brought by who leads the action, on its day."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from workspace.boards.models import Action
from workspace.evidence import commands as evidence
from workspace.files.keeping import ready
from workspace.people.models import User

from .drawings import drawn, written
from .shapes import Piece

On = Callable[[float, Callable[[], Any]], None]


def prove(on: On, action: Action, by: User, pieces: tuple[Piece, ...]) -> None:
    """Have each piece of evidence come on its day."""
    for each in pieces:
        on(each.day, partial(_add, action, by, each))


def _add(action: Action, by: User, told: Piece) -> None:
    if told.address:
        evidence.add_link(actor=by, action=action, address=told.address, caption=told.caption)
    elif told.note:
        evidence.add_note(actor=by, action=action, text=told.note)
    else:
        data = drawn(told.scene) if told.scene else written((told.caption, *told.lines))
        with TemporaryDirectory() as folder:
            source = Path(folder) / "sent"
            source.write_bytes(data)
            with ready(source, told.name) as new:
                evidence.add_file(actor=by, action=action, ready=new, caption=told.caption, seen_in_it=told.seen_in_it)
