"""Seeing a page as somebody else: what they would see, and nothing that could be done."""

import re
from typing import Any

import pytest
from django.test import Client

from permissions.access import can, levels, stand_in, visible
from permissions.models import Space
from tests.cast import World, nothing_written
from workspace.people.models import User
from workspace.sharing.commands import restrict
from workspace.sharing.preview import roles_to_preview

from .conftest import key

pytestmark = [pytest.mark.data, pytest.mark.django_db]


def main_of(answer: Any) -> str:
    """The content of a page without what is new on each, and without what is personal."""
    main = answer.content.decode().split("<main")[1].split("</main>")[0]
    main = re.sub(r'<div class="line-between mb-3">\s*<span class="person">.*?</div>', "", main, flags=re.DOTALL)
    return re.sub(r'<input type="hidden" name="(csrfmiddlewaretoken|page_id)"[^>]*>|\n+', "", main)


@pytest.mark.parametrize("kind", ["action", "board", "discussion"])
@pytest.mark.parametrize(("name", "role"), [("observer", "observers"), ("moderator", "moderators"), ("voice", "")])
def test_it_is_the_page_that_they_get(shared: World, sign_in: Any, kind: str, name: str, role: str) -> None:
    thing = {"action": shared.action, "board": shared.board, "discussion": shared.talk}[kind]
    theirs = sign_in(shared.people[name]).get(f"/{kind}s/{thing.pk}/")
    role = role or key(shared, name)
    mine = sign_in(shared.convenor).get(f"/sharing/{thing.pk}/{kind}/as/", {"who": role})
    assert main_of(mine) == main_of(theirs)
    assert len(main_of(mine)) > 500


@pytest.mark.parametrize("role", ["peers", "convenor"])
def test_for_whom_it_does_not_exist_that_is_said(shared: World, sign_in: Any, role: str) -> None:
    role = f"convenor:{shared.tanzania.pk}" if role == "convenor" else role
    page = sign_in(shared.convenor).get(f"/sharing/{shared.talk.pk}/discussion/as/", {"who": role})
    assert page.status_code == 200 and "Not there for them" in page.content.decode()
    assert "Canary words" not in page.content.decode()


def test_a_restricted_thing_is_seen_by_its_seats_alone(shared: World, sign_in: Any) -> None:
    restrict(actor=shared.convenor, thing=shared.talk, seats=[key(shared, "voice")], reason="Names are in it")
    convenor = sign_in(shared.convenor)
    for name, sees in (("voice", True), ("member", False)):
        page = convenor.get(f"/sharing/{shared.talk.pk}/discussion/as/", {"who": key(shared, name)}).content.decode()
        assert ("Canary words of the talk." in page) is sees


def test_nothing_can_be_done_there(shared: World, sign_in: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(shared.convenor, backend="django.contrib.auth.backends.ModelBackend")
    where = f"/sharing/{shared.talk.pk}/discussion/as/?who={key(shared, 'voice')}"
    client.get(f"/discussions/{shared.talk.pk}/")  # draws how the summary reads, and remembers who was there
    with nothing_written():
        answer = client.get(where)
    page = answer.content.decode()
    assert "You look at this page as: Miners’ association delegate" in page and "<textarea" in page
    policy = answer.headers["Content-Security-Policy"]
    assert "form-action 'none'" in policy and "script-src" not in policy and "default-src 'none'" in policy
    assert "<script" not in page and "data-live" not in page and "csrf" not in page and "page_id" not in page
    without_checks = sign_in(shared.convenor)
    with nothing_written():
        assert client.post(where).status_code == 403
        assert client.post(f"/discussions/{shared.talk.pk}/posts/", {"body": "As somebody else"}).status_code == 403
        assert without_checks.post(where).status_code == 405


def test_nothing_private_of_anybody_is_shown(shared: World, sign_in: Any) -> None:
    page = sign_in(shared.convenor).get(f"/sharing/{shared.talk.pk}/discussion/as/?who={key(shared, 'voice')}")
    text = page.content.decode()
    for person in (shared.convenor, shared.voice):
        assert str(person.pk) not in text and str(person.store_key) not in text
    assert 'data-me="' not in text and "data-person" not in text


def test_only_who_manages_it_may_and_only_as_somebody_in_the_list(shared: World, sign_in: Any) -> None:
    where = f"/sharing/{shared.talk.pk}/discussion/as/"
    answers = {"member": 403, "observer": 403, "moderator": 403, "peer": 404, "stranger": 404, "superuser": 404}
    for name, answer in answers.items():
        assert sign_in(shared.people[name]).get(where, {"who": "observers"}).status_code == answer, name
    for who in ("nobody", "seat:", f"convenor:{shared.ghana.pk}", "1"):
        assert sign_in(shared.convenor).get(where, {"who": who}).status_code == 404, who


def test_a_stand_in_agrees_in_lists_and_single_things(shared: World) -> None:
    for role in roles_to_preview(shared.board):
        reader = stand_in(User(), role.roles)
        listed = set(visible(reader, Space.objects.all()))
        assert listed == {space for space in Space.objects.all() if levels(reader, space)}
        assert can(reader, "view", shared.board) == (shared.board.space in listed)
