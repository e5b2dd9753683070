"""What is tried against the link of an invitation: replay, guessing, races, and all that it must not tell."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from permissions.access import can
from permissions.errors import NotYours
from permissions.models import RoleHolding
from tests.cast import World, account, nothing_written
from workspace.groups import commands as groups
from workspace.groups.models import Handle, Seat
from workspace.joining.accepting import accept
from workspace.joining.commands import invite, make_link, withdraw
from workspace.joining.links import LENGTH, new_token
from workspace.joining.models import Invitation
from workspace.people.models import User

pytestmark = pytest.mark.django_db
NEWCOMER = {"username": "ama", "password": "a long way to Prestea", "text": "Delegate, Prestea", "kind": "role"}


@pytest.fixture(autouse=True)
def _nobody_counted_before(db: None) -> None:
    cache.clear()


def bare(answer: Any) -> str:
    names = 'csrf-token" content|csrfmiddlewaretoken" value|next" value'
    return re.sub(rf'({names})="[^"]*"', "", answer.content.decode())


def test_a_newcomer_makes_an_account_and_takes_the_seat(world: World, token: str, told: Any) -> None:
    client: Any = Client()
    page = client.get(f"/invited/{token}/").content.decode()
    assert world.ghana.name in page and "Women miners’ delegate, Prestea" in page and "Convenor" in page
    with told() as heard:
        answer = client.post(f"/invited/{token}/", NEWCOMER)
    assert answer.status_code == 303 and answer.url == f"/groups/{world.ghana.pk}/"
    ama = User.objects.get(username="ama")
    seat = Seat.objects.get(pk=world.seats["empty"].pk)
    assert seat.handle is not None and seat.handle.person == ama and seat.handle.text == "Delegate, Prestea"
    assert can(ama, "comment", world.ghana) and not can(ama, "manage", world.ghana)
    assert client.get(answer.url).status_code == 200
    assert heard


def test_somebody_of_another_country_takes_the_seat_with_the_account_they_have(
    world: World, token: str, sign_in: Any
) -> None:
    answer = sign_in(world.peer).post(f"/invited/{token}/", {"text": "Guest of Geita", "kind": "pseudonym"})
    assert answer.status_code == 303
    assert world.handle("peer").text == "Guest of Geita"
    assert can(world.peer, "comment", world.ghana)


def test_who_is_in_already_keeps_the_name_they_have(world: World, token: str, sign_in: Any) -> None:
    client = sign_in(world.observer)
    assert "You go on appearing as “Observer, donor”" in client.get(f"/invited/{token}/").content.decode()
    assert client.post(f"/invited/{token}/", {"text": "Another"}).status_code == 303
    assert Seat.objects.get(pk=world.seats["empty"].pk).handle == world.handle("observer")


def test_looking_at_a_link_uses_nothing_up(token: str) -> None:
    client = Client()
    with nothing_written():
        for _each in range(3):
            assert client.get(f"/invited/{token}/").status_code == 200


def test_a_link_lets_one_person_in_once(world: World, token: str, told: Any) -> None:
    first: Any = Client()
    assert first.post(f"/invited/{token}/", NEWCOMER).status_code == 303
    with told() as heard, nothing_written():
        assert Client().post(f"/invited/{token}/", {**NEWCOMER, "username": "another"}).status_code == 404
    assert not heard and not User.objects.filter(username="another").exists()
    assert first.get(f"/invited/{token}/").url == f"/groups/{world.ghana.pk}/"  # who came in by it is in


def test_a_command_id_of_somebody_else_lets_nobody_in(world: World, token: str, invitation: Any) -> None:
    page = uuid4()
    one, two = world.stranger, account("second-stranger")
    accept(actor=one, token=token, text="One", command_id=page)
    with nothing_written(), pytest.raises(Exception, match="out of date"):
        accept(actor=two, token=token, text="Two", command_id=page)
    assert not can(two, "view", world.ghana)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_with_one_link_exactly_one_comes_in(world: World, token: str) -> None:
    people = [account(f"runner-{n}") for n in range(4)]

    def run(person: User) -> bool:
        try:
            accept(actor=person, token=token, text=f"Voice of {person.username}")
        except NotYours:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(max_workers=4) as pool:
        came = list(pool.map(run, people))
    assert sorted(came) == [False, False, False, True]
    winner = people[came.index(True)]
    seat = Seat.objects.get(pk=world.seats["empty"].pk)
    assert seat.handle is not None and seat.handle.person == winner
    assert [can(each, "view", world.ghana) for each in people] == came
    assert Handle.objects.filter(person__in=people).count() == 1


def dead_links(world: World, invitation: Invitation) -> dict[str, str]:
    """A link of each kind that opens nothing."""
    found = {"guessed": new_token(), "malformed": "%20..%00x", "long": "a" * 2000}

    def another(level: str) -> tuple[Invitation, str]:
        made = invite(actor=world.convenor, group=world.ghana, level=level, site="https://baraza.example.org")
        return made, make_link(actor=world.convenor, invitation=made, on_paper=True)

    expired, found["expired"] = another("observer")
    Invitation.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    withdrawn, found["withdrawn"] = another("scribe")
    withdraw(actor=world.convenor, invitation=withdrawn)
    _used, found["used"] = another("observer")
    accept(actor=world.stranger, token=found["used"], text="First")
    found["replaced"] = make_link(actor=world.convenor, invitation=invitation, on_paper=True)
    make_link(actor=world.convenor, invitation=invitation, on_paper=True)
    return found


def test_links_that_open_nothing_are_answered_alike(world: World, invitation: Any) -> None:
    answers = {}
    links = dead_links(world, invitation)
    for method in ("get", "post"):
        for name, link in links.items():
            with nothing_written(), CaptureQueriesContext(connection) as asked:
                answer = getattr(Client(), method)(f"/invited/{link}/", NEWCOMER if method == "post" else {})
            ours = [each["sql"] for each in asked if "joining_invitation" in each["sql"]]
            answers[method, name] = (answer.status_code, bare(answer), len(ours))
    assert len(set(answers.values())) == 1, {key: (value[0], value[2]) for key, value in answers.items()}
    assert next(iter(answers.values()))[0] == 404


def test_a_link_ends_with_the_office_of_who_made_it(world: World, token: str) -> None:
    groups.admit(actor=world.convenor, group=world.ghana, person=world.member, level="convenor")
    groups.dismiss(actor=world.member, group=world.ghana, person=world.convenor, level="convenor")
    assert Client().get(f"/invited/{token}/").status_code == 404


def test_what_is_kept_of_a_link_does_not_open_it(world: World, token: str, invitation: Any) -> None:
    invitation.refresh_from_db()
    kept = [str(value) for value in Invitation.objects.filter(pk=invitation.pk).values_list()[0]]
    assert token not in kept and len(token) == LENGTH
    assert Client().get(f"/invited/{invitation.digest}/").status_code == 404
    assert Client().get(f"/invited/{token.upper()}/").status_code == 200  # typed from paper


def test_guessing_is_held_to_a_rate(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "invitation": "3/m/ip"}
    client = Client()
    assert [client.get(f"/invited/{new_token()}/").status_code for _each in range(5)] == [404, 404, 404, 429, 429]


@pytest.mark.parametrize("extra", [{"level": "convenor"}, {"role": "convenor"}, {"place": "convenor"}, {"group": "x"}])
def test_the_role_is_what_the_link_says_whatever_else_is_sent(world: World, token: str, extra: dict[str, str]) -> None:
    Client().post(
        f"/invited/{token}/", {**NEWCOMER, **extra, "is_staff": "on", "is_superuser": "on", "email": "a@b.org"}
    )
    ama = User.objects.get(username="ama")
    assert not ama.is_staff and not ama.is_superuser and ama.email == ""
    held = set(RoleHolding.objects.filter(user=ama).values_list("role_id", flat=True))
    assert world.ghana.convenors_id not in held and world.ghana.members_id in held


@pytest.mark.parametrize("wrong", [{"username": "member"}, {"username": "MEMBER"}, {"username": "a\r\nb"}, {"text": ""},
                                   {"text": "Tarkwa voice 3"}, {"kind": "caucus"}, {"password": ""}])  # fmt: skip
def test_what_cannot_be_leaves_the_link_as_it_was(token: str, wrong: dict[str, str]) -> None:
    with nothing_written():
        answer = Client().post(f"/invited/{token}/", {**NEWCOMER, **wrong})
    assert answer.status_code == 422 and NEWCOMER["password"] not in answer.content.decode()
    assert Client().post(f"/invited/{token}/", NEWCOMER).status_code == 303


def test_coming_in_takes_a_token_of_the_form_and_a_new_session(token: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    with nothing_written():
        assert strict.post(f"/invited/{token}/", NEWCOMER).status_code == 403
    fixed = Client()
    fixed.session.save()
    fixed.get(f"/invited/{token}/")
    before = fixed.session.session_key
    fixed.post(f"/invited/{token}/", {**NEWCOMER, "next": "https://evil.example/"})
    assert fixed.session.session_key != before


def test_where_one_goes_after_it_is_not_the_senders_to_say(world: World, token: str) -> None:
    answer: Any = Client().post(f"/invited/{token}/?next=https://evil.example/", {**NEWCOMER, "next": "//evil.example"})
    assert answer.url == f"/groups/{world.ghana.pk}/"


def test_nobody_signs_up_without_a_link() -> None:
    for address in ("/sign-up/", "/signup/", "/accounts/signup/", "/account/signup/"):
        assert Client().post(address, NEWCOMER).status_code in (302, 404)
    assert not User.objects.filter(username="ama").exists()
