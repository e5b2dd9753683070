"""Reminders are rows that the clock prepares: right after each run, however often and by however many it is done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from permissions.errors import NotYours
from tests.cast import World, nothing_written
from tests.leads import led as leads_it
from workspace.boards import commands as boards
from workspace.boards.leading import accept_lead, offer_lead
from workspace.boards.models import Action
from workspace.groups import commands as groups
from workspace.indicators import commands as indicators
from workspace.reminders import commands
from workspace.reminders.due import months_after
from workspace.reminders.models import PutOff, Reminder
from workspace.reminders.queries import reminders_for
from workspace.reminders.tasks import prepare_reminders
from workspace.sharing.commands import restrict

pytestmark = [pytest.mark.data, pytest.mark.django_db]

DAYS = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def led(world: World) -> World:
    """The action is led by the member's seat and due in a week."""
    leads_it(world, world.action, "member")
    boards.edit_action(actor=world.convenor, action=world.action, values={"due": today() + 7 * DAYS})
    return world


def rows() -> set[tuple[str, Any, date]]:
    return set(Reminder.objects.values_list("kind", "thing", "day"))


def waits(world: World, name: str = "member") -> list[str]:
    return [each.reminder.kind for each in reminders_for(world.people[name])]


def due(world: World, days: int) -> None:
    boards.edit_action(actor=world.convenor, action=world.action, values={"due": today() + days * DAYS})


def test_what_is_due_soon_and_then_late_has_one_row_at_a_time(led: World) -> None:
    prepare_reminders()
    assert rows() == {("soon", led.action.pk, today() + 7 * DAYS)} and waits(led) == ["soon"]
    made = Reminder.objects.get().pk
    prepare_reminders()
    assert Reminder.objects.get().pk == made, "what is right is not touched"
    prepare_reminders(today() + 8 * DAYS)
    assert rows() == {("overdue", led.action.pk, today() + 7 * DAYS)}
    prepare_reminders(today() - 30 * DAYS)
    assert rows() == set()


ENDS: dict[str, Callable[[World], Any]] = {
    "done": lambda w: boards.edit_action(
        actor=w.member, action=w.action, values={"status": "done", "status_note": "Seen"}
    ),
    "paused": lambda w: boards.edit_action(
        actor=w.member, action=w.action, values={"status": "paused", "status_note": "A ban"}
    ),
    "due later": lambda w: due(w, 60),
    "archived": lambda w: boards.archive_action(actor=w.member, action=w.action),
    "theme archived": lambda w: boards.archive_theme(actor=w.member, theme=w.theme),
    "led by another": lambda w: leads_it(w, w.action, "voice"),
}


@pytest.mark.parametrize("end", ENDS)
def test_what_is_no_longer_true_is_not_shown_at_once_and_gone_after_the_next_run(led: World, end: str) -> None:
    prepare_reminders()
    ENDS[end](led)
    assert waits(led) == []
    prepare_reminders()
    assert not Reminder.objects.filter(seat=led.seats["member"]).exists()


def test_an_offer_reminds_who_is_asked_and_after_a_week_who_asked(led: World) -> None:
    offer_lead(actor=led.convenor, action=led.actions[1], seat=led.seats["voice"])
    prepare_reminders()
    assert {kind for kind, _thing, _day in rows()} == {"soon", "offer"} and waits(led, "convenor") == []
    asked = timezone.now() - 8 * DAYS
    Action.objects.filter(pk=led.actions[1].pk).update(offered_at=asked)
    prepare_reminders()
    assert waits(led, "convenor") == ["unanswered"] and waits(led, "voice") == []
    led.actions[1].refresh_from_db()
    accept_lead(actor=led.voice, action=led.actions[1])
    assert waits(led, "convenor") == []
    prepare_reminders()
    assert {kind for kind, _thing, _day in rows()} == {"soon"}


