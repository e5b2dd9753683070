"""Adding, changing, moving, archiving: what each command writes, refuses and records."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from permissions.errors import NotAllowed, NotYours
from realtime.changes import Conflict
from realtime.models import Event
from tests.cast import World, nothing_written
from workspace.boards import commands as boards
from workspace.boards.models import Action, Theme
from workspace.boards.ranks import in_order

pytestmark = [pytest.mark.data, pytest.mark.django_db]

WRITERS = ("convenor", "member", "voice")
READERS = ("observer", "moderator")
OUTSIDE = ("peer", "stranger", "inactive", "superuser", "anonymous")


def last_event(world: World) -> Event:
    return Event.objects.filter(space=world.board.space).latest("seq")


def titles(theme: Theme) -> list[str]:
    return [action.title for action in in_order(theme.actions.filter(archived_at__isnull=True))]


CHANGES: dict[str, Any] = {
    "add_theme": lambda w, who: boards.add_theme(actor=who, board=w.board, name="Voice"),
    "edit_theme": lambda w, who: boards.edit_theme(actor=who, theme=w.theme, values={"name": "Business"}),
    "move_theme": lambda w, who: boards.move_theme(actor=who, theme=w.second_theme, before=w.theme),
    "archive_theme": lambda w, who: boards.archive_theme(actor=who, theme=w.theme),
    "add_action": lambda w, who: boards.add_action(actor=who, theme=w.theme, title="Train the crews"),
    "edit_action": lambda w, who: boards.edit_action(actor=who, action=w.action, values={"title": "Another"}),
    "move_action": lambda w, who: boards.move_action(actor=who, action=w.action, theme=w.second_theme),
    "archive_action": lambda w, who: boards.archive_action(actor=who, action=w.action),
}


@pytest.mark.parametrize("change", CHANGES)
def test_who_writes_changes_the_board_and_others_are_refused(world: World, told: Any, change: str) -> None:
    for name in (*READERS, *OUTSIDE):
        refusal = NotAllowed if name in READERS else NotYours
        with told() as heard, nothing_written(), pytest.raises(refusal):
            CHANGES[change](world, world.people[name])
        assert heard == [], name
    before = last_event(world).seq
    with told() as heard:
        CHANGES[change](world, world.voice)
    event = last_event(world)
    assert event.seq == before + 1 and event.by == world.handle("voice").pk
    assert {"type": "hint", "spaces": {str(world.board.space_id): event.seq}} in heard


@pytest.mark.parametrize("name", WRITERS)
def test_each_writer_edits(world: World, name: str) -> None:
    boards.edit_action(actor=world.people[name], action=world.action, values={"title": f"By {name}"})
    world.action.refresh_from_db()
    assert world.action.title == f"By {name}"


@pytest.mark.parametrize("name", ["member", "voice", "observer", "moderator", "peer", "stranger"])
def test_only_a_convenor_opens_a_board(world: World, name: str) -> None:
    with nothing_written(), pytest.raises((NotAllowed, NotYours)):
        boards.open_board(actor=world.people[name], group=world.ghana, title="Mine")


def test_a_new_action_stands_last_with_an_empty_description_of_its_own(world: World) -> None:
    action = boards.add_action(actor=world.member, theme=world.theme, title="  Train   the crews ")
    assert titles(world.theme)[-1] == "Train the crews"
    assert action.description.space_id == world.board.space_id and action.description.permission_kind == "action"
    first = boards.add_action(actor=world.member, theme=world.theme, title="Meet", first=True)
    assert titles(world.theme)[0] == first.title


def test_a_repeated_command_has_one_effect(world: World) -> None:
    key = uuid4()
    once = boards.add_action(actor=world.member, theme=world.theme, title="Once", command_id=key)
    with nothing_written():
        again = boards.add_action(actor=world.member, theme=world.theme, title="Once", command_id=key)
    assert once.pk == again.pk


def test_the_event_of_an_edit_holds_old_and_new(world: World) -> None:
    old = world.action.title
    boards.edit_action(
        actor=world.member,
        action=world.action,
        values={"title": "New", "due": date(2027, 3, 1)},
    )
    assert last_event(world).data["changed"] == {"title": [old, "New"], "due": [None, "2027-03-01"]}


def test_an_edit_that_changes_nothing_is_no_event(world: World) -> None:
    with nothing_written():
        boards.edit_action(actor=world.member, action=world.action, values={"title": world.action.title})


def test_two_fields_by_two_people_both_stand(world: World) -> None:
    seen = {"title": world.action.title, "due": None}
    boards.edit_action(actor=world.voice, action=world.action, values={"due": date(2027, 1, 1)}, seen=seen)
    boards.edit_action(actor=world.member, action=world.action, values={"title": "Mine", "due": None}, seen=seen)
    world.action.refresh_from_db()
    assert (world.action.title, world.action.due) == ("Mine", date(2027, 1, 1))


def test_one_field_by_two_people_shows_both_values_and_writes_nothing(world: World) -> None:
    seen = {"title": world.action.title}
    boards.edit_action(actor=world.voice, action=world.action, values={"title": "Theirs"}, seen=seen)
    with nothing_written(), pytest.raises(Conflict) as conflict:
        boards.edit_action(actor=world.member, action=world.action, values={"title": "Mine"}, seen=seen)
    told = conflict.value.fields["title"]
    assert (told["theirs"], told["yours"], told["by"]) == ("Theirs", "Mine", "Tarkwa voice 3")
    assert told["at"] is not None


def test_the_same_value_written_twice_is_no_conflict(world: World) -> None:
    seen = {"title": world.action.title}
    boards.edit_action(actor=world.voice, action=world.action, values={"title": "Same"}, seen=seen)
    with nothing_written():
        boards.edit_action(actor=world.member, action=world.action, values={"title": "Same"}, seen=seen)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "   "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"status": "on fire"}, "status"),
        ({"status": "blocked"}, "status_note"),
        ({"status": "done", "status_note": " "}, "status_note"),
        ({"due": date(1900, 1, 1)}, "due"),
        ({"status_note": "x" * 301}, "status_note"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_field(world: World, values: dict[str, Any], field: str) -> None:
    with nothing_written(), pytest.raises(ValidationError) as refusal:
        boards.edit_action(actor=world.member, action=world.action, values=values)
    assert list(refusal.value.message_dict) == [field]


def test_a_new_status_drops_the_old_one_s_reason(world: World) -> None:
    boards.edit_action(
        actor=world.member, action=world.action, values={"status": "blocked", "status_note": "No room yet"}
    )
    boards.edit_action(actor=world.member, action=world.action, values={"status": "on-track"})
    world.action.refresh_from_db()
    assert (world.action.status, world.action.status_note) == ("on-track", "")
    assert last_event(world).data["changed"]["status_note"] == ["No room yet", None]


def test_moves_keep_the_order_that_people_asked_for(world: World) -> None:
    first, second, third = world.actions
    boards.move_action(actor=world.member, action=third, theme=world.theme, before=first)
    assert titles(world.theme) == [third.title, first.title, second.title]
    boards.move_action(actor=world.member, action=third, theme=world.second_theme)
    assert titles(world.second_theme) == [third.title]
    boards.move_action(actor=world.member, action=first, theme=world.second_theme, before=third)
    assert titles(world.second_theme) == [first.title, third.title]


def test_a_move_writes_one_card(world: World) -> None:
    ranks = dict(Action.objects.exclude(pk=world.actions[2].pk).values_list("pk", "rank"))
    boards.move_action(actor=world.member, action=world.actions[2], theme=world.theme, before=world.actions[0])
    assert ranks == dict(Action.objects.exclude(pk=world.actions[2].pk).values_list("pk", "rank"))


def test_a_card_before_one_that_has_gone_stands_last(world: World) -> None:
    first, second, third = world.actions
    boards.archive_action(actor=world.member, action=second)
    boards.move_action(actor=world.member, action=first, theme=world.theme, before=second)
    assert titles(world.theme) == [third.title, first.title]


def test_a_thing_before_itself_stays_where_it_is(world: World) -> None:
    first, second, third = world.actions
    lanes = list(in_order(world.board.themes.all()))
    with nothing_written():
        boards.move_action(actor=world.member, action=second, theme=world.theme, before=second)
        boards.move_theme(actor=world.convenor, theme=lanes[0], before=lanes[0])
    assert titles(world.theme) == [first.title, second.title, third.title]


def test_equal_neighbours_do_not_stop_a_move(world: World) -> None:
    first, second, third = world.actions
    Action.objects.filter(pk__in=[first.pk, second.pk]).update(rank="a0")
    tied = in_order(Action.objects.filter(pk__in=[first.pk, second.pk]))
    boards.move_action(actor=world.member, action=third, theme=world.theme, before=tied[1])
    assert titles(world.theme)[0] == third.title


def test_nothing_moves_onto_another_board(world: World) -> None:
    with nothing_written(), pytest.raises(ValidationError):
        boards.move_action(actor=world.convenor, action=world.action, theme=world.tz_theme)


def test_an_archived_theme_takes_nothing_in(world: World) -> None:
    boards.archive_theme(actor=world.member, theme=world.second_theme)
    with nothing_written(), pytest.raises(ValidationError):
        boards.move_action(actor=world.member, action=world.action, theme=world.second_theme)
    with nothing_written(), pytest.raises(ValidationError):
        boards.add_action(actor=world.member, theme=world.second_theme, title="Late")


def test_an_archived_action_comes_back_to_its_place(world: World) -> None:
    before = titles(world.theme)
    boards.archive_action(actor=world.member, action=world.actions[1])
    assert len(titles(world.theme)) == 2
    with nothing_written():
        boards.archive_action(actor=world.member, action=world.actions[1])
    boards.restore_action(actor=world.member, action=world.actions[1])
    assert titles(world.theme) == before


def test_themes_are_ordered_like_cards(world: World) -> None:
    third = boards.add_theme(actor=world.member, board=world.board, name="Voice")
    boards.move_theme(actor=world.member, theme=third, before=world.theme)
    lanes = in_order(world.board.themes.all())
    assert [lane.name for lane in lanes] == ["Voice", "The business case", "Improving practices"]
