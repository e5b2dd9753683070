"""Due dates at an address: as its person may see them, until it is ended or they no longer may."""

import datetime
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from permissions.errors import NotAllowed, NotYours
from tests.cast import World, nothing_written
from tests.leads import led
from tests.permissions.test_walk import bare
from workspace.boards import commands as boards
from workspace.exchange.addresses import end_calendar_address, make_calendar_address, token_of
from workspace.exchange.models import CalendarAddress
from workspace.groups.commands import leave_group
from workspace.people.commands import deactivate
from workspace.sharing.commands import restrict

pytestmark = pytest.mark.django_db

DAY = datetime.date(2027, 3, 31)


@pytest.fixture
def address(world: World) -> CalendarAddress:
    for action in world.actions[:2]:
        boards.edit_action(actor=world.member, action=action, values={"due": DAY})
        led(world, action)
    return make_calendar_address(actor=world.member, board=world.board)


def read(token: str) -> Any:
    return Client().get(f"/calendar/{token}.ics")


def titles(answer: Any) -> list[str]:
    return sorted(str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_calendar_reads_what_is_due_without_a_session(world: World, address: CalendarAddress) -> None:
    answer = read(token_of(address))
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/calendar")
    assert titles(answer) == sorted(action.title for action in world.actions[:2])
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert event["dtstart"].dt == DAY and event["dtend"].dt == DAY + datetime.timedelta(days=1)
    assert "Miners’ association delegate" in event["description"] and "/actions/" in event["url"]
    boards.archive_action(actor=world.member, action=world.actions[0])
    assert titles(read(token_of(address))) == [world.actions[1].title]


def test_a_title_ends_no_line_of_a_calendar(world: World, address: CalendarAddress) -> None:
    title = "Train; a, b END:VEVENT BEGIN:VALARM " + "ж" * 100
    boards.edit_action(actor=world.member, action=world.action, values={"title": title})
    answer = read(token_of(address))
    assert title in titles(answer) and answer.content.count(b"\r\nEND:VEVENT") == 2
    assert b"\r\nBEGIN:VALARM" not in answer.content and max(map(len, answer.content.split(b"\r\n"))) <= 75


def test_what_only_some_see_stays_out(world: World, address: CalendarAddress) -> None:
    seats = [f"seat:{world.seats['member'].pk}"]
    restrict(actor=world.convenor, thing=world.action, seats=seats, reason="Names")
    assert titles(read(token_of(address))) == [world.actions[1].title]


@pytest.mark.parametrize("how", ["ended", "made anew", "left", "closed"])
def test_an_address_that_opens_nothing_any_more_looks_like_none(
    world: World, address: CalendarAddress, how: str
) -> None:
    assert read(token_of(address)).status_code == 200
    if how == "ended":
        end_calendar_address(actor=world.member, address=address)
    elif how == "made anew":
        fresh = make_calendar_address(actor=world.member, board=world.board)
        assert read(token_of(fresh)).status_code == 200
    elif how == "left":
        leave_group(actor=world.member, group=world.ghana)
    else:
        deactivate(actor=world.superuser, person=world.member)
    answer = read(token_of(address))
    assert answer.status_code == 404 and bare(answer) == bare(read("nonsense"))


def test_an_address_cannot_be_made_up(world: World, address: CalendarAddress) -> None:
    other = make_calendar_address(actor=world.voice, board=world.board)
    signed = token_of(address)
    for forged in (
        address.pk.hex, f"{address.pk.hex}.", signed[:-1], signed.upper(), other.pk.hex + signed[32:], "x" * 3000,
        "%00", "..%2f..%2fhome",
    ):  # fmt: skip
        assert read(forged).status_code == 404, forged


def test_only_its_person_sees_and_ends_an_address(
    world: World, address: CalendarAddress, sign_in: Any, told: Any
) -> None:
    token = token_of(address)
    assert token in sign_in(world.member).get(f"/boards/{world.board.pk}/exchange/").content.decode()
    assert token not in sign_in(world.convenor).get(f"/boards/{world.board.pk}/exchange/").content.decode()
    for name, refusal in (("convenor", NotAllowed), ("stranger", NotYours)):
        with told() as heard, nothing_written(), pytest.raises(refusal):
            end_calendar_address(actor=world.people[name], address=address)
        assert not heard


def test_an_address_is_made_and_ended_on_the_page(world: World, sign_in: Any) -> None:
    client = sign_in(world.observer)
    client.post(f"/boards/{world.board.pk}/calendar/")
    made = CalendarAddress.objects.get(person=world.observer)
    assert read(token_of(made)).status_code == 200
    client.post(f"/calendars/{made.pk}/end/")
    assert read(token_of(made)).status_code == 404
    answer = client.post(f"/boards/{world.board.pk}/calendar/", {"command_id": "nonsense"})
    assert answer.status_code == 422
