"""Reminders on the first page: what they say, and how they are put off."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import World, nothing_written
from tests.leads import led as leads_it
from workspace.boards import commands as boards
from workspace.reminders.models import Reminder
from workspace.reminders.tasks import prepare_reminders

pytestmark = pytest.mark.django_db


@pytest.fixture
def reminder(world: World) -> Reminder:
    leads_it(world, world.action, "member")
    day = timezone.localdate() - timedelta(days=3)
    boards.edit_action(actor=world.convenor, action=world.action, values={"due": day})
    prepare_reminders()
    return Reminder.objects.get()


def test_it_waits_on_the_first_page_until_it_is_put_off(world: World, reminder: Reminder, sign_in: Any) -> None:
    member = sign_in(world.member)
    assert "Your seat leads this. It was due on" in member.get("/").content.decode()
    assert "1 thing waits for you" in member.get("/").content.decode()
    answer = member.post(f"/reminders/{reminder.pk}/put-off/", {"days": "7"}, follow=True)
    html = answer.content.decode()
    assert "You hear of it again in 7 days." in html and "It was due on" not in html
    assert f"/reminders/{reminder.pk}/back/" in html
    assert member.post(f"/reminders/{reminder.pk}/back/").status_code == 303
    assert "It was due on" in member.get("/").content.decode()
    assert member.post(f"/reminders/{reminder.pk}/dismiss/").status_code == 303
    assert "Nothing waits for you" in member.get("/").content.decode()


@pytest.mark.parametrize("days", ["0", "-1", "8", "x", "9999999", "٣"])
def test_it_is_put_off_for_a_day_a_week_or_a_month(world: World, reminder: Reminder, sign_in: Any, days: str) -> None:
    member = sign_in(world.member)
    with nothing_written():
        answer = member.post(f"/reminders/{reminder.pk}/put-off/", {"days": days})
    assert answer.status_code == 422 and "Choose for how long to put it off." in answer.content.decode()


def test_others_find_no_reminder_and_see_none(world: World, reminder: Reminder, sign_in: Any) -> None:
    for name in ("voice", "convenor", "observer", "peer", "stranger"):
        client = sign_in(world.people[name])
        assert "It was due on" not in client.get("/").content.decode()
        assert client.post(f"/reminders/{reminder.pk}/dismiss/").status_code == 404
