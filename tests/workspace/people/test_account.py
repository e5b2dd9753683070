"""One's own account: another password, a second step, and where one is signed in."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from realtime.entry import check_again, signed_in
from tests.background import do_what_waits
from tests.cast import World, nothing_written

pytestmark = pytest.mark.django_db
FORMER, ANOTHER = "the password", "a password of my own 27"


def come_in(name: str, password: str = FORMER, **more: Any) -> Any:
    client: Any = Client(HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 14) Chrome/120.0", **more)
    client.post("/sign-in/", {"username": name, "password": password})
    return client


def is_in(client: Any) -> bool:
    return bool(client.get("/").status_code == 200)


@pytest.fixture
def member(world: World) -> Any:
    world.member.set_password(FORMER)
    world.member.email = "member@example.org"
    world.member.save()
    return world.member


def set_up_an_app(person: Any) -> str:
    secret: str = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def code_now(secret: str) -> str:
    code: str = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    return code


# Passwords


def test_a_new_password_needs_the_former_one(member: Any, told: Any) -> None:
    client = come_in("member")
    with told() as heard, nothing_written():
        answer = client.post("/account/password/", {"oldpassword": "wrong", "password1": ANOTHER, "password2": ANOTHER})
    assert answer.status_code == 200 and heard == []
    assert 'aria-invalid="true"' in answer.content.decode()


def test_a_new_password_ends_all_other_sessions_and_closes_what_is_open(member: Any, told: Any) -> None:
    here, elsewhere = come_in("member"), come_in("member")
    with told() as heard:
        here.post("/account/password/", {"oldpassword": FORMER, "password1": ANOTHER, "password2": ANOTHER})
    assert {"type": "hint", "person": str(member.pk)} in heard
    assert is_in(here) and not is_in(elsewhere)
    assert not is_in(come_in("member")) and is_in(come_in("member", ANOTHER))


def test_a_link_gives_another_password_once(member: Any, told: Any) -> None:
    elsewhere = come_in("member")
    client: Any = Client()
    assert client.post("/sign-in/password/", {"email": "member@example.org"}).url == "/sign-in/password/sent/"
    do_what_waits()
    link = re.search(r"http://testserver(/\S+)", str(mail.outbox[0].body))[1]  # type: ignore[index]
    form = client.get(link).url
    assert "set-password" in form, "the key does not stay in the address"
    with told() as heard:
        client.post(form, {"password1": ANOTHER, "password2": ANOTHER})
    assert {"type": "hint", "person": str(member.pk)} in heard
    assert not is_in(elsewhere) and is_in(come_in("member", ANOTHER))
    assert "used up" in Client().get(link).content.decode()


def test_a_link_is_built_from_our_address_alone(member: Any) -> None:
    answer = Client(HTTP_HOST="evil.example").post("/sign-in/password/", {"email": "member@example.org"})
    assert answer.status_code == 400 and do_what_waits() == []


def test_asking_for_a_password_does_not_tell_who_is_known(member: Any) -> None:
    def ask(email: str) -> tuple[int, str, str]:
        client: Any = Client()
        answer = client.post("/sign-in/password/", {"email": email})
        page = re.sub(r'value="[^"]*"|content="[^"]{64}"', "", client.get(answer.url).content.decode())
        return answer.status_code, answer.url, page

    assert ask("member@example.org") == ask("nobody@example.org")
    assert mail.outbox == []
    told = do_what_waits()
    assert [args[0] for args in told] == ["member@example.org", "nobody@example.org"], "both are looked up later"
    assert [each.to for each in mail.outbox] == [["member@example.org"]]


def test_a_request_does_the_same_for_an_address_that_is_known(member: Any) -> None:
    def asked(email: str) -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            Client().post("/sign-in/password/", {"email": email})
        return [" ".join(query["sql"].split()[:2]) for query in queries if "SAVEPOINT" not in query["sql"]]

    asked("warm@example.org")
    assert asked("member@example.org") == asked("nobody@example.org")


def test_a_header_cannot_be_put_into_the_mail(member: Any) -> None:
    Client().post("/sign-in/password/", {"email": "member@example.org\nBcc: evil@example.org"})
    assert do_what_waits() == []


def test_a_whole_office_behind_one_address_comes_in(member: Any) -> None:
    pages = [Client().post("/sign-in/password/", {"email": f"somebody-{n}@example.org"}) for n in range(40)]
    assert {page.status_code for page in pages} == {302}


# Sessions


def test_one_s_sessions_are_listed_and_closed_one_by_one(member: Any, told: Any) -> None:
    here, elsewhere = come_in("member"), come_in("member", REMOTE_ADDR="10.1.1.9")
    page = here.get("/account/sessions/").content.decode()
    assert page.count("Chrome on Android") >= 2 and "10.1.1.9" in page and "this one" in page
    other = UserSession.objects.get(ip="10.1.1.9")
    with told() as heard:
        assert here.post("/account/sessions/", {"close": str(other.pk)}).status_code == 303
    assert {"type": "hint", "person": str(member.pk)} in heard
    assert is_in(here) and not is_in(elsewhere)


def test_sign_out_everywhere_ends_every_session_and_this_one(member: Any, told: Any) -> None:
    here, elsewhere = come_in("member"), come_in("member")
    unlisted = Client()
    unlisted.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    keys: set[tuple[Any, Any]] = {(client.session.session_key, member.pk) for client in (here, elsewhere, unlisted)}
    assert check_again(keys, []).sessions == keys
    with told() as heard:
        assert here.post("/account/sessions/", {"close": "everywhere"}).url == "/sign-in/"
    assert {"type": "hint", "person": str(member.pk)} in heard
    assert check_again(keys, []).sessions == frozenset(), "their sockets close at the re-check"
    assert not any(map(is_in, (here, elsewhere, unlisted)))
    assert is_in(come_in("member"))


@pytest.mark.parametrize("which", ["theirs", "0", "-1", "abc", "1' OR '1'='1", "", "9" * 30])
def test_nobody_closes_another_s_session(world: World, member: Any, which: str) -> None:
    come_in("member")
    if which == "theirs":
        which = str(UserSession.objects.get(user=member).pk)
    intruder = Client()
    intruder.force_login(world.stranger, backend="django.contrib.auth.backends.ModelBackend")
    with nothing_written():
        assert intruder.post("/account/sessions/", {"close": which}).status_code == 404
    assert UserSession.objects.filter(user=member).exists()


def test_a_session_that_was_planted_is_not_the_one_that_comes_in(member: Any) -> None:
    client: Any = Client()
    client.get("/sign-in/password/")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    client.post("/sign-in/", {"username": "member", "password": FORMER})
    assert is_in(client) and client.session.session_key != planted


# The second step


def test_who_has_an_app_is_asked_for_its_code(member: Any) -> None:
    secret = set_up_an_app(member)
    client: Any = Client()
    answer = client.post("/sign-in/", {"username": "member", "password": FORMER})
    assert answer.url == "/sign-in/second-step/" and not is_in(client)
    assert "The second step" in client.get(answer.url).content.decode()
    assert client.post(answer.url, {"code": "000000"}).status_code == 200 and not is_in(client)
    client.post(answer.url, {"code": code_now(secret)})
    assert is_in(client)


def test_an_app_is_set_up_and_codes_for_paper_come_with_it(member: Any) -> None:
    client = come_in("member")
    asked = client.get("/account/second-step/app/")
    assert asked.url.startswith("/account/again/"), "a session alone does not change how one comes in"
    page = client.post(asked.url, {"password": FORMER}, follow=True).content.decode()
    secret = re.search(r"<code[^>]*>(\w+)</code>", page)[1]  # type: ignore[index]
    answer = client.post("/account/second-step/app/", {"code": code_now(secret)})
    assert answer.url == "/account/second-step/codes/"
    assert client.get(answer.url).content.decode().count("<code>") == 10
    assert set(Authenticator.objects.filter(user=member).values_list("type", flat=True)) == {"totp", "recovery_codes"}


def test_a_paper_code_counts_once(member: Any) -> None:
    set_up_an_app(member)
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    code = RecoveryCodes.activate(member).get_unused_codes()[0]
    for _try, comes_in in ((1, True), (2, False)):
        client: Any = Client()
        client.post("/sign-in/", {"username": "member", "password": FORMER})
        client.post("/sign-in/second-step/", {"code": code})
        assert is_in(client) is comes_in


@pytest.mark.parametrize("name", ["moderator", "superuser", "member", "convenor"])
def test_of_whom_a_second_step_is_demanded(world: World, settings: Any, sign_in: Any, name: str) -> None:
    settings.REQUIRE_MFA = True
    client = sign_in(world.people[name])
    scope = {"headers": [(b"cookie", f"sessionid={client.session.session_key}".encode())]}
    session = {(client.session.session_key, world.people[name].pk)}
    held = name in ("moderator", "superuser")
    for path in ("/", "/lessons/", f"/groups/{world.ghana.pk}/"):
        assert (client.get(path).status_code == 302) is held or not held
    with nothing_written():
        answer = client.post(f"/groups/{world.ghana.pk}/people/", {"text": "", "kind": "role"})
    assert answer.status_code == (403 if held or name == "superuser" else 422)
    assert (signed_in(scope) is None) is held, "no socket opens either"
    assert (check_again(session, []).sessions == frozenset()) is held
    if held:
        assert client.get("/").url == "/account/second-step/"
        assert client.get("/account/second-step/").status_code == 200
        set_up_an_app(world.people[name])
        assert client.get("/").status_code == 200 and signed_in(scope) is not None


def test_the_demonstration_says_that_it_asks_for_no_second_step(world: World, sign_in: Any, settings: Any) -> None:
    says = "This is a demonstration: here nobody is asked"
    client = sign_in(world.member)
    assert says in client.get("/account/second-step/").content.decode()
    settings.REQUIRE_MFA = True
    assert says not in client.get("/account/second-step/").content.decode()
