"""The page on which somebody reads and changes how they appear in a group."""

from typing import Any

import pytest

from tests.cast import World
from workspace.discussions import commands as discussions
from workspace.groups import commands as groups
from workspace.groups.models import Handle

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def address(world: World) -> str:
    return f"/groups/{world.ghana.pk}/appear/"


def test_it_says_what_others_will_see_and_what_stays(world: World, sign_in: Any) -> None:
    page = sign_in(world.voice).get(address(world)).content.decode()
    assert "Tarkwa voice 3" in page and "Miners’ association delegate" in page
    for says in ("What others will see", "Old words keep the old name", "shown to nobody"):
        assert says in page
    assert page.count('href="/groups/') and f'href="{address(world)}"' in page, "the foot of each page leads there"


def test_another_name_is_taken_there_and_old_words_keep_the_old_one(world: World, sign_in: Any) -> None:
    talk = discussions.open_discussion(actor=world.member, place=world.board, title="What stops women?")
    post = discussions.post(actor=world.member, discussion=talk, body="Market day.")
    client = sign_in(world.member)
    before = world.handle("member")
    typed = {"text": "River voice 2", "kind": "pseudonym"}
    assert client.post(f"/groups/{world.ghana.pk}/people/", typed).status_code == 303
    page = client.get(address(world)).content.decode()
    assert "River voice 2" in page and "Names that your old words keep" in page and before.text in page
    post.refresh_from_db()
    assert post.handle_id == before.pk
    others = sign_in(world.convenor).get(f"/discussions/{talk.pk}/").content.decode()
    assert "River voice 2" not in others


def test_only_oneself_reads_which_names_are_one_person(world: World, sign_in: Any) -> None:
    old = world.handle("member").text
    groups.change_handle(actor=world.member, group=world.ghana, text="River voice 2", kind=Handle.Kind.PSEUDONYM)
    groups.admit(
        actor=world.tanzania_convenor, group=world.tanzania, person=world.member, level="observer", text="Mgeni 4"
    )
    own = sign_in(world.member).get(address(world)).content.decode()
    assert old in own and "Mgeni 4" in own
    for name in ("convenor", "voice", "observer"):
        page = sign_in(world.people[name]).get(address(world)).content.decode()
        assert "River voice 2" not in page and "Mgeni 4" not in page


def test_who_has_no_name_in_a_group_has_no_such_page(world: World, sign_in: Any) -> None:
    assert sign_in(world.moderator).get(address(world)).status_code == 403
    assert sign_in(world.peer).get(address(world)).status_code == 404
