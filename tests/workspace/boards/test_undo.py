"""Every change can be taken back, unless somebody changed it again since."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict

from permissions.errors import NotAllowed, NotYours
from realtime.models import Event
from tests.cast import World, nothing_written
from workspace.boards import commands as boards
from workspace.boards.models import Action, Theme
from workspace.boards.undo import undo_change

pytestmark = [pytest.mark.data, pytest.mark.django_db]


def last_event(world: World) -> Event:
    return Event.objects.filter(space=world.board.space).latest("seq")


def state(world: World) -> Any:
    """All that the board shows, archived or not; when something was archived does not matter."""
    things: list[Any] = [*Action.objects.order_by("pk"), *Theme.objects.order_by("pk")]
    return [{**model_to_dict(thing), "archived_at": thing.archived_at is not None} for thing in things]


CHANGES: dict[str, Any] = {
    "title": lambda w: boards.edit_action(actor=w.member, action=w.action, values={"title": "Another"}),
    "status": lambda w: boards.edit_action(
        actor=w.member, action=w.action, values={"status": "blocked", "status_note": "No room"}
    ),
    "move": lambda w: boards.move_action(actor=w.member, action=w.action, theme=w.second_theme),
    "move within": lambda w: boards.move_action(actor=w.member, action=w.action, theme=w.theme),
    "archive": lambda w: boards.archive_action(actor=w.member, action=w.action),
    "edit theme": lambda w: boards.edit_theme(
        actor=w.member, theme=w.theme, values={"name": "Case", "short_name": "", "aim": "Lend", "colour": "leaf"}
    ),
    "move theme": lambda w: boards.move_theme(actor=w.member, theme=w.theme),
    "archive theme": lambda w: boards.archive_theme(actor=w.member, theme=w.theme),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_taken_back_leaves_what_was_and_taken_back_again_what_was_wanted(world: World, name: str) -> None:
    before = state(world)
    CHANGES[name](world)
    after, change = state(world), last_event(world)
    assert after != before
    undo_change(actor=world.member, event=change)
    assert state(world) == before
    assert last_event(world).data["undoes"] == str(change.pk)
    undo_change(actor=world.member, event=last_event(world))
    assert state(world) == after


def test_an_added_action_is_archived_by_undo(world: World) -> None:
    action = boards.add_action(actor=world.member, theme=world.theme, title="Too much")
    undo_change(actor=world.member, event=last_event(world))
    action.refresh_from_db()
    assert action.archived_at is not None and last_event(world).kind == "action.archived"


def test_what_somebody_changed_since_is_not_undone(world: World) -> None:
    boards.edit_action(actor=world.member, action=world.action, values={"title": "Mine"})
    mine = last_event(world)
    boards.edit_action(actor=world.voice, action=world.action, values={"title": "Theirs"})
    with nothing_written(), pytest.raises(ValidationError):
        undo_change(actor=world.member, event=mine)


def test_a_change_of_another_field_does_not_stop_undo(world: World) -> None:
    old = world.action.title
    boards.edit_action(actor=world.member, action=world.action, values={"title": "Mine"})
    mine = last_event(world)
    boards.edit_action(actor=world.voice, action=world.action, values={"status": "on-track"})
    undo_change(actor=world.member, event=mine)
    world.action.refresh_from_db()
    assert (world.action.title, world.action.status) == (old, "on-track")


def test_an_action_does_not_go_back_into_an_archived_theme(world: World) -> None:
    boards.move_action(actor=world.member, action=world.action, theme=world.second_theme)
    moved = last_event(world)
    boards.archive_theme(actor=world.member, theme=world.theme)
    with nothing_written(), pytest.raises(ValidationError):
        undo_change(actor=world.member, event=moved)


def test_readers_and_outsiders_undo_nothing(world: World) -> None:
    boards.edit_action(actor=world.member, action=world.action, values={"title": "Mine"})
    change = last_event(world)
    for name, refusal in [("observer", NotAllowed), ("peer", NotYours), ("anonymous", NotYours)]:
        with nothing_written(), pytest.raises(refusal):
            undo_change(actor=world.people[name], event=change)


def test_what_has_no_inverse_is_not_undone(world: World) -> None:
    opened = Event.objects.get(kind="board.opened", space=world.board.space)
    with nothing_written(), pytest.raises(ValidationError):
        undo_change(actor=world.convenor, event=opened)
