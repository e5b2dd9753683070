"""What was agreed is locked, whatever way somebody tries; it changes by a proposal that a meeting agrees to."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from permissions.errors import NotAllowed, NotYours
from realtime.models import Event
from tests.brought import bring_in, planned
from tests.cast import World, nothing_written
from workspace.agreements import agreeing, proposing
from workspace.agreements.models import Agreement, Commitment, Proposal
from workspace.agreements.sources import Source
from workspace.boards import commands as boards
from workspace.boards import leading
from workspace.boards.history import history_of
from workspace.boards.models import Action
from workspace.boards.undo import undo_change
from workspace.exchange.undoing import undo_import
from workspace.indicators import commands as indicators
from workspace.sharing.commands import restrict
from workspace.ways.many import Wish, change_many, digest_of, what_would_change

from .conftest import LATER, TARKWA

pytestmark = [pytest.mark.data, pytest.mark.django_db]

HOW_TO_PROPOSE = "Propose the change on the page of the action"


def target(world: World) -> str:
    return f"target:{world.indicator.pk}"


def propose(world: World, field: str = "due", value: Any = date(2027, 9, 30), who: str = "member") -> Proposal:
    return proposing.propose_change(
        actor=world.people[who], action=world.action, field=field, value=value, why="The rains came early"
    )


def test_an_agreement_locks_what_there_is_and_says_where(agreed: World) -> None:
    rows = {row.field: (row.value, row.title, row.on) for row in Commitment.objects.filter(ended_at=None)}
    assert rows == {
        "title": (agreed.action.title, "Dialogue in Tarkwa", date(2016, 1, 22)),
        "lead": (str(agreed.seats["member"].pk), "Dialogue in Tarkwa", date(2016, 1, 22)),
        "due": ("2027-03-31", "Dialogue in Tarkwa", date(2016, 1, 22)),
        target(agreed): ("20", "Dialogue in Tarkwa", date(2016, 1, 22)),
    }
    assert history_of(agreed.action).changes[0].sentences == [
        "Agreed in Dialogue in Tarkwa, 22 January 2016: Title, Lead, Due and Target of “Sites with a sheet”",
        "Minutes, page 4",
    ]


# Whatever would change a commitment: each is refused, in words that say how to propose it.

TRIES: dict[str, Callable[[World], Any]] = {
    "title": lambda w: boards.edit_action(actor=w.convenor, action=w.action, values={"title": "Another"}),
    "lead": lambda w: leading.offer_lead(actor=w.voice, action=w.action, seat=w.seats["voice"]),
    "asking another seat": lambda w: leading.offer_lead(actor=w.convenor, action=w.action, seat=w.seats["voice"]),
    "stepping down": lambda w: leading.leave_lead(actor=w.member, action=w.action, reason="No time"),
    "undoing the lead": lambda w: undo_change(
        actor=w.member, event=Event.objects.get(kind="action.lead_accepted", thing=w.action.pk)
    ),
    "due": lambda w: boards.edit_action(actor=w.member, action=w.action, values={"due": date(2028, 1, 1)}),
    "a status and a due date": lambda w: boards.edit_action(
        actor=w.member, action=w.action, values={"status": "on-track", "due": None}
    ),
    "undo": lambda w: undo_change(actor=w.member, event=_edit_of(w)),
    "target": lambda w: indicators.edit_indicator(
        actor=w.member, indicator=w.indicator, values={"target": Decimal(5)}
    ),
    "unit of the target": lambda w: indicators.edit_indicator(
        actor=w.convenor, indicator=w.indicator, values={"unit": "plans"}
    ),
    "name of the indicator": lambda w: indicators.edit_indicator(
        actor=w.member, indicator=w.indicator, values={"name": "Plans"}
    ),
    "indicator taken back": lambda w: indicators.withdraw_indicator(actor=w.member, indicator=w.indicator),
    "indicator undone": lambda w: undo_change(
        actor=w.member, event=Event.objects.filter(kind="indicator.added").latest("seq")
    ),
    "a row of a model": lambda w: _save(w.action),
}  # fmt: skip


def _edit_of(world: World) -> Event:
    return Event.objects.filter(kind="action.edited", thing=world.action.pk).latest("seq")


def _save(action: Action) -> None:
    action.title = "Another"
    action.save()


@pytest.mark.parametrize("way", TRIES)
def test_no_way_leads_around_an_agreement(agreed: World, told: Any, way: str) -> None:
    with told() as heard, nothing_written(), pytest.raises(ValidationError) as refused:
        TRIES[way](agreed)
    assert any(HOW_TO_PROPOSE in said and "Dialogue in Tarkwa" in said for said in refused.value.messages)
    assert heard == []


LEAVES: dict[str, Callable[[World], Any]] = {
    "action": lambda w: boards.archive_action(actor=w.convenor, action=w.action),
    "theme": lambda w: boards.archive_theme(actor=w.convenor, theme=w.theme),
    "action, undone": lambda w: undo_change(
        actor=w.convenor, event=Event.objects.get(kind="action.added", thing=w.action.pk)
    ),
    "theme, undone": lambda w: undo_change(
        actor=w.convenor, event=Event.objects.get(kind="theme.added", thing=w.theme.pk)
    ),
}


@pytest.mark.parametrize("way", LEAVES)
def test_what_was_agreed_is_not_taken_off_the_board(agreed: World, way: str) -> None:
    with nothing_written(), pytest.raises(ValidationError, match="so it stays on the board"):
        LEAVES[way](agreed)


def test_a_table_that_would_change_something_agreed_says_so_by_row_and_column(agreed: World) -> None:
    table = f"Theme\tAction\tDue\tStatus\n{agreed.theme.name}\t{agreed.action.title}\t2029-01-01\tOn track\n"
    line = planned(agreed.member, agreed.board, table).lines[0]
    assert line.what == "wrong"
    assert [(fault.column, HOW_TO_PROPOSE in fault.text) for fault in line.faults] == [("Due", True)]
    free = table.replace("2029-01-01", "2027-03-31")
    assert planned(agreed.member, agreed.board, free).lines[0].what == "changed"


def test_taking_an_import_back_leaves_what_was_agreed_meanwhile(promised: World) -> None:
    table = f"Theme\tAction\tDue\n{promised.theme.name}\t{promised.action.title}\t2029-01-01\n"
    done = bring_in(promised.board, promised.member, table)
    agreeing.agree(actor=promised.convenor, thing=promised.action, source=TARKWA)
    undo_import(actor=promised.member, done=done)
    done.refresh_from_db()
    assert done.made["stayed"] == 1
    assert Action.objects.get(pk=promised.action.pk).due == date(2029, 1, 1)


def test_an_offer_made_before_is_not_accepted_after_and_can_be_taken_back(promised: World) -> None:
    leading.offer_lead(actor=promised.convenor, action=promised.action, seat=promised.seats["voice"])
    agreeing.agree(actor=promised.convenor, thing=promised.action, source=TARKWA)
    with nothing_written(), pytest.raises(ValidationError, match=HOW_TO_PROPOSE):
        leading.accept_lead(actor=promised.voice, action=promised.action)
    leading.decline_lead(actor=promised.voice, action=promised.action, reason="It was agreed otherwise")
    assert Action.objects.get(pk=promised.action.pk).lead == promised.seats["member"]


def test_a_lead_that_is_not_agreed_stays_free(world: World) -> None:
    agreeing.agree(actor=world.convenor, thing=world.action, source=TARKWA)
    leading.offer_lead(actor=world.convenor, action=world.action, seat=world.seats["voice"])
    leading.accept_lead(actor=world.voice, action=world.action)
    assert Action.objects.get(pk=world.action.pk).lead == world.seats["voice"]


def test_how_it_stands_stays_free(agreed: World) -> None:
    boards.edit_action(
        actor=agreed.member, action=agreed.action,
        values={"status": "blocked", "status_note": "No room", "title": agreed.action.title, "due": agreed.action.due},
    )  # fmt: skip
    boards.move_action(actor=agreed.member, action=agreed.action, theme=agreed.second_theme)
    indicators.add_reading(
        actor=agreed.member, indicator=agreed.indicator, value=Decimal(3), on=date(2026, 1, 3), source="Visit"
    )
    indicators.edit_indicator(actor=agreed.member, indicator=agreed.indicator, values={"baseline": Decimal(0)})
    assert Action.objects.get(pk=agreed.action.pk).status == "blocked"


CONVENES: dict[str, Callable[[World, Any], Any]] = {
    "agree on an action": lambda w, who: agreeing.agree(actor=who, thing=w.actions[1], source=TARKWA),
    "agree on the board": lambda w, who: agreeing.agree(actor=who, thing=w.board, source=TARKWA),
    "end an agreement": lambda w, who: agreeing.end_agreement(actor=who, agreement=w.agreement, why="A mistake"),
    "open an action again": lambda w, who: agreeing.reopen(actor=who, action=w.action, why="A mistake"),
    "agree to a change": lambda w, who: proposing.agree_to_change(actor=who, proposal=w.proposal, source=LATER),
    "not agree to a change": lambda w, who: proposing.decline_change(actor=who, proposal=w.proposal, source=LATER),
}


@pytest.mark.parametrize("deed", CONVENES)
def test_only_who_convenes_writes_down_what_was_agreed(agreed: World, told: Any, deed: str) -> None:
    agreed.things["proposal"] = propose(agreed)
    for name, refusal in {
        "member": NotAllowed, "voice": NotAllowed, "observer": NotAllowed, "moderator": NotAllowed, "peer": NotYours,
        "stranger": NotYours, "inactive": NotYours, "superuser": NotYours, "anonymous": NotYours,
    }.items():  # fmt: skip
        with told() as heard, nothing_written(), pytest.raises(refusal):
            CONVENES[deed](agreed, agreed.people[name])
        assert heard == [], name
    with told() as heard:
        CONVENES[deed](agreed, agreed.convenor)
    event = Event.objects.filter(space=agreed.board.space).latest("seq")
    assert event.by == agreed.handle("convenor").pk
    assert {"type": "hint", "spaces": {str(agreed.board.space_id): event.seq}} in heard


def test_who_may_write_proposes_and_others_are_refused(agreed: World, told: Any) -> None:
    for name, refusal in {
        "observer": NotAllowed, "moderator": NotAllowed, "peer": NotYours, "stranger": NotYours,
        "inactive": NotYours, "superuser": NotYours, "anonymous": NotYours,
    }.items():  # fmt: skip
        with told() as heard, nothing_written(), pytest.raises(refusal):
            propose(agreed, who=name)
        assert heard == [], name
    propose(agreed, who="voice")
    assert history_of(agreed.action).changes[0].sentences == [
        "Change proposed: Due from 31 March 2027 to 30 September 2027",
        "Why: “The rains came early”",
    ]
    assert Action.objects.get(pk=agreed.action.pk).due == date(2027, 3, 31), "nothing changed yet"


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("title", "Cost records at 30 sites", "Cost records at 30 sites"),
        ("due", date(2027, 9, 30), "2027-09-30"),
        ("lead", "voice", "voice"),
        ("target", Decimal(30), "30"),
        ("due", None, None),
    ],
)
def test_a_change_that_is_agreed_is_made_in_the_same_moment(
    agreed: World, field: str, value: Any, kept: str | None
) -> None:
    if field == "lead":
        value, kept = agreed.seats["voice"], str(agreed.seats["voice"].pk)
    name = target(agreed) if field == "target" else field
    proposal = propose(agreed, name, value)
    proposing.agree_to_change(actor=agreed.convenor, proposal=proposal, source=LATER)
    agreed.action.refresh_from_db()
    agreed.indicator.refresh_from_db()
    assert (agreed.indicator.target if field == "target" else getattr(agreed.action, field)) == value
    now = Commitment.objects.filter(action=agreed.action, field=name, ended_at=None).first()
    assert (now and (now.value, now.title)) == (kept and (kept, "Meeting in Prestea"))
    others = Commitment.objects.filter(action=agreed.action, ended_at=None).exclude(field=name)
    assert {row.title for row in others} == {"Dialogue in Tarkwa"} and len(others) == 3
    said = [line.sentences[0] for line in history_of(agreed.action).changes[:2]]
    assert any(text.startswith("Agreed in Meeting in Prestea, 3 March 2026:") for text in said)


def test_what_a_meeting_did_not_agree_to_stays_as_it_was(agreed: World) -> None:
    proposal = propose(agreed)
    proposing.decline_change(actor=agreed.convenor, proposal=proposal, source=LATER)
    assert Action.objects.get(pk=agreed.action.pk).due == date(2027, 3, 31)
    assert Commitment.objects.get(field="due", ended_at=None).title == "Dialogue in Tarkwa"
    for again in (proposing.agree_to_change, proposing.decline_change):
        with nothing_written(), pytest.raises(ValidationError, match="answered or taken back already"):
            again(actor=agreed.convenor, proposal=proposal, source=LATER)


def test_a_proposal_is_taken_back_by_its_proposer_alone(agreed: World, told: Any) -> None:
    proposal = propose(agreed)
    for name in ("convenor", "voice", "observer"):
        with told() as heard, nothing_written(), pytest.raises(NotAllowed):
            proposing.take_proposal_back(actor=agreed.people[name], proposal=proposal)
        assert heard == []
    with nothing_written(), pytest.raises(NotYours):
        proposing.take_proposal_back(actor=agreed.stranger, proposal=proposal)
    proposing.take_proposal_back(actor=agreed.member, proposal=proposal)
    assert Proposal.objects.get().state == Proposal.State.TAKEN_BACK
    with nothing_written(), pytest.raises(ValidationError, match="answered or taken back already"):
        proposing.agree_to_change(actor=agreed.convenor, proposal=proposal, source=LATER)


def test_who_saw_another_agreed_value_is_told_before_anything_changes(agreed: World) -> None:
    first, second = propose(agreed), propose(agreed, value=date(2027, 12, 31), who="voice")
    proposing.agree_to_change(actor=agreed.convenor, proposal=first, source=LATER, seen="2027-03-31")
    with nothing_written(), pytest.raises(ValidationError, match="Meanwhile 30 September 2027 was agreed"):
        proposing.agree_to_change(actor=agreed.convenor, proposal=second, source=LATER, seen="2027-03-31")
    with nothing_written(), pytest.raises(ValidationError, match="Meanwhile 30 September 2027 was agreed"):
        proposing.propose_change(
            actor=agreed.member,
            action=agreed.action,
            field="due",
            value=date(2028, 1, 1),
            why="Later",
            seen="2027-03-31",
        )
    proposing.agree_to_change(actor=agreed.convenor, proposal=second, source=LATER, seen="2027-09-30")
    assert Action.objects.get(pk=agreed.action.pk).due == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("due", date(2027, 3, 31), "It is so already"),
        ("due", date(1900, 1, 1), "Long ago"),
        ("title", "  ", "Empty"),
        ("title", "x" * 201, "Long"),
        ("due", date(2028, 1, 1), "   "),
        ("due", date(2028, 1, 1), "x" * 301),
        ("status", "done", "It is done"),
        ("target:nothing", Decimal(3), "No such thing"),
        ("no such field", "x", "No such field"),
    ],
)
def test_what_cannot_be_proposed_is_refused_with_a_sentence(agreed: World, field: str, value: Any, why: str) -> None:
    with nothing_written(), pytest.raises(ValidationError):
        proposing.propose_change(actor=agreed.member, action=agreed.action, field=field, value=value, why=why)


def test_a_seat_of_another_group_cannot_be_proposed(agreed: World) -> None:
    from workspace.groups.models import Seat

    abroad = Seat.objects.filter(group=agreed.tanzania).first()
    with nothing_written(), pytest.raises(ValidationError, match="seat of this group"):
        propose(agreed, "lead", abroad)


def test_an_ended_agreement_opens_what_it_set_and_keeps_the_rest(agreed: World) -> None:
    proposing.agree_to_change(actor=agreed.convenor, proposal=propose(agreed), source=LATER)
    waits = propose(agreed, "title", "Records at 30 sites")
    agreeing.end_agreement(actor=agreed.convenor, agreement=agreed.agreement, why="Written down by mistake")
    assert set(Commitment.objects.filter(ended_at=None).values_list("field", flat=True)) == {"due"}
    assert Commitment.objects.count() == 5, "nothing is deleted"
    waits.refresh_from_db()
    assert waits.state == Proposal.State.LAPSED
    boards.edit_action(actor=agreed.member, action=agreed.action, values={"title": "Another"})
    with nothing_written(), pytest.raises(ValidationError):
        boards.edit_action(actor=agreed.member, action=agreed.action, values={"due": None})
    agreeing.reopen(actor=agreed.convenor, action=agreed.action, why="All of it")
    boards.edit_action(actor=agreed.member, action=agreed.action, values={"due": None})
    boards.archive_action(actor=agreed.member, action=agreed.action)
    assert Agreement.objects.filter(ended_at=None).count() == 0


def test_a_board_is_agreed_with_all_that_the_group_sees_on_it(promised: World) -> None:
    hidden = promised.actions[2]
    restrict(actor=promised.convenor, thing=hidden, seats=[f"seat:{promised.seats['member'].pk}"], reason="Names in it")
    agreeing.agree(actor=promised.convenor, thing=promised.board, source=TARKWA)
    on = set(Commitment.objects.values_list("action", flat=True))
    assert on == {promised.action.pk, promised.actions[1].pk}
    boards.edit_action(actor=promised.member, action=hidden, values={"title": "Free"})
    with nothing_written(), pytest.raises(ValidationError, match="All of it is agreed already"):
        agreeing.agree(actor=promised.convenor, thing=promised.board, source=LATER)
    boards.edit_action(actor=promised.member, action=promised.actions[1], values={"due": date(2027, 1, 1)})
    agreeing.agree(actor=promised.convenor, thing=promised.board, source=LATER)
    found = dict(Commitment.objects.filter(action=promised.actions[1]).values_list("field", "title"))
    assert found == {"title": "Dialogue in Tarkwa", "due": "Meeting in Prestea"}


@pytest.mark.parametrize(
    "source",
    [
        Source("", date(2026, 1, 1)),
        Source("Meeting", None),
        Source("Meeting", date(2100, 1, 1)),
        Source("Meeting", date(1800, 1, 1)),
        Source("x" * 121, date(2026, 1, 1)),
        Source("Meeting", date(2026, 1, 1), "x" * 301),
    ],
)
def test_a_meeting_needs_a_name_and_a_day_that_has_been(promised: World, source: Source) -> None:
    with nothing_written(), pytest.raises(ValidationError):
        agreeing.agree(actor=promised.convenor, thing=promised.action, source=source)


def test_what_was_agreed_goes_where_its_action_goes(agreed: World) -> None:
    proposal = propose(agreed)
    restrict(
        actor=agreed.convenor, thing=agreed.action, seats=[f"seat:{agreed.seats['member'].pk}"], reason="Names in it"
    )
    agreed.action.refresh_from_db()
    for thing in (proposal, agreed.agreement, *Commitment.objects.all()):
        thing.refresh_from_db()
        assert thing.space_id == agreed.action.space_id != agreed.board.space_id
    with nothing_written(), pytest.raises(NotYours):
        propose(agreed, who="voice")
    with nothing_written(), pytest.raises(ValidationError):
        boards.edit_action(actor=agreed.member, action=agreed.action, values={"due": None})


def test_a_repeated_command_has_one_effect(promised: World) -> None:
    from uuid import uuid4

    one = uuid4()
    first = agreeing.agree(actor=promised.convenor, thing=promised.action, source=TARKWA, command_id=one)
    assert agreeing.agree(actor=promised.convenor, thing=promised.action, source=TARKWA, command_id=one) == first
    assert Agreement.objects.count() == 1


def test_a_change_of_many_actions_leaves_those_that_were_agreed_and_says_why(agreed: World) -> None:
    others = [agreed.action, agreed.actions[1]]
    wish = Wish({"due": date(2028, 1, 1)})
    looked_at = what_would_change(actor=agreed.member, actions=others, wish=wish)
    assert [HOW_TO_PROPOSE in " ".join(line.refused) for line in looked_at] == [True, False]
    change_many(
        actor=agreed.member, board=agreed.board, actions=others, wish=wish, looked_at=digest_of(looked_at)
    )  # fmt: skip
    assert [Action.objects.get(pk=each.pk).due for each in others] == [date(2027, 3, 31), date(2028, 1, 1)]