def test_a_reading_is_due_when_its_time_has_passed(led: World) -> None:
    due(led, 300)
    counted = indicators.add_indicator(
        actor=led.member, action=led.action, name="Sites", every=1, baseline=Decimal(0), baseline_on=date(2026, 1, 31)
    )
    type(counted).objects.update(added_at=datetime(2026, 1, 31, tzinfo=timezone.now().tzinfo))
    prepare_reminders(date(2026, 2, 27))
    assert rows() == set()
    prepare_reminders()
    assert rows() == {("reading", counted.pk, date(2026, 2, 28))} and waits(led) == ["reading"]
    indicators.add_reading(actor=led.member, indicator=counted, value=Decimal(3), on=today(), source="Visit")
    assert waits(led) == []
    prepare_reminders()
    assert rows() == set()


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_months_are_counted_as_people_do(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_it_is_put_off_or_dismissed_by_one_person_and_stays_so(led: World, told: Any) -> None:
    prepare_reminders()
    reminder = Reminder.objects.get()
    with told() as heard:
        commands.put_off(actor=led.member, reminder=reminder, days=7)
    assert heard == [], "one's own business"
    assert waits(led) == [] and [each.days for each in reminders_for(led.member, today() + 7 * DAYS)] == [0]
    prepare_reminders()
    assert waits(led) == [], "a run leaves it put off"
    commands.bring_back(actor=led.member, reminder=reminder)
    assert waits(led) == ["soon"]
    commands.dismiss(actor=led.member, reminder=reminder)
    assert reminders_for(led.member, today() + 7 * DAYS) == []
    due(led, 5)
    prepare_reminders()
    assert waits(led) == ["soon"], "another day is another reminder"


DEEDS: dict[str, Callable[[Any, Reminder], Any]] = {
    "put off": lambda who, reminder: commands.put_off(actor=who, reminder=reminder, days=7),
    "dismiss": lambda who, reminder: commands.dismiss(actor=who, reminder=reminder),
    "bring back": lambda who, reminder: commands.bring_back(actor=who, reminder=reminder),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_the_reminder_of_somebody_else_is_not_there(led: World, told: Any, deed: str) -> None:
    prepare_reminders()
    commands.dismiss(actor=led.member, reminder=Reminder.objects.get())
    for name in ("voice", "convenor", "observer", "peer", "stranger", "inactive", "superuser", "anonymous"):
        with told() as heard, nothing_written(), pytest.raises(NotYours):
            DEEDS[deed](led.people[name], Reminder.objects.get())
        assert heard == []


def test_it_is_for_the_seat_whoever_holds_it_and_for_nobody_who_may_not_see_the_action(led: World) -> None:
    prepare_reminders()
    commands.dismiss(actor=led.member, reminder=Reminder.objects.get())
    restrict(actor=led.convenor, thing=led.action, seats=[f"seat:{led.seats['voice'].pk}"], reason="Names in it")
    assert PutOff.objects.exists() and Reminder.objects.get().space_id == Action.objects.get(pk=led.action.pk).space_id
    commands_of_member = reminders_for(led.member)
    assert commands_of_member == []
    with nothing_written(), pytest.raises(NotYours):
        commands.bring_back(actor=led.member, reminder=Reminder.objects.get())


def test_who_takes_over_a_seat_is_reminded_of_what_the_one_before_put_off(led: World) -> None:
    prepare_reminders()
    commands.dismiss(actor=led.member, reminder=Reminder.objects.get())
    from tests.cast import account

    fresh = account("successor")
    seat = groups.end_seat(actor=led.convenor, seat=led.seats["member"])
    groups.seat_person(actor=led.convenor, seat=seat, person=fresh, text="Successor")
    assert reminders_for(led.member) == []
    assert [each.reminder.kind for each in reminders_for(fresh)] == ["soon"]


def test_it_costs_the_same_for_many(led: World, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        action = boards.add_action(
            actor=led.convenor, theme=led.theme, title=f"One more {number}", due=today() - number * DAYS
        )
        leads_it(led, action, "member")
    prepare_reminders()
    with django_assert_max_num_queries(5):
        prepare_reminders()
    with django_assert_max_num_queries(3):
        assert len(reminders_for(led.member)) == 7


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_each_row_once(led: World) -> None:
    for number in range(10):
        action = boards.add_action(
            actor=led.convenor, theme=led.theme, title=f"One more {number}", due=today() - number * DAYS
        )
        leads_it(led, action, "member")

    def run(_number: int) -> int:
        try:
            return prepare_reminders()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert list(pool.map(run, range(4))) == [11] * 4
    assert Reminder.objects.count() == 11
