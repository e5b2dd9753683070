"""Events around a plan: put on a board, they pause actions and let them go on as they stood."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from permissions.errors import NotAllowed, NotYours
from realtime.models import Event
from tests.cast import World, nothing_written
from workspace.boards import commands as boards
from workspace.boards.history import history_of
from workspace.boards.interruptions import interruptions_of
from workspace.boards.models import Action
from workspace.boards.periods import Period, Precision
from workspace.boards.spans import spans_of
from workspace.boards.undo import undo_change
from workspace.context import commands
from workspace.context.models import ContextEvent, Pause
from workspace.context.queries import resuming
from workspace.sharing.commands import restrict

pytestmark = [pytest.mark.data, pytest.mark.django_db]

IN_2017 = Period(date(2017, 1, 1), Precision.YEAR)
BAN = "Ban on small-scale mining"


@pytest.fixture
def banned(world: World) -> World:
    """A ban that pauses two of the three actions: one on track, one blocked."""
    boards.edit_action(actor=world.member, action=world.actions[0], values={"status": "on-track"})
    boards.edit_action(
        actor=world.member, action=world.actions[1], values={"status": "blocked", "status_note": "No room"}
    )
    world.things["ban"] = commands.add_event(
        actor=world.member, board=world.board, title=BAN, begins=IN_2017, words="All sites stood still"
    )
    return world


def pause(world: World, who: str = "member", of: tuple[int, ...] = (0, 1), why: str = "") -> ContextEvent:
    return commands.pause_actions(
        actor=world.people[who], event=world.ban, actions=[world.actions[n].pk for n in of], why=why
    )


def standing(world: World) -> list[tuple[str, str]]:
    found = {each.pk: (each.status, each.status_note) for each in Action.objects.all()}
    return [found[each.pk] for each in world.actions]


def test_actions_are_paused_with_the_reason_and_go_on_as_they_stood(banned: World) -> None:
    before = standing(banned)
    pause(banned)
    assert standing(banned) == [("paused", BAN), ("paused", BAN), ("not-started", "")]
    assert history_of(banned.actions[1]).changes[0].sentences == [f"Paused because of “{BAN}”"]
    commands.edit_event(actor=banned.member, event=banned.ban, values={"ends": Period(date(2018, 12, 17))})
    commands.resume_actions(actor=banned.member, event=banned.ban)
    assert standing(banned) == before
    assert history_of(banned.actions[1]).changes[0].sentences == [f"Taken up again: “{BAN}” holds it up no more"]
    assert set(Pause.objects.values_list("end", "was_left")) == {(date(2018, 12, 17), False)}


def test_what_somebody_changed_meanwhile_is_left_and_named(banned: World) -> None:
    pause(banned)
    boards.edit_action(
        actor=banned.voice, action=banned.actions[0], values={"status": "done", "status_note": "At home"}
    )
    preview = resuming(banned.member, banned.ban)
    assert [action.pk for action, _former in preview.going_on] == [banned.actions[1].pk]
    assert [former for _action, former in preview.going_on] == ["Blocked"]
    assert [action.pk for action in preview.staying] == [banned.actions[0].pk]
    commands.resume_actions(actor=banned.member, event=banned.ban)
    assert standing(banned)[:2] == [("done", "At home"), ("blocked", "No room")]
    told = Event.objects.filter(kind="context.let_go").get()
    assert (told.data["resumed"], told.data["left"]) == (1, 1)
    assert "it stays as it stands" in history_of(banned.actions[0]).changes[0].sentences[0]


def test_a_pause_that_was_undone_by_hand_is_left_too(banned: World) -> None:
    pause(banned, of=(0,))
    undo_change(
        actor=banned.member, event=Event.objects.filter(kind="action.edited", thing=banned.actions[0].pk).latest("seq")
    )
    commands.resume_actions(actor=banned.member, event=banned.ban)
    assert standing(banned)[0] == ("on-track", "") and Pause.objects.get().was_left


CHANGES: dict[str, Callable[[World, Any], Any]] = {
    "add": lambda w, who: commands.add_event(actor=who, board=w.board, title="Election", begins=date(2026, 1, 5)),
    "edit": lambda w, who: commands.edit_event(actor=who, event=w.ban, values={"title": "The ban"}),
    "withdraw": lambda w, who: commands.withdraw_event(actor=who, event=w.ban),
    "pause": lambda w, who: commands.pause_actions(actor=who, event=w.ban, actions=[w.actions[2].pk]),
    "resume": lambda w, who: commands.resume_actions(actor=who, event=w.held),
}


@pytest.mark.parametrize("deed", CHANGES)
def test_who_writes_on_the_board_may_and_others_are_refused(banned: World, told: Any, deed: str) -> None:
    banned.things["held"] = commands.add_event(actor=banned.member, board=banned.board, title="Flood", begins=IN_2017)
    commands.pause_actions(actor=banned.member, event=banned.held, actions=[banned.actions[0].pk])
    for name, refusal in {
        "observer": NotAllowed, "moderator": NotAllowed, "peer": NotYours, "stranger": NotYours,
        "inactive": NotYours, "superuser": NotYours, "anonymous": NotYours,
    }.items():  # fmt: skip
        with told() as heard, nothing_written(), pytest.raises(refusal):
            CHANGES[deed](banned, banned.people[name])
        assert heard == [], name
    with told() as heard:
        CHANGES[deed](banned, banned.voice)
    event = Event.objects.filter(space=banned.board.space).latest("seq")
    assert event.by == banned.handle("voice").pk and event.kind.startswith("context.")
    assert {"type": "hint", "spaces": {str(banned.board.space_id): event.seq}} in heard


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "  "},
        {"title": "x" * 121},
        {"words": "x" * 501},
        {"begins": None},
        {"begins": date(1800, 1, 1)},
        {"ends": date(2016, 12, 31)},
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(banned: World, wrong: dict[str, Any]) -> None:
    with nothing_written(), pytest.raises(ValidationError) as refused:
        commands.add_event(actor=banned.member, board=banned.board, **{"title": BAN, "begins": IN_2017, **wrong})
    assert set(refused.value.message_dict) == set(wrong)
    with nothing_written(), pytest.raises(ValidationError):
        commands.edit_event(actor=banned.member, event=banned.ban, values=wrong)


@pytest.mark.parametrize("what", ["nothing", "of another board", "paused already", "done", "why is long"])
def test_actions_that_cannot_be_paused_are_refused_together(banned: World, what: str) -> None:
    chosen, why = [banned.actions[0].pk, banned.actions[1].pk], ""
    if what == "nothing":
        chosen = []
    elif what == "of another board":
        chosen.append(banned.tz_action.pk)
    elif what == "paused already":
        pause(banned, of=(0,))
    elif what == "done":
        boards.edit_action(
            actor=banned.member, action=banned.actions[0], values={"status": "done", "status_note": "Seen"}
        )
    else:
        why = "x" * 301
    with nothing_written(), pytest.raises(ValidationError):
        commands.pause_actions(actor=banned.member, event=banned.ban, actions=chosen, why=why)


def test_an_event_that_holds_something_stays_on_the_board(banned: World) -> None:
    pause(banned)
    with nothing_written(), pytest.raises(ValidationError, match="Resume them first"):
        commands.withdraw_event(actor=banned.member, event=banned.ban)
    commands.resume_actions(actor=banned.member, event=banned.ban)
    with nothing_written(), pytest.raises(ValidationError, match="nothing to resume"):
        commands.resume_actions(actor=banned.member, event=banned.ban)
    commands.withdraw_event(actor=banned.member, event=banned.ban)
    assert not spans_of(banned.member, banned.board)
    commands.restore_event(actor=banned.voice, event=banned.ban)
    assert [span.title for span in spans_of(banned.member, banned.board)] == [BAN]


def test_two_who_write_the_same_field_are_told(banned: World) -> None:
    seen = {"title": BAN, "begins": "2017", "ends": None, "words": "All sites stood still"}
    commands.edit_event(actor=banned.member, event=banned.ban, values={"title": "The ban"}, seen=seen)
    commands.edit_event(
        actor=banned.voice, event=banned.ban, values={"title": BAN, "ends": date(2018, 12, 17)}, seen=seen
    )
    with nothing_written(), pytest.raises(ValidationError, match="Meanwhile somebody wrote The ban"):
        commands.edit_event(actor=banned.voice, event=banned.ban, values={"title": "A ban"}, seen=seen)
    fresh = ContextEvent.objects.get()
    assert (fresh.title, fresh.end) == ("The ban", date(2018, 12, 17))


def test_timeline_and_charts_know_when_it_was(banned: World) -> None:
    pause(banned, of=(0,))
    commands.edit_event(
        actor=banned.member, event=banned.ban, values={"ends": Period(date(2018, 10, 1), Precision.QUARTER)}
    )
    [span] = spans_of(banned.observer, banned.board)
    assert (span.title, span.since, span.until) == (BAN, date(2017, 1, 1), date(2018, 12, 31))
    found = interruptions_of(banned.actions)
    [gap] = found.pop(banned.actions[0].pk)
    assert (gap.title, gap.since, gap.until) == (BAN, date(2017, 1, 1), date(2018, 12, 31))
    assert found == {}


def test_a_pause_goes_where_its_action_goes_and_tells_those_outside_nothing(banned: World) -> None:
    pause(banned)
    hidden = banned.actions[0]
    restrict(actor=banned.convenor, thing=hidden, seats=[f"seat:{banned.seats['member'].pk}"], reason="Names in it")
    row = Pause.objects.get(action=hidden)
    assert row.space_id == Action.objects.get(pk=hidden.pk).space_id != banned.board.space_id
    preview = resuming(banned.voice, banned.ban)
    assert [action.pk for action, _former in preview.going_on] == [banned.actions[1].pk] and not preview.staying
    commands.resume_actions(actor=banned.voice, event=banned.ban)
    assert standing(banned)[0][0] == "paused", "who does not see it lets it be"
    commands.resume_actions(actor=banned.member, event=banned.ban)
    assert standing(banned)[0] == ("on-track", "")
