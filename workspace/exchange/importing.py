"""Bringing a plan onto a board: all of what was looked at, or nothing."""

from typing import Any
from uuid import UUID

from realtime import documents
from realtime.changes import change, command
from realtime.identity import identity
from workspace.boards import commands as boards
from workspace.boards.leading import offer_lead, withdraw_offer
from workspace.boards.models import Action, Board, Theme
from workspace.boards.queries import open_themes
from workspace.boards.spelling import plain
from workspace.people.models import User
from workspace.prose.markdown import from_markdown
from workspace.prose.schema import Node
from workspace.prose.ydoc import to_update

from .heads import values_from
from .lines import Line, Plan
from .models import PlanImport
from .plan import plan_of
from .tables import Table


class NotAsLookedAt(Exception):
    """The table or the board is not what the preview was made of. `plan` is what would change now."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        super().__init__()


@command
def import_plan(
    *,
    actor: User,
    board: Board,
    table: Table,
    columns: dict[int, str],
    looked_at: str,
    theme: str = "",
    command_id: UUID | None = None,
) -> PlanImport:
    """Bring a table onto a board: rows that are right, as the preview with the digest `looked_at` showed them.

    Raises NotAsLookedAt, with nothing written, when they would change something else by now.
    """
    with change(actor, "edit", board) as (board, record):
        plan = plan_of(actor, board, table, columns, theme=theme)
        if plan.digest != looked_at or not plan.changes_something:
            raise NotAsLookedAt(plan)
        made = _carry_out(actor, board, plan)
        who = identity(actor, board.space_id)
        done = PlanImport.objects.create(space=board.space, board=board, by=who.id if who else None, made=made)
        record("import.made", done, added=done.added, changed=done.changed)
    return done


def _carry_out(actor: User, board: Board, plan: Plan) -> dict[str, Any]:
    themes = {plain(name): theme for theme in open_themes(board.pk) for name in (theme.short_name, theme.name) if name}
    if plan.board:
        said = values_from({name: new for name, (_old, new) in plan.board.items()})
        boards.edit_board(actor=actor, board=board, values=said)
    added_themes = [boards.add_theme(actor=actor, board=board, **plan.theme(name)) for name in plan.themes]
    themes |= {plain(theme.name): theme for theme in added_themes}
    added, changed = {}, {}
    for line in plan.lines:
        theme = themes.get(plain(line.theme))
        if line.what == "new" and theme is not None:
            action = _add(actor, theme, line)
            added[str(action.pk)] = action.description.head
        elif line.what == "changed" and line.action is not None:
            changed[str(line.action.pk)] = _change(actor, line.action, theme, line)
    return {
        "themes": [str(theme.pk) for theme in added_themes],
        "added": added,
        "changed": changed,
        "board": plan.board,
    }


def _add(actor: User, theme: Theme, line: Line) -> Action:
    values = {name: value for name, value in line.values.items() if name not in ("title", "lead")}
    action = boards.add_action(actor=actor, theme=theme, title=line.title, **values)
    if seat := line.values.get("lead"):
        offer_lead(actor=actor, action=action, seat=seat)
    if line.description:
        _describe(actor, action, line.description)
    return action


def _change(actor: User, action: Action, theme: Theme | None, line: Line) -> dict[str, list[str | None]]:
    """What it was and is, as undoing reads it."""
    before = str(action.theme_id)
    values = {name: value for name, value in line.values.items() if name != "lead"}
    fields = {name: both for name, both in line.changed.items() if name in values}
    if "lead" in line.changed:
        seat = line.values["lead"]
        if seat is None:
            withdraw_offer(actor=actor, action=action)
        else:
            offer_lead(actor=actor, action=action, seat=seat)
    if fields:
        boards.edit_action(
            actor=actor, action=action, values=values, seen={name: old for name, (old, _new) in fields.items()}
        )
    if "theme" in line.changed and theme is not None:
        boards.move_action(actor=actor, action=action, theme=theme)
        fields["theme"] = [before, str(theme.pk)]
    if "lead" in line.changed:
        fields["lead"] = line.changed["lead"]
    return fields


def _describe(actor: User, action: Action, markdown: str) -> None:
    """The first words of a text. Mentions become words: a table may name handles that its bringer never saw."""
    who = identity(actor, action.space_id)
    head = documents.append(
        action.description_id,
        to_update(_without_mentions(from_markdown(markdown))),
        contributors=[who.id] if who else [],
    )
    action.description.head = head


def _without_mentions(node: Node) -> Node:
    if node["type"] == "mention":
        return {"type": "text", "text": f"@{node['attrs'].get('label', '')}"}
    if "content" in node:
        return {**node, "content": [_without_mentions(child) for child in node["content"]]}
    return node
