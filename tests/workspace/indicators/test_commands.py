"""Indicators and readings: what each command writes, refuses, records and takes back."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.utils import timezone

from permissions.errors import NotAllowed, NotYours
from realtime.models import Event
from tests.cast import World, nothing_written
from workspace.boards.history import history_of
from workspace.boards.undo import undo_change
from workspace.indicators import commands as indicators
from workspace.indicators.models import Indicator, Reading
from workspace.indicators.values import number_from
from workspace.sharing.commands import restrict

pytestmark = [pytest.mark.data, pytest.mark.django_db]

DAY = date(2026, 1, 30)


@pytest.fixture
def counted(world: World) -> World:
    """The world with an indicator of one reading."""
    world.things["indicator"] = indicators.add_indicator(
        actor=world.member, action=world.action, name="Sites with a sheet", unit="sites", target=Decimal(20)
    )
    world.things["reading"] = indicators.add_reading(
        actor=world.member, indicator=world.indicator, value=Decimal(3), on=DAY, source="Visit"
    )
    return world


def last_event(world: World) -> Event:
    return Event.objects.filter(space=world.board.space).latest("seq")


CHANGES: dict[str, Any] = {
    "add_indicator": lambda w, who: indicators.add_indicator(actor=who, action=w.action, name="Loans"),
    "edit_indicator": lambda w, who: indicators.edit_indicator(
        actor=who, indicator=w.indicator, values={"target": Decimal(25), "unit": "pits"}
    ),
    "withdraw_indicator": lambda w, who: indicators.withdraw_indicator(actor=who, indicator=w.indicator),
    "add_reading": lambda w, who: indicators.add_reading(
        actor=who, indicator=w.indicator, value=Decimal("4.5"), on=DAY, source="Phone round"
    ),
    "correct_reading": lambda w, who: indicators.correct_reading(
        actor=who, reading=w.reading, values={"value": Decimal(5), "source": "Register"}
    ),
    "withdraw_reading": lambda w, who: indicators.withdraw_reading(actor=who, reading=w.reading),
}


@pytest.mark.parametrize("change", CHANGES)
def test_who_writes_on_the_action_counts_for_it_and_others_are_refused(counted: World, told: Any, change: str) -> None:
    for name, refusal in {
        "observer": NotAllowed, "moderator": NotAllowed, "peer": NotYours, "stranger": NotYours,
        "inactive": NotYours, "superuser": NotYours, "anonymous": NotYours,
    }.items():  # fmt: skip
        with told() as heard, nothing_written(), pytest.raises(refusal):
            CHANGES[change](counted, counted.people[name])
        assert heard == [], name
    with told() as heard:
        CHANGES[change](counted, counted.voice)
    event = last_event(counted)
    assert event.kind.startswith("indicator.") and event.thing == counted.action.pk
    assert event.by == counted.handle("voice").pk
    assert {"type": "hint", "spaces": {str(counted.board.space_id): event.seq}} in heard


def state() -> Any:
    things: list[Any] = [*Indicator.objects.order_by("pk"), *Reading.objects.order_by("pk")]
    return [{**model_to_dict(thing), "withdrawn_at": thing.withdrawn_at is not None} for thing in things]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_taken_back_leaves_what_was(counted: World, change: str) -> None:
    before = state()
    CHANGES[change](counted, counted.member)
    after, made = state(), last_event(counted)
    assert after != before
    undo_change(actor=counted.voice, event=made)
    if "add" in change:
        assert [each for each in state() if not each["withdrawn_at"]] == before
    else:
        assert state() == before
    undo_change(actor=counted.member, event=last_event(counted))
    assert state() == after
    with nothing_written(), pytest.raises(NotAllowed):
        undo_change(actor=counted.observer, event=made)


def test_what_was_changed_since_is_not_taken_back(counted: World) -> None:
    CHANGES["correct_reading"](counted, counted.member)
    made = last_event(counted)
    indicators.correct_reading(actor=counted.voice, reading=counted.reading, values={"value": Decimal(6)})
    with nothing_written(), pytest.raises(ValidationError):
        undo_change(actor=counted.member, event=made)


def test_two_who_correct_the_same_value_are_told_and_two_fields_both_stand(counted: World) -> None:
    seen = {"value": "3", "source": "Visit"}
    indicators.correct_reading(actor=counted.member, reading=counted.reading, values={"value": Decimal(4)}, seen=seen)
    with nothing_written(), pytest.raises(ValidationError, match="Meanwhile somebody wrote 4 here"):
        indicators.correct_reading(
            actor=counted.voice, reading=counted.reading, values={"value": Decimal(7)}, seen=seen
        )
    indicators.correct_reading(
        actor=counted.voice, reading=counted.reading, values={"value": Decimal(3), "source": "Minutes"}, seen=seen
    )
    counted.reading.refresh_from_db()
    assert (counted.reading.value, counted.reading.source) == (Decimal(4), "Minutes")


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": timezone.localdate() + timedelta(days=2)},
        {"on": date(1800, 1, 1)},
        {"on": None},
        {"value": None},
        {"value": Decimal("1e15")},
        {"value": Decimal("NaN")},
        {"value": Decimal("Infinity")},
        {"value": Decimal("0.00001")},
        {"source": "  "},
        {"source": "x" * 201},
    ],
)
def test_a_reading_that_cannot_be_kept_is_refused_with_a_sentence(counted: World, wrong: dict[str, Any]) -> None:
    good = {"value": Decimal(1), "on": DAY, "source": "Visit"}
    with nothing_written(), pytest.raises(ValidationError) as refused:
        indicators.add_reading(actor=counted.member, indicator=counted.indicator, **{**good, **wrong})
    assert set(refused.value.message_dict) == set(wrong)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", "12"), ("12,5", "12.5"), ("1 200.5", "1200.5"), ("−3", "-3"), ("", None), ("1\u202f200", "1200")],
)
def test_numbers_are_read_as_people_write_them(typed: str, number: str | None) -> None:
    assert number_from(typed) == (None if number is None else Decimal(number))


@pytest.mark.parametrize("typed", ["1,200", "1e5", "12 sites", "NaN", "=1+1", "1.2.3", "9" * 13, "٣ب"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        number_from(typed)


def test_the_history_of_the_action_tells_it_in_sentences(counted: World) -> None:
    CHANGES["correct_reading"](counted, counted.voice)
    correction, reading, added = history_of(counted.action).changes[:3]
    assert correction.sentences == [
        "Reading of “Sites with a sheet” corrected",
        "Value changed from 3 to 5",
        "Source changed from “Visit” to “Register”",
    ]
    assert correction.can_undo and correction.by == "Tarkwa voice 3"
    assert reading.sentences == ["“Sites with a sheet” on 30 January 2026: 3 sites. Source: Visit"]
    assert added.sentences == ["Indicator added: “Sites with a sheet”"]


def test_what_is_counted_goes_where_its_action_goes(counted: World) -> None:
    restrict(
        actor=counted.convenor, thing=counted.action, seats=[f"seat:{counted.seats['member'].pk}"], reason="Names in it"
    )
    counted.action.refresh_from_db()
    for thing in (counted.indicator, counted.reading):
        thing.refresh_from_db()
        assert thing.space_id == counted.action.space_id != counted.board.space_id
    with nothing_written(), pytest.raises(NotYours):
        indicators.withdraw_reading(actor=counted.voice, reading=counted.reading)
