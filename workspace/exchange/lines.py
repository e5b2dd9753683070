"""What bringing in a table would change, line by line."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from workspace.boards.fields import as_kept
from workspace.boards.models import Action
from workspace.boards.spelling import plain

from .heads import Heads


@dataclass(frozen=True)
class Remark:
    """What is wrong, or worth a look: in which row of the file, in which column."""

    row: int
    column: str
    text: str


@dataclass
class Line:
    """One row: `what` is new, changed, same or wrong. `values` are the fields to set, `changed` kept old and new."""

    row: int
    what: str = "same"
    theme: str = ""
    title: str = ""
    action: Action | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changed: dict[str, list[str | None]] = field(default_factory=dict)
    description: str = ""
    faults: list[Remark] = field(default_factory=list)
    notices: list[Remark] = field(default_factory=list)


@dataclass
class Plan:
    """All lines, the themes that would be added, in their order, and what the board would say that it does not yet."""

    lines: list[Line]
    themes: list[str]
    heads: Heads = field(default_factory=Heads)
    board: dict[str, list[str | None]] = field(default_factory=dict)

    def of(self, what: str) -> list[Line]:
        return [line for line in self.lines if line.what == what]

    @property
    def faults(self) -> list[Remark]:
        return [fault for line in self.lines for fault in line.faults]

    @property
    def notices(self) -> list[Remark]:
        return [notice for line in self.lines for notice in line.notices]

    @property
    def changes_something(self) -> bool:
        return bool(self.of("new") or self.of("changed") or self.themes or self.board)

    def theme(self, name: str) -> dict[str, Any]:
        """What is said of a theme that would be added."""
        return {**self.heads.themes.get(plain(name), {}), "name": name}

    @property
    def _themes_said(self) -> list[dict[str, Any]]:
        return [self.theme(name) for name in self.themes]

    @property
    def digest(self) -> str:
        """What would be done, in few letters."""
        said = [
            [
                line.row, line.what, line.theme, line.title, str(line.action.pk) if line.action else "", line.changed,
                {name: as_kept(value) for name, value in line.values.items()}, line.description,
            ]
            for line in self.lines
        ]  # fmt: skip
        return hashlib.sha256(json.dumps([self._themes_said, self.board, said], sort_keys=True).encode()).hexdigest()
