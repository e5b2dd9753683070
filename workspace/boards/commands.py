"""What people do on a board: open it, set up its themes, add, change, move, archive and restore actions."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.models import Space
from realtime.changes import change, command, founding, gate
from realtime.models import Document
from workspace.groups.models import CountryGroup
from workspace.groups.spaces import open_space
from workspace.people.models import User

from .checks import check_title
from .commitments import check_none_agreed
from .fields import checked, differences, keep
from .headings import changes_of, checked_board, checked_theme, put
from .models import Action, Board, Theme
from .outlines import Beginning
from .ranks import in_order, rank_before
from .statuses import check_word

M = TypeVar("M", bound=models.Model)
T = TypeVar("T", Theme, Action)


@command
def open_board(
    *,
    actor: User,
    group: CountryGroup,
    title: str,
    language: str = "",
    beginning: Beginning | None = None,
    command_id: UUID | None = None,
    **values: Any,
) -> Board:
    """Open a board for a group, in a space of its own that the group sees.

    `beginning` are the themes that it has from the start; `values` are fields to begin with.
    """
    group = gate(actor, "manage", group)
    space = open_space(kind="board", group=group, reason="board opened", by=actor)
    return found_board(
        actor=actor, space=space, group=group, title=title, language=language, beginning=beginning, **values
    )


def found_board(
    *,
    actor: User,
    space: Space,
    group: CountryGroup,
    title: str,
    language: str = "",
    beginning: Beginning | None = None,
    **values: Any,
) -> Board:
    """The first thing of a space that a command has just opened; that command has asked whether the actor may."""
    with founding(actor) as record:
        board = Board(space=space, group=group, language=language or group.language)
        put(board, checked_board(board, {"title": title, **values}))
        board.save()
        record("board.opened", board, title=board.title)
    for theme in beginning or ():
        added = add_theme(
            actor=actor, board=board, name=theme.name, short_name=theme.short_name, aim=theme.aim, colour=theme.colour
        )
        for action in theme.actions:
            add_action(actor=actor, theme=added, title=action.title, language=action.language)
    return board


@command
def edit_board(
    *,
    actor: User,
    board: Board,
    values: Mapping[str, Any],
    seen: Mapping[str, str | None] | None = None,
    command_id: UUID | None = None,
) -> Board:
    """Change the title, purpose or period of a board, against what the writer saw as `edit_action` does."""
    with change(actor, "manage", board) as (board, record):
        if board.archived_at is not None:
            raise ValidationError(_("This board is archived. Put it back first; nothing is changed yet."))
        clean = checked_board(board, values)
        changed = changes_of(board, clean, seen or {})
        if changed:
            put(board, {name: clean[name] for name in changed})
            board.save()
            record("board.edited", board, changed=changed)
    return board


@command
def add_theme(*, actor: User, board: Board, name: str, command_id: UUID | None = None, **values: Any) -> Theme:
    """Add a theme: the last lane of its board; `values` are fields to begin with."""
    with change(actor, "edit", board) as (board, record):
        lanes = in_order(board.themes.all())
        theme = Theme(space=board.space, board=board, rank=rank_before(lanes, None))
        put(theme, checked_theme({"name": name, **values}))
        theme.save()
        record("theme.added", theme, name=theme.name)
    return theme


@command
def edit_theme(
    *,
    actor: User,
    theme: Theme,
    values: Mapping[str, Any],
    seen: Mapping[str, str | None] | None = None,
    command_id: UUID | None = None,
) -> Theme:
    """Change the names, aim or colour of a theme, against what the writer saw as `edit_action` does."""
    with change(actor, "edit", theme) as (theme, record):
        clean = checked_theme(values)
        changed = changes_of(theme, clean, seen or {})
        if changed:
            put(theme, {name: clean[name] for name in changed})
            theme.save()
            record("theme.edited", theme, changed=changed)
    return theme


@command
def move_theme(*, actor: User, theme: Theme, before: Theme | None = None, command_id: UUID | None = None) -> Theme:
    """Put a theme before another one, or last."""
    with change(actor, "edit", theme) as (theme, record):
        if before == theme:
            return theme  # before itself: where it is
        _locked(theme.board)
        lanes = in_order(theme.board.themes.exclude(pk=theme.pk))
        old, theme.rank = theme.rank, rank_before(lanes, _still_there(before, lanes))
        theme.save(update_fields=["rank"])
        record("theme.moved", theme, changed={"rank": [old, theme.rank]})
    return theme


@command
def archive_theme(*, actor: User, theme: Theme, command_id: UUID | None = None) -> Theme:
    """Take a theme off the board, with all that is in it. Nothing is deleted."""
    return _set_archived(actor, theme, "theme", archived=True)


@command
def restore_theme(*, actor: User, theme: Theme, command_id: UUID | None = None) -> Theme:
    """Put a theme back on its board, where it was."""
    return _set_archived(actor, theme, "theme", archived=False)


@command
def add_action(
    *,
    actor: User,
    theme: Theme,
    title: str,
    language: str = "",
    first: bool = False,
    command_id: UUID | None = None,
    **values: Any,
) -> Action:
    """Add an action to a theme, last (or `first`), with an empty description; `values` are fields to begin with."""
    with change(actor, "edit", theme) as (theme, record):
        if theme.archived_at is not None:
            raise ValidationError(_("This theme is archived. Restore it, or add the action to another theme."))
        cards = in_order(theme.actions.all())
        top = next((card.pk for card in cards if card.archived_at is None), None)
        try:
            title = check_title(title)
        except ValidationError as error:
            raise ValidationError({"title": error.messages}) from error
        action = Action(
            space=theme.space,
            board=theme.board,
            theme=theme,
            title=title,
            language=language or theme.board.language,
            rank=rank_before(cards, top if first else None),
            description=Document.objects.create(space=theme.space, kind="action"),
        )
        keep(action, checked(action, values))
        record("action.added", action, title=action.title, theme=theme.pk)
    return action


@command
def edit_action(
    *,
    actor: User,
    action: Action,
    values: Mapping[str, Any],
    seen: Mapping[str, str | None] | None = None,
    command_id: UUID | None = None,
) -> Action:
    """Change fields of an action (fields.FIELDS).

    `seen` is what the writer saw in each field, as the log keeps it (fields.as_kept). Two people may change two
    fields; when both changed the same one, Conflict is raised with both values and nothing is written.
    """
    with change(actor, "edit", action) as (action, record):
        clean = checked(action, values)
        changed = differences(action, clean, seen or {})
        check_word(actor, action, clean, changed)
        if changed:
            keep(action, {field: clean[field] for field in changed})
            record("action.edited", action, changed=changed)
    return action


@command
def move_action(
    *,
    actor: User,
    action: Action,
    theme: Theme,
    before: Action | None = None,
    command_id: UUID | None = None,
) -> Action:
    """Put an action into a theme, before another one or last; last, too, when that one has gone elsewhere meanwhile."""
    with change(actor, "edit", action) as (action, record):
        theme = _locked(theme)
        if theme.board_id != action.board_id:
            raise ValidationError(_("Choose a theme of this board."))
        if theme.archived_at is not None:
            raise ValidationError(_("This theme was archived. Restore it, or choose another one."))
        if before == action and theme == action.theme:
            return action  # before itself: where it is
        cards = in_order(theme.actions.exclude(pk=action.pk))
        old = {"theme": str(action.theme_id), "rank": action.rank}
        action.theme, action.rank = theme, rank_before(cards, _still_there(before, cards))
        action.save(update_fields=["theme", "rank"])
        new = {"theme": str(action.theme_id), "rank": action.rank}
        record("action.moved", action, changed={f: [old[f], new[f]] for f in new if old[f] != new[f]})
    return action


@command
def archive_action(*, actor: User, action: Action, command_id: UUID | None = None) -> Action:
    """Take an action off the board. It keeps its page, its history and its place."""
    return _set_archived(actor, action, "action", archived=True)


@command
def restore_action(*, actor: User, action: Action, command_id: UUID | None = None) -> Action:
    """Put an action back on its board, where it was."""
    return _set_archived(actor, action, "action", archived=False)


def _set_archived(actor: User, thing: T, prefix: str, *, archived: bool) -> T:
    with change(actor, "edit", thing) as (thing, record):
        if (thing.archived_at is not None) != archived:
            if archived:
                check_none_agreed(agreed_with(thing))
            thing.archived_at = timezone.now() if archived else None
            thing.save(update_fields=["archived_at"])
            record(f"{prefix}.{'archived' if archived else 'restored'}", thing)
    return thing


def agreed_with(thing: Theme | Action) -> list[UUID]:
    """The actions that leave the board when this thing does."""
    if isinstance(thing, Action):
        return [thing.pk]
    return list(thing.actions.filter(archived_at__isnull=True).values_list("pk", flat=True))


def _still_there(before: T | None, others: Iterable[T]) -> UUID | None:
    """The id of what another thing is put before; None when it was taken off the board meanwhile."""
    return next((each.pk for each in others if each == before and each.archived_at is None), None)


def _locked(thing: M) -> M:
    """The thing as it is now. Moves into one lane, and of the lanes of one board, wait for each other here."""
    rows = type(thing)._default_manager.all()
    return (rows if connection.vendor == "sqlite" else rows.select_for_update()).get(pk=thing.pk)
