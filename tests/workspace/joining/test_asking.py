"""Asking to join by an address that the group offers; the convenors answer on their desk."""

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from permissions.access import levels
from permissions.errors import NotAllowed, NotYours
from realtime.models import Event
from tests.background import do_what_waits
from tests.cast import World, nothing_written
from workspace.groups.models import Seat
from workspace.joining import asking
from workspace.joining.commands import make_link
from workspace.joining.models import JoinAddress, JoinRequest

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def token(world: World) -> str:
    return asking.open_address(actor=world.convenor, group=world.ghana).token


@pytest.fixture
def asked(world: World, token: str) -> JoinRequest:
    """The stranger, who has an account and no group, asks."""
    return asking.ask_to_join(actor=world.stranger, token=token, text="Panner, Bogoso", words="I pan at the river")


def where(token: str) -> str:
    return reverse("join", args=[token])


def test_a_person_without_a_place_asks_and_the_convenor_reads_it(world: World, token: str, sign_in: Any) -> None:
    client = sign_in(world.stranger)
    page = client.get(where(token)).content.decode()
    assert "Ask to join Ghana Learning and Leadership Group" in page
    typed = {"text": "Panner, Bogoso", "kind": "role", "words": "I pan at the river"}
    assert "You have asked" in client.post(where(token), typed).content.decode()
    assert "You have asked already" in client.get(where(token)).content.decode()
    desk = sign_in(world.convenor).get(f"/groups/{world.ghana.pk}/invitations/").content.decode()
    assert "Panner, Bogoso" in desk and "I pan at the river" in desk
    assert "Panner, Bogoso asks to join" in sign_in(world.convenor).get("/").content.decode()
    assert "Nobody has answered yet" in client.get("/").content.decode()
    for name in ("member", "voice", "observer", "moderator"):
        for each in ("/", f"/groups/{world.ghana.pk}/", f"/groups/{world.ghana.pk}/record/"):
            assert "Panner" not in sign_in(world.people[name]).get(each).content.decode()
    assert not Event.objects.filter(kind="invitation.asked_for", by__isnull=False).exists()


@pytest.mark.parametrize("place", ["seat", "observer", "alternate"])
def test_who_has_an_account_is_in_at_once(world: World, asked: JoinRequest, sign_in: Any, place: str) -> None:
    empty = world.seats["empty"]
    chosen = {"seat": str(empty.pk), "observer": "observer", "alternate": f"alternate:{world.seats['member'].pk}"}
    data = {"let_in": "1", "place": chosen[place], "words": "Welcome"}
    assert sign_in(world.convenor).post(f"/joining/{asked.pk}/", data).status_code == 303
    level = {"seat": "member", "observer": "observer", "alternate": "alternate"}[place]
    assert levels(world.stranger, world.ghana.space) == {level}
    assert world.handle("stranger").text == "Panner, Bogoso"
    if place == "seat":
        assert Seat.objects.get(pk=empty.pk).handle == world.handle("stranger")
    if place == "alternate":
        assert Seat.objects.get(pk=world.seats["member"].pk).alternate == world.handle("stranger")
    page = sign_in(world.stranger).get("/").content.decode()
    assert "and were let in" in page and "Welcome" in page


def test_who_is_not_let_in_reads_why(world: World, asked: JoinRequest, sign_in: Any) -> None:
    said = {"place": "observer", "words": "All seats are held. Talk to your association."}
    assert sign_in(world.convenor).post(f"/joining/{asked.pk}/", said).status_code == 303
    page = sign_in(world.stranger).get("/").content.decode()
    assert "and were not let in" in page and "All seats are held." in page
    assert not levels(world.stranger, world.ghana.space)


def test_who_has_no_account_is_sent_an_invitation(world: World, token: str, sign_in: Any) -> None:
    client = Client()
    typed = {"text": "Panner", "kind": "role", "words": "I pan at the river"}
    refused = client.post(where(token), typed)
    assert refused.status_code == 422 and "e-mail address or a telephone" in refused.content.decode()
    assert "I pan at the river" in refused.content.decode(), "what was typed is still there"
    assert client.post(where(token), typed | {"contact": "panner@example.org"}).status_code == 200
    asked = JoinRequest.objects.get()
    said = {"let_in": "1", "place": str(world.seats["empty"].pk), "words": "Welcome"}
    assert sign_in(world.convenor).post(f"/joining/{asked.pk}/", said).status_code == 303
    do_what_waits()
    [message] = mail.outbox
    assert message.to == ["panner@example.org"]
    asked.refresh_from_db()
    assert asked.invitation is not None and asked.invitation.seat == world.seats["empty"]


