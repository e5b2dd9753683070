"""A whole board as JSON, out and back in. It comes in as a table does, with the same preview.

{"format": "baraza.board", "version": 1, "board": {"title", "purpose", "language", "begins", "ends"},
 "themes": [{"id", "name", "short_name", "aim", "colour", "archived", "actions": [
   {"id", "title", "language", "lead", "offered_to", "supporters", "start", "due", "status", "status_note", "labels",
    "area", "place", "point", "resources_needed", "resources_found", "description", "archived"}]}]}
`lead` is the name of a seat that leads, `offered_to` of one that is asked to, `supporters` is a list of such, `begins`,
`ends`, `start` and `due` are times as 2027-03-31, 2027-03, 2027-Q3, 2027-H1 or 2027, `area` is “Region / District”,
`point` is “latitude, longitude”, `description` is Markdown; what is not there is null.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from .columns import FIELDS
from .content import BoardContent
from .heads import heads_of
from .tables import Table, Unreadable, check_size, clean_cell, guarded

FORMAT: Final = "baraza.board"
VERSION: Final = 1


def board_as_json(content: BoardContent) -> bytes:
    """The board with all that this reader sees of it, archived things too."""
    board = content.board
    said = {
        "format": FORMAT,
        "version": VERSION,
        "board": {
            "title": board.title,
            "purpose": board.purpose,
            "language": board.language,
            "begins": board.begins.kept if board.begins else None,
            "ends": board.ends.kept if board.ends else None,
        },
        "themes": [
            {
                "id": str(theme.pk),
                "name": theme.name,
                "short_name": theme.short_name,
                "aim": theme.aim or None,
                "colour": theme.colour or None,
                "archived": theme.archived_at is not None,
                "actions": [
                    {
                        "id": str(line.action.pk),
                        "title": line.action.title,
                        "language": line.action.language,
                        "lead": line.action.lead.name if line.action.lead else None,
                        "offered_to": line.action.offered_to.name if line.action.offered_to else None,
                        "supporters": [seat.name for seat in line.action.supporters.all()],
                        "start": line.action.starts.kept if line.action.starts else None,
                        "due": line.action.ends.kept if line.action.ends else None,
                        "status": line.action.status,
                        "status_note": line.action.status_note or None,
                        "labels": line.action.label_list,
                        "area": line.action.area or None,
                        "place": line.action.place or None,
                        "point": line.action.point or None,
                        "resources_needed": line.action.resources_needed or None,
                        "resources_found": line.action.resources_found or None,
                        "description": line.description or None,
                        "archived": line.action.archived_at is not None,
                    }
                    for line in content.lines
                    if line.action.theme_id == theme.pk
                ],
            }
            for theme in content.themes
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=2).encode() + b"\n"


def read_board_file(data: bytes) -> Table:
    """The open actions of a board that was taken along as JSON, with what it and its themes say. Raises Unreadable."""
    try:
        said = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("This JSON file is damaged. Take the board along anew, and choose that file.")) from error
    if not isinstance(said, dict) or said.get("format") != FORMAT or said.get("version") != VERSION:
        raise Unreadable(_("This JSON file holds no board of Baraza. Choose another file, or save the plan as XLSX."))
    rows = [[str(label) for label in FIELDS.values()]]
    letters = 0
    for theme, action in _actions(said):
        values = {**action, "theme": theme.get("name"), "lead": action.get("lead") or action.get("offered_to")}
        row = [_cell(values.get(field)) for field in FIELDS]
        letters += sum(map(len, row))
        rows.append(row)
        check_size(len(rows), letters)
    check_size(len(rows) if len(rows) > 1 else 0, letters)
    return Table(rows, heads=heads_of(said))


def _actions(said: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for theme in _dicts(said.get("themes")):
        if not theme.get("archived"):
            for action in _dicts(theme.get("actions")):
                if not action.get("archived"):
                    yield theme, action


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return _cell("; ".join(each for each in value if isinstance(each, str)))
    return guarded(clean_cell(value)) if isinstance(value, str) else ""
