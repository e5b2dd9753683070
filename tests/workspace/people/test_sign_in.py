"""Coming in by password or by a code, choosing a language, going out."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.background import do_what_waits
from tests.cast import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(world: World) -> Any:
    world.member.set_password("the password")
    world.member.email = "member@example.org"
    world.member.save()
    return world.member


def enter(client: Any, **form: Any) -> Any:
    return client.post("/sign-in/", {"username": "member", "password": "the password", **form})


def test_the_door_leads_back_to_where_one_wanted(world: World, member: Any, client: Any) -> None:
    wanted = f"/boards/{world.board.pk}/"
    door = client.get(wanted)
    assert door.status_code == 302 and door.url == f"/sign-in/?next={wanted}"
    page = client.get(door.url).content.decode()
    assert 'name="next"' in page and 'name="username"' in page
    assert enter(client, next=wanted).url == wanted
    assert client.get(wanted).status_code == 200


def test_no_other_site_is_led_to(member: Any, client: Any) -> None:
    assert enter(client, next="https://elsewhere.example/").url == "/"


def test_an_e_mail_address_does_as_well_as_a_name(member: Any, client: Any) -> None:
    assert enter(client, username="member@example.org").status_code == 302


def test_a_wrong_password_says_what_to_do_and_keeps_the_name(member: Any, client: Any) -> None:
    answer = enter(client, password="wrong")
    page = answer.content.decode()
    assert answer.status_code == 200 and 'value="member"' in page and 'role="alert"' in page
    assert "do not belong together" in page


def test_who_is_unknown_is_answered_as_who_typed_a_wrong_password(member: Any, client: Any) -> None:
    def bare(answer: Any) -> str:
        return re.sub(r'value="[^"]*"|content="[^"]{64}"', "", answer.content.decode())

    assert bare(enter(client, password="wrong")) == bare(enter(client, username="nobody", password="wrong"))


def test_a_shared_device_forgets_when_the_browser_closes(member: Any, client: Any) -> None:
    enter(client)
    assert not client.session.get_expire_at_browser_close()
    client.logout()
    enter(client, shared="on")
    assert client.session.get_expire_at_browser_close()


def test_a_closed_account_does_not_come_in(world: World, client: Any) -> None:
    world.inactive.set_password("the password")
    world.inactive.save()
    enter(client, username="inactive")
    assert client.get("/").status_code == 302


def test_a_code_lets_in_once(member: Any, client: Any) -> None:
    answer = client.post("/sign-in/code/", {"email": "member@example.org"})
    assert answer.url == "/sign-in/code/confirm/"
    assert mail.outbox == []
    do_what_waits()
    sent = mail.outbox[0]
    code = re.search(r"is (\S+)", str(sent.body))[1]  # type: ignore[index]
    assert sent.to == ["member@example.org"] and code not in str(sent.subject)
    assert client.get("/sign-in/code/confirm/").status_code == 200
    wrong = client.post("/sign-in/code/confirm/", {"code": "wrong"})
    assert wrong.status_code == 200 and "not the code that we sent" in wrong.content.decode()
    assert client.post("/sign-in/code/confirm/", {"code": code}).status_code == 302
    assert client.get("/").status_code == 200
    again: Any = Client().post("/sign-in/code/confirm/", {"code": code})
    assert again.status_code == 302 and again.url.startswith("/sign-in")


def test_a_stranger_s_address_gets_the_same_answer_and_no_mail(member: Any, client: Any) -> None:
    answer = client.post("/sign-in/code/", {"email": "stranger@example.org"})
    assert answer.url == "/sign-in/code/confirm/" and do_what_waits() == []
    assert "stranger@example.org" in client.get(answer.url).content.decode()


def test_signing_out_asks_first(member: Any, client: Any) -> None:
    enter(client)
    page = client.get("/sign-out/").content.decode()
    assert "data-sign-out" in page and client.get("/").status_code == 200
    assert client.post("/sign-out/").url == "/sign-in/"
    assert client.get("/").status_code == 302


def test_nobody_signs_up(client: Any) -> None:
    for address in ("/signup/", "/sign-up/", "/accounts/signup/", "/password/reset/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("language", ["en", "fr", "sw"])
def test_a_language_is_chosen_before_one_is_in(client: Any, language: str) -> None:
    answer = client.post("/language/", {"language": language, "next": "/sign-in/?next=/lessons/"})
    assert answer.status_code == 303 and answer.url == "/sign-in/?next=/lessons/"
    page = client.get(answer.url)
    assert f'<html lang="{language}">' in page.content.decode()
    assert page.headers["Content-Language"] == language


def test_a_language_that_is_none_changes_nothing(client: Any) -> None:
    answer = client.post("/language/", {"language": "xx", "next": "//elsewhere.example/"})
    assert answer.url == "/" and not answer.cookies


def test_the_choice_is_kept_on_the_account(member: Any, client: Any) -> None:
    enter(client)
    client.post("/language/", {"language": "fr", "next": "/"})
    member.refresh_from_db()
    assert member.language == "fr"


def test_a_flood_of_tries_is_answered_in_ones_own_language(member: Any, client: Any, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [
        client.post("/sign-in/", {"username": "x", "password": "y"}, HTTP_ACCEPT_LANGUAGE="fr") for _ in range(3)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 'lang="fr"' in answers[-1].content.decode() and "baraza" in answers[-1].content.decode().lower()


def test_the_language_chosen_on_one_device_is_that_of_the_next(member: Any) -> None:
    first, second = Client(), Client()
    enter(first)
    first.post("/language/", {"language": "sw", "next": "/"})
    enter(second)
    assert second.get("/", HTTP_ACCEPT_LANGUAGE="fr").headers["Content-Language"] == "sw"
    second.post("/language/", {"language": "en", "next": "/"})
    assert second.get("/").headers["Content-Language"] == "en"
    assert first.get("/").headers["Content-Language"] == "sw", "a device keeps what was chosen on it"


def test_who_never_chose_reads_as_the_browser_says(member: Any, client: Any) -> None:
    enter(client)
    assert client.get("/", HTTP_ACCEPT_LANGUAGE="fr").headers["Content-Language"] == "fr"
