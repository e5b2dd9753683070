"""The group reads its record: by handles of that time, nothing of what a reader may not see, no account."""

from typing import Any

import pytest

from tests.cast import World
from workspace.groups import commands as groups
from workspace.sharing.commands import end_share, restrict, share
from workspace.sharing.record import record_of

from .conftest import key

pytestmark = [pytest.mark.data, pytest.mark.django_db]


def texts(world: World, name: str) -> list[str]:
    return [line.text for line in record_of(world.people[name], world.ghana)]


def test_sharing_and_its_end_stand_there_with_who_and_why(shared: World) -> None:
    holder = f"convenor:{shared.tanzania.pk}"
    grant = share(actor=shared.convenor, thing=shared.talk, holder=holder, level="commenter", reason="They know it")
    end_share(actor=shared.convenor, thing=shared.talk, grant=grant.pk)
    ended, given = record_of(shared.observer, shared.ghana)[:2]
    assert given.text == "“Who pays for the way?” was opened to: The convenor of Tanzania (JUMKUTA)"
    assert (given.by, given.reason, given.detail) == ("Convenor", "They know it", "may read and comment")
    assert ended.text.startswith("“Who pays for the way?” is closed again for:") and ended.by == "Convenor"


def test_what_is_restricted_is_recorded_for_those_who_see_it(shared: World) -> None:
    restrict(actor=shared.convenor, thing=shared.talk, seats=[key(shared, "voice")], reason="Names are in it")
    line = "“Who pays for the way?” was restricted: only those who are named see it"
    assert line in texts(shared, "voice") and line in texts(shared, "convenor")
    for name in ("member", "observer", "moderator"):
        assert not [text for text in texts(shared, name) if "Who pays" in text]


def test_a_seat_taken_under_a_former_name_stays_under_it(shared: World) -> None:
    groups.change_handle(actor=shared.voice, group=shared.ghana, text="Kofi of Tarkwa", kind="name")
    told = texts(shared, "member")
    assert "Tarkwa voice 3 took the seat “Miners’ association delegate”" in told
    assert not [text for text in told if "Kofi" in text]


def test_roles_come_and_go(shared: World) -> None:
    groups.dismiss(actor=shared.convenor, group=shared.ghana, person=shared.observer, level="observer")
    told = texts(shared, "member")
    assert told.index("Observer, donor no longer has the role: observer") < told.index(
        "Observer, donor has a role: observer"
    )


def test_the_page_is_the_groups_own(shared: World, sign_in: Any) -> None:
    where = f"/groups/{shared.ghana.pk}/record/"
    assert "was opened to the whole group" in sign_in(shared.member).get(where).content.decode()
    assert sign_in(shared.peer).get(where).status_code == 404
