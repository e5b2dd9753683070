"""A pseudonym is looked behind by the safeguarding officer alone; the group reads that it happened."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from permissions.errors import NotAllowed, NotYours
from permissions.models import AccessChange
from permissions.record import faults
from realtime.events import read
from tests.cast import CAST, World, nothing_written
from workspace.groups.commands import change_handle
from workspace.groups.models import Handle
from workspace.moderation.revealing import reveal

pytestmark = [pytest.mark.django_db, pytest.mark.data]

NAME, MAIL = "Canary Fullname", "canary-mail@example.org"


@pytest.fixture
def named(said: World) -> World:
    """The voice has a name, an address and a sign-in name that are found nowhere else."""
    said.voice.name, said.voice.email, said.voice.username = NAME, MAIL, "canary-user"
    said.voice.save()
    return said


def address(world: World) -> str:
    return f"/groups/{world.ghana.pk}/pseudonyms/{world.handle('voice').pk}/"


def test_the_officer_sees_the_name_once_on_a_page_that_is_not_kept(named: World, sign_in: Any) -> None:
    client, where = sign_in(named.officer), address(named)
    asked = client.get(where)
    assert asked.status_code == 200 and NAME not in asked.content.decode()
    answer = client.post(where, {"reason": "A threat against her was reported"})
    page = answer.content.decode()
    assert NAME in page and MAIL in page and "canary-user" in page
    assert "no-store" in answer.headers["Cache-Control"]
    assert NAME not in client.get(where).content.decode(), "and not again"


def test_all_of_the_group_reads_that_it_happened_and_not_who(named: World, sign_in: Any) -> None:
    sign_in(named.officer).post(address(named), {"reason": "A threat against her was reported"})
    for name in ("convenor", "member", "voice", "observer", "moderator", "officer"):
        client = sign_in(named.people[name])
        record = client.get(f"/groups/{named.ghana.pk}/record/").content.decode()
        assert "The safeguarding officer learned who stands behind “Tarkwa voice 3”" in record
        assert "A threat against her was reported" in record and "Safeguarding officer (IIED)" in record
        for where in (f"/groups/{named.ghana.pk}/record/", "/", f"/groups/{named.ghana.pk}/people/"):
            page = client.get(where).content.decode()
            assert not any(word in page for word in (NAME, MAIL, "canary-user", str(named.voice.pk))), where
    assert "learned who stands behind a pseudonym" in sign_in(named.member).get("/").content.decode()


def test_no_line_and_no_event_holds_the_person(named: World) -> None:
    reveal(actor=named.officer, handle=named.handle("voice"), reason="A threat")
    line = AccessChange.objects.get(what="revealed")
    [event] = [each for each in read(named.ghana.space_id, 0) if each.kind == "group.pseudonym_revealed"]
    for kept in (str(line.facts), str(event.data), str(event.thing)):
        assert not any(word in kept for word in (NAME, MAIL, "canary-user", str(named.voice.pk)))
    assert not list(faults())


@pytest.mark.parametrize("name", [name for name in CAST if name not in ("anonymous", "inactive")])
def test_nobody_else_learns_it(named: World, sign_in: Any, told: Any, name: str) -> None:
    client = sign_in(named.people[name])
    with nothing_written(), told() as heard:
        answers = [client.post(address(named), {"reason": "I want to know"}), client.get(address(named))]
        with pytest.raises((NotAllowed, NotYours)):
            reveal(actor=named.people[name], handle=named.handle("voice"), reason="I want to know")
    assert not heard
    assert all(answer.status_code in (403, 404) and NAME not in answer.content.decode() for answer in answers)
    assert "/pseudonyms/" not in client.get(f"/groups/{named.ghana.pk}/people/").content.decode()


def test_a_reveal_says_why(named: World, sign_in: Any, told: Any) -> None:
    with nothing_written(), told() as heard, pytest.raises(ValidationError, match="Say why"):
        reveal(actor=named.officer, handle=named.handle("voice"), reason="  ")
    assert not heard
    client = sign_in(named.officer)
    with nothing_written():
        answer = client.post(address(named), {"reason": ""})
        assert answer.status_code == 422 and NAME not in answer.content.decode()


def test_each_reveal_is_a_line_of_its_own(named: World) -> None:
    for _twice in range(2):
        reveal(actor=named.officer, handle=named.handle("voice"), reason="A threat")
    assert AccessChange.objects.filter(what="revealed").count() == 2


def test_only_a_pseudonym_of_this_group_can_be_looked_behind(named: World, told: Any) -> None:
    others = [named.handle("member"), named.handle("peer", named.tanzania)]
    for handle in others:
        with nothing_written(), told() as heard, pytest.raises(NotYours):
            reveal(actor=named.officer, handle=handle, reason="A threat")
        assert not heard


def test_a_pseudonym_that_was_given_up_is_still_one(named: World, sign_in: Any) -> None:
    old = named.handle("voice")
    change_handle(actor=named.voice, group=named.ghana, text="Prestea voice 9", kind=Handle.Kind.PSEUDONYM)
    page = sign_in(named.officer).get(f"/groups/{named.ghana.pk}/pseudonyms/").content.decode()
    assert "Tarkwa voice 3" in page and "Prestea voice 9" in page and "given up" in page
    assert reveal(actor=named.officer, handle=old, reason="A threat").person == named.voice
