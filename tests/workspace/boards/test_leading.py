"""Who leads: a seat is asked and says yes or no; nobody is shown as lead who did not say so."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from permissions.errors import NotAllowed, NotYours
from realtime.models import Event
from tests.cast import World, account, nothing_written
from tests.leads import ask, led
from workspace.boards import commands as boards
from workspace.boards import leading
from workspace.boards.models import Action
from workspace.boards.undo import undo_change
from workspace.groups import commands as groups
from workspace.groups import seat_commands as seats
from workspace.groups.models import Handle
from workspace.people.models import User

pytestmark = [pytest.mark.data, pytest.mark.django_db]

IN_PLACE = {"HTTP_HX_REQUEST": "true"}
OUTSIDE = ("peer", "stranger", "inactive", "superuser", "anonymous")


def fresh(world: World) -> Action:
    return Action.objects.select_related("lead", "offered_to", "offered_by").get(pk=world.action.pk)


def stands(world: World) -> tuple[Any, Any]:
    action = fresh(world)
    return action.lead, action.offered_to


def last_event(world: World) -> Event:
    return Event.objects.filter(thing=world.action.pk).latest("seq")


def helper(world: World, level: str) -> User:
    """A scribe or an alternate of the group."""
    person = account(level)
    groups.admit(actor=world.convenor, group=world.ghana, person=person, level=level, text=f"The {level}")
    return person


def test_a_seat_is_asked_and_does_not_lead_yet(world: World, told: Any) -> None:
    with told() as heard:
        ask(world, world.action)
    assert stands(world) == (None, world.seats["voice"]) and heard
    action, event = fresh(world), last_event(world)
    assert action.offered_by == world.handle("convenor") and action.offered_at is not None
    assert (event.kind, event.data["seat"]) == ("action.lead_offered", str(world.seats["voice"].pk))


def test_it_accepts_and_leads(world: World) -> None:
    ask(world, world.action)
    leading.accept_lead(actor=world.voice, action=world.action)
    assert stands(world) == (world.seats["voice"], None) and last_event(world).kind == "action.lead_accepted"
    assert fresh(world).offered_at is None and fresh(world).offered_by is None


def test_it_declines_with_a_reason(world: World) -> None:
    ask(world, world.action)
    with nothing_written(), pytest.raises(ValidationError) as refusal:
        leading.decline_lead(actor=world.voice, action=world.action, reason="  ")
    assert list(refusal.value.message_dict) == ["reason"]
    leading.decline_lead(actor=world.voice, action=world.action, reason="We are at the river\n all month")
    assert stands(world) == (None, None)
    assert last_event(world).data["reason"] == "We are at the river all month"


def test_whoever_names_their_own_seat_leads_at_once(world: World) -> None:
    led(world, world.action, "member")
    assert stands(world) == (world.seats["member"], None) and last_event(world).data["own"]


def test_who_leads_goes_on_until_another_seat_accepts(world: World) -> None:
    led(world, world.action, "member")
    ask(world, world.action, "voice")
    assert stands(world) == (world.seats["member"], world.seats["voice"])
    leading.decline_lead(actor=world.voice, action=world.action, reason="No time")
    assert stands(world) == (world.seats["member"], None)
    ask(world, world.action, "voice")
    leading.accept_lead(actor=world.voice, action=world.action)
    assert stands(world) == (world.seats["voice"], None)


def test_a_seat_leads_whoever_holds_it(world: World) -> None:
    ask(world, world.action)
    groups.end_seat(actor=world.convenor, seat=world.seats["voice"])
    with nothing_written(), pytest.raises((NotAllowed, NotYours)):
        leading.accept_lead(actor=world.voice, action=world.action)
    groups.seat_person(actor=world.convenor, seat=world.seats["voice"], person=world.stranger)
    leading.accept_lead(actor=world.stranger, action=world.action)
    assert stands(world) == (world.seats["voice"], None)


def test_an_empty_seat_can_be_asked_and_answers_when_it_is_held(world: World) -> None:
    ask(world, world.action, "empty")
    groups.seat_person(actor=world.convenor, seat=world.seats["empty"], person=world.stranger)
    leading.accept_lead(actor=world.stranger, action=world.action)
    assert stands(world) == (world.seats["empty"], None)


ANSWERS: dict[str, Callable[[World, Any], Any]] = {
    "accept": lambda w, who: leading.accept_lead(actor=who, action=w.action),
    "decline": lambda w, who: leading.decline_lead(actor=who, action=w.action, reason="Because"),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_nobody_answers_for_another_seat(world: World, told: Any, answer: str) -> None:
    ask(world, world.action)
    for name in ("convenor", "member", "observer", "moderator", *OUTSIDE):
        refusal = NotYours if name in OUTSIDE else NotAllowed
        with told() as heard, nothing_written(), pytest.raises(refusal):
            ANSWERS[answer](world, world.people[name])
        assert heard == [], name


def test_a_scribe_answers_on_behalf_and_it_shows(world: World, sign_in: Any) -> None:
    person = helper(world, "scribe")
    ask(world, world.action)
    with nothing_written(), pytest.raises(ValidationError) as refusal:
        leading.accept_lead(actor=person, action=world.action)
    assert list(refusal.value.message_dict) == ["words"]
    page = sign_in(person).get(f"/actions/{world.action.pk}/").content.decode()
    assert "Write down this seat’s answer" in page
    leading.accept_lead(actor=person, action=world.action, words="Told me by phone on Monday")
    page = sign_in(world.member).get(f"/actions/{world.action.pk}/").content.decode()
    assert "Written down on behalf of this seat: Told me by phone on Monday" in page and "The scribe" in page


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_alternate_answers_for_no_seat_but_the_one_in_which_they_act(
    world: World, sign_in: Any, told: Any, answer: str
) -> None:
    person = helper(world, "alternate")
    ask(world, world.action)

    def is_refused() -> None:
        with told() as heard, nothing_written(), pytest.raises(NotAllowed):
            ANSWERS[answer](world, person)
        assert heard == []
        page = sign_in(person).get(f"/actions/{world.action.pk}/").content.decode()
        assert "Write down this seat’s answer" not in page

    is_refused()
    handle = Handle.objects.get(person=person)
    seats.name_alternate(actor=world.convenor, seat=world.seats["member"], handle=handle, until=None)
    seats.be_away(actor=world.member, seat=world.seats["member"], until=date(2030, 1, 1))
    is_refused()  # they act in another seat
    seats.name_alternate(actor=world.convenor, seat=world.seats["voice"], handle=handle, until=None)
    is_refused()  # its holder is not away
    seats.be_away(actor=world.voice, seat=world.seats["voice"], until=date(2030, 1, 1))
    page = sign_in(person).get(f"/actions/{world.action.pk}/").content.decode()
    assert "The seat in which you act is asked to lead this." in page
    ANSWERS[answer](world, person)
    page = sign_in(world.member).get(f"/actions/{world.action.pk}/").content.decode()
    assert "The alternate for Miners’ association delegate" in page
    assert stands(world) == (world.seats["voice"] if answer == "accept" else None, None)


def test_an_offer_is_taken_back_by_who_made_it_or_runs_the_place(world: World, told: Any) -> None:
    ask(world, world.action, by="member")
    for name in ("voice", "observer", "moderator", *OUTSIDE):
        with told() as heard, nothing_written(), pytest.raises((NotAllowed, NotYours)):
            leading.withdraw_offer(actor=world.people[name], action=world.action)
        assert heard == []
    leading.withdraw_offer(actor=world.member, action=world.action)
    assert stands(world) == (None, None) and last_event(world).kind == "action.lead_withdrawn"
    ask(world, world.action, by="member")
    leading.withdraw_offer(actor=world.convenor, action=world.action)
    assert stands(world) == (None, None)


def test_a_lead_steps_down_with_a_reason(world: World) -> None:
    led(world, world.action)
    for name in ("member", "observer", *OUTSIDE):
        with nothing_written(), pytest.raises((NotAllowed, NotYours)):
            leading.leave_lead(actor=world.people[name], action=world.action, reason="They should not")
    with nothing_written(), pytest.raises(ValidationError):
        leading.leave_lead(actor=world.voice, action=world.action, reason="")
    leading.leave_lead(actor=world.voice, action=world.action, reason="My term ends")
    assert stands(world) == (None, None) and last_event(world).data["reason"] == "My term ends"


@pytest.mark.parametrize("name", ["observer", "moderator", *OUTSIDE])
def test_who_does_not_write_asks_nobody(world: World, told: Any, name: str) -> None:
    with told() as heard, nothing_written(), pytest.raises((NotAllowed, NotYours)):
        ask(world, world.action, by=name)
    assert heard == []


def test_what_cannot_be_asked_is_refused_with_a_sentence(world: World) -> None:
    ask(world, world.action)
    abroad = world.tanzania.seats.first()
    assert abroad is not None
    for seat in (abroad, world.seats["voice"], world.seats["empty"]):
        with nothing_written(), pytest.raises(ValidationError) as refusal:
            leading.offer_lead(actor=world.convenor, action=world.action, seat=seat)
        assert list(refusal.value.message_dict) == ["seat"]
    leading.accept_lead(actor=world.voice, action=world.action)
    with nothing_written(), pytest.raises(ValidationError):
        ask(world, world.action)


def test_an_answer_to_an_offer_that_is_gone_changes_nothing(world: World) -> None:
    for answer in ANSWERS.values():
        with nothing_written(), pytest.raises(ValidationError):
            answer(world, world.voice)
    ask(world, world.action)
    with nothing_written(), pytest.raises(ValidationError):
        leading.accept_lead(actor=world.voice, action=world.action, seen=str(world.seats["member"].pk))


def test_a_repeated_answer_has_one_effect(world: World) -> None:
    ask(world, world.action)
    key = uuid4()
    leading.accept_lead(actor=world.voice, action=world.action, command_id=key)
    with nothing_written():
        leading.accept_lead(actor=world.voice, action=world.action, command_id=key)


UNDONE: dict[str, tuple[Callable[[World], Any], str]] = {
    "offered": (lambda w: ask(w, w.action), "convenor"),
    "own": (lambda w: led(w, w.action), "voice"),
    "accepted": (lambda w: (ask(w, w.action), leading.accept_lead(actor=w.voice, action=w.action)), "voice"),
    "declined": (
        lambda w: (ask(w, w.action), leading.decline_lead(actor=w.voice, action=w.action, reason="Busy")),
        "voice",
    ),
    "withdrawn": (
        lambda w: (ask(w, w.action), leading.withdraw_offer(actor=w.convenor, action=w.action)),
        "convenor",
    ),
    "left": (lambda w: (led(w, w.action), leading.leave_lead(actor=w.voice, action=w.action, reason="Busy")), "voice"),
}


@pytest.mark.parametrize("what", UNDONE)
def test_each_takes_back_their_own_word_and_nobody_else_s(world: World, what: str) -> None:
    do, whose = UNDONE[what]
    do(world)
    after, change = stands(world), last_event(world)
    for name in {"convenor", "member", "voice", "observer", *OUTSIDE} - {whose}:
        with nothing_written(), pytest.raises((NotAllowed, NotYours)):
            undo_change(actor=world.people[name], event=change)
    undo_change(actor=world.people[whose], event=change)
    assert stands(world) != after and last_event(world).data["undoes"] == str(change.pk)
    undo_change(actor=world.people[whose], event=last_event(world))
    assert stands(world) == after


def test_a_word_is_not_taken_back_after_something_went_on(world: World) -> None:
    ask(world, world.action)
    offer = last_event(world)
    leading.accept_lead(actor=world.voice, action=world.action)
    with nothing_written(), pytest.raises(ValidationError):
        undo_change(actor=world.convenor, event=offer)


def test_the_store_keeps_no_half_offer(world: World) -> None:
    ask(world, world.action)
    for broken in ({"offered_at": None}, {"lead": world.seats["voice"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Action.objects.filter(pk=world.action.pk).update(**broken)


# Pages


def text_of(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def test_an_offer_is_shown_as_one_on_card_and_page_and_never_as_a_lead(world: World, sign_in: Any) -> None:
    ask(world, world.action)
    reader = sign_in(world.observer)
    for address in (f"/boards/{world.board.pk}/", f"/actions/{world.action.pk}/"):
        page = text_of(reader.get(address))
        assert "asked to lead, not answered yet" in page and "Tarkwa voice 3" in page
        assert "<small>leads" not in page


def test_only_the_seat_s_own_page_shows_accept_and_decline(world: World, sign_in: Any) -> None:
    ask(world, world.action)
    address, own = f"/actions/{world.action.pk}/", f' data-own="{world.handle("voice").pk}"'
    note = re.compile(r'<div class="note note-gold mt-2 grid gap-2"([^>]*)>')
    mine, theirs = (note.findall(text_of(sign_in(person).get(address))) for person in (world.voice, world.member))
    assert mine == [""] and theirs == [own]
    assert "lead/accept" not in text_of(sign_in(world.observer).get(address))


def test_without_scripts_an_offer_waits_on_the_first_page_and_is_accepted_there(world: World, sign_in: Any) -> None:
    convenor, voice = sign_in(world.convenor), sign_in(world.voice)
    sent = convenor.post(f"/actions/{world.action.pk}/lead/offer/", {"seat": world.seats["voice"].pk})
    assert (sent.status_code, sent.url) == (303, f"/actions/{world.action.pk}/")
    page = text_of(voice.get("/"))
    assert "1 thing waits for you" in page and "Convenor asks your seat to lead" in page and world.action.title in page
    assert "asks your seat" not in text_of(sign_in(world.member).get("/"))
    form = {"at": "home", "seen_seat": str(world.seats["voice"].pk)}
    answer = voice.post(f"/actions/{world.action.pk}/lead/accept/", form)
    assert (answer.status_code, answer.url) == (303, "/")
    page = text_of(voice.get("/"))
    assert "asks your seat" not in page and "This seat leads now" in page
    assert stands(world) == (world.seats["voice"], None)


def test_declining_without_a_reason_shows_the_form_again(world: World, sign_in: Any) -> None:
    ask(world, world.action)
    voice, where = sign_in(world.voice), f"/actions/{world.action.pk}/lead/decline/"
    for more in ({}, IN_PLACE):
        with nothing_written():
            answer = voice.post(where, {"reason": " ", "at": "home"}, **more)
        assert answer.status_code == 422 and "Say why, in a sentence" in text_of(answer)
    assert voice.post(where, {"reason": "Away until May", "at": "home"}).url == "/"
    assert "does not lead: “Away until May”" in text_of(voice.get(f"/actions/{world.action.pk}/"))


def test_what_was_archived_waits_for_nobody(world: World, sign_in: Any) -> None:
    ask(world, world.action)
    boards.archive_action(actor=world.convenor, action=world.action)
    assert "asks your seat" not in text_of(sign_in(world.voice).get("/"))