def test_a_telephone_number_gets_a_link_to_print(world: World, token: str) -> None:
    asked = asking.ask_to_join(actor=None, token=token, text="Panner", words="I pan", contact="024 555 0199")
    answered = asking.answer_request(
        actor=world.convenor, asked=asked, let_in=True, words="Welcome", level="observer", site="https://b.example"
    )
    assert answered.invitation is not None and answered.invitation.email == ""
    link = make_link(actor=world.convenor, invitation=answered.invitation, on_paper=True)
    assert Client().get(reverse("invited", args=[link])).status_code == 200
    do_what_waits()
    assert not mail.outbox


def test_a_closed_group_and_none_at_all_are_answered_alike(world: World, token: str, sign_in: Any) -> None:
    asking.close_address(actor=world.convenor, group=world.ghana)
    for client in (Client(), sign_in(world.stranger), sign_in(world.peer)):
        answers = [client.get(where(each)) for each in (token, "a" * 27, str(world.ghana.pk))]
        answers += [client.post(where(each), {"text": "x", "kind": "role", "words": "y"}) for each in (token, "a" * 27)]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answers[0].content, answers[1].content}) <= 2
    with nothing_written(), pytest.raises(NotYours):
        asking.ask_to_join(actor=world.stranger, token=token, text="Panner", words="I pan")


def test_a_new_address_ends_the_one_before(world: World, token: str) -> None:
    second = asking.open_address(actor=world.convenor, group=world.ghana).token
    assert Client().get(where(token)).status_code == 404 and Client().get(where(second)).status_code == 200
    assert JoinAddress.objects.count() == 1


def test_only_convenors_offer_an_address_and_answer(world: World, asked: JoinRequest, told: Any) -> None:
    for name in ("member", "voice", "observer", "moderator"):
        with nothing_written(), told() as heard, pytest.raises(NotAllowed):
            asking.open_address(actor=world.people[name], group=world.ghana)
        with nothing_written(), told() as more, pytest.raises(NotYours):
            asking.answer_request(actor=world.people[name], asked=asked, let_in=True, words="In", level="observer")
        assert not heard and not more
    for name in ("peer", "stranger"):
        with nothing_written(), told() as heard, pytest.raises(NotYours):
            asking.open_address(actor=world.people[name], group=world.ghana)
        assert not heard


def test_one_person_asks_once_and_who_is_in_does_not(world: World, asked: JoinRequest, token: str, told: Any) -> None:
    with nothing_written(), told() as heard, pytest.raises(ValidationError, match="asked already"):
        asking.ask_to_join(actor=world.stranger, token=token, text="Panner", words="Again")
    with nothing_written(), told() as more, pytest.raises(ValidationError, match="in this group already"):
        asking.ask_to_join(actor=world.voice, token=token, text="Panner", words="I am in")
    assert not heard and not more


def test_no_more_wait_than_a_desk_can_hold(world: World, token: str, monkeypatch: Any, told: Any) -> None:
    monkeypatch.setattr(asking, "MOST_WAITING", 1)
    asking.ask_to_join(actor=None, token=token, text="Panner", words="I pan", contact="024")
    with nothing_written(), told() as heard, pytest.raises(ValidationError, match="Too many people ask"):
        asking.ask_to_join(actor=None, token=token, text="Panner", words="I pan", contact="025")
    assert not heard


def test_nobody_is_answered_twice_or_takes_a_name_that_is_somebodys(
    world: World, asked: JoinRequest, token: str, told: Any
) -> None:
    asking.answer_request(actor=world.convenor, asked=asked, let_in=False, words="Not now")
    with nothing_written(), told() as heard, pytest.raises(ValidationError, match="answered already"):
        asking.answer_request(actor=world.convenor, asked=asked, let_in=True, words="Now", level="observer")
    assert not heard
    again = asking.ask_to_join(actor=world.stranger, token=token, text="Tarkwa voice 3", words="I pan")
    with nothing_written(), told() as more, pytest.raises(ValidationError, match="has this name"):
        asking.answer_request(actor=world.convenor, asked=again, let_in=True, words="In", level="observer")
    assert not more
