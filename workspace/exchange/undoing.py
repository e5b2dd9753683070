"""Taking an import back: what nobody has touched since goes back to what it was; the rest stays, and is counted."""

from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.access import can, visible
from permissions.errors import NotAllowed
from realtime.changes import change, command
from realtime.models import Event
from workspace.boards import commands as boards
from workspace.boards.commitments import locked_in
from workspace.boards.fields import from_kept, values_of
from workspace.boards.headings import values_of_board
from workspace.boards.leading import KINDS as LEADING
from workspace.boards.leading import take_back
from workspace.boards.models import Action, Board, Theme
from workspace.discussions.models import Discussion
from workspace.people.models import User

from .heads import values_from
from .models import PlanImport

CAME_WITH_IT: Final = ("action.added", "action.lead_offered", "action.lead_accepted")  # with each action of a table


@command
def undo_import(*, actor: User, done: PlanImport, command_id: UUID | None = None) -> PlanImport:
    """Archive what an import added and set back what it changed, unless somebody worked on it since."""
    with change(actor, "edit", done) as (done, record):
        if done.undone_at is not None:
            raise ValidationError(_("This was taken back already."))
        added, changed = done.made.get("added", {}), done.made.get("changed", {})
        seen = visible(actor, Action.objects.filter(board=done.board_id, pk__in=[*added, *changed]))
        actions = {str(action.pk): action for action in seen.select_related("space", "description")}
        stayed = sum(not _set_back(actor, actions.get(pk), fields, done.by) for pk, fields in changed.items())
        stayed += sum(not _archive(actor, actions.get(pk), head, done.by) for pk, head in added.items())
        stayed += not _board_back(actor, done.board, done.made.get("board", {}))
        for theme in Theme.objects.filter(pk__in=done.made.get("themes", []), archived_at__isnull=True):
            if not theme.actions.filter(archived_at__isnull=True).exists():
                boards.archive_theme(actor=actor, theme=theme)
        done.undone_at = timezone.now()
        done.made = {**done.made, "stayed": stayed}
        done.save(update_fields=["undone_at", "made"])
        record("import.undone", done, stayed=stayed)
    return done


def _board_back(actor: User, board: Board, said: dict[str, list[str | None]]) -> bool:
    """What the board says as it was; False when somebody wrote it anew since, or the actor may not."""
    now = values_of_board(board)
    if not said:
        return True
    if any(now[name] != new for name, (_old, new) in said.items()) or not can(actor, "manage", board):
        return False
    boards.edit_board(actor=actor, board=board, values=values_from({name: old for name, (old, _new) in said.items()}))
    return True


def _archive(actor: User, action: Action | None, head: int, by: UUID | None) -> bool:
    """Take a new action off the board; False when somebody worked on it since."""
    if action is None or action.archived_at or not can(actor, "edit", action):
        return False
    if Event.objects.filter(thing=action.pk).exclude(by=by, kind__in=CAME_WITH_IT).exists():
        return False
    if action.description.head != head or Discussion.objects.filter(about_id=action.pk).exists():
        return False
    boards.archive_action(actor=actor, action=action)
    return True


def _set_back(actor: User, action: Action | None, fields: dict[str, list[Any]], by: UUID | None) -> bool:
    """Give an action its former fields; False, with none touched, when one was changed again or agreed since."""
    if action is None or not can(actor, "edit", action):
        return False
    fields, asked = {name: both for name, both in fields.items() if name != "lead"}, fields.get("lead")
    now = {**values_of(action), "theme": str(action.theme_id)}
    if any(now[name] != new for name, (_old, new) in fields.items()):
        return False
    if locked_in([action.pk]).get(action.pk, {}).keys() & (fields.keys() | ({"lead"} if asked else set())):
        return False
    lane = fields.get("theme")
    theme = Theme.objects.filter(pk=lane[0], archived_at__isnull=True).first() if lane else None
    if lane and theme is None:
        return False
    if asked is not None and not _unasked(actor, action, by):
        return False
    old = {name: from_kept(name, old) for name, (old, _new) in fields.items() if name != "theme"}
    if old:
        if "status" in old:
            old.setdefault("status_note", action.status_note)
        boards.edit_action(actor=actor, action=action, values=old)
    if theme is not None:
        boards.move_action(actor=actor, action=action, theme=theme)
    return True


def _unasked(actor: User, action: Action, by: UUID | None) -> bool:
    """Take the question back that came with the import; False when it was answered, or was another's."""
    last = Event.objects.filter(thing=action.pk, kind__in=LEADING).order_by("-at", "-seq").first()
    if last is None or last.by != by:
        return False
    try:
        take_back(actor, last)
    except (NotAllowed, ValidationError):
        return False
    return True
