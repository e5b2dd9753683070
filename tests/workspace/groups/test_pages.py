"""The pages of a group, and what a mention finds."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from realtime.events import head_of
from tests.cast import World
from workspace.groups import commands as groups
from workspace.groups.models import Handle, Seat

pytestmark = pytest.mark.django_db


def main_of(answer: Any) -> str:
    return str(answer.content.decode()).split("<main")[1].split("</main>")[0]


def test_a_group_shows_its_people_by_seat(world: World, sign_in: Any) -> None:
    page = main_of(sign_in(world.member).get(f"/groups/{world.ghana.pk}/"))
    assert "Women miners’ representative" in page and "Empty seat" in page and "Observer, donor" in page
    assert "3 of 4 seats are held" in page
    assert world.board.title in page


def test_a_pseudonym_has_the_ring_and_the_word(world: World, sign_in: Any) -> None:
    page = main_of(sign_in(world.observer).get(f"/groups/{world.ghana.pk}/people/"))
    before = page.split("Tarkwa voice 3")[0]
    assert "token-pseudonym" in before and "pseudonym · " in page


@pytest.mark.parametrize("name", ["convenor", "member", "observer", "moderator"])
def test_no_page_tells_who_stands_behind_a_pseudonym(world: World, sign_in: Any, name: str) -> None:
    world.voice.name, world.voice.email = "Kofi Secret", "kofi@example.org"
    world.voice.save()
    client = sign_in(world.people[name])
    addresses = [f"/groups/{world.ghana.pk}/{end}" for end in ("", "people/", "handles/?q=voice")]
    for address in [*addresses, f"/boards/{world.board.pk}/", f"/actions/{world.action.pk}/"]:
        page = client.get(address).content.decode()
        assert "Kofi" not in page and "kofi@" not in page and str(world.voice.pk) not in page
        assert str(world.voice.store_key) not in page


def test_the_page_of_a_group_is_asked_the_same_with_many_seats(world: World, sign_in: Any) -> None:
    client = sign_in(world.member)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/groups/{world.ghana.pk}/people/")
        return len(asked)

    few = queries()
    of = world.seats["member"].stakeholder_group
    for n in range(12):
        groups.add_seat(actor=world.convenor, stakeholder_group=of, name=f"Delegate {n}")
    assert queries() == few <= 15


def test_a_mention_finds_names_and_seats_and_says_nothing_else(world: World, sign_in: Any) -> None:
    client = sign_in(world.member)
    found = json.loads(client.get(f"/groups/{world.ghana.pk}/handles/?q=TARKWA").content)
    assert found == [
        {"id": str(world.handle("voice").pk), "name": "Tarkwa voice 3", "seat": "Miners’ association delegate"}
    ]
    by_seat = json.loads(client.get(f"/groups/{world.ghana.pk}/handles/?q=women miners").content)
    assert [each["name"] for each in by_seat] == ["Women miners’ representative"]
    all_names = [each["name"] for each in json.loads(client.get(f"/groups/{world.ghana.pk}/handles/").content)]
    assert "Miners’ association treasurer" not in all_names  # the account is closed


def test_somebody_appears_under_another_name(world: World, sign_in: Any) -> None:
    client, people = sign_in(world.member), f"/groups/{world.ghana.pk}/people/"
    assert 'value="Women miners’ representative"' in main_of(client.get(people))
    assert client.post(people, {"text": "Prestea voice 1", "kind": "pseudonym"}).status_code == 303
    assert world.handle("member").text == "Prestea voice 1"
    page = main_of(client.get(people))
    assert "Prestea voice 1" in page and "token-pseudonym" in page


def test_a_name_that_is_taken_comes_back_with_what_was_typed(world: World, sign_in: Any) -> None:
    answer = sign_in(world.member).post(
        f"/groups/{world.ghana.pk}/people/", {"text": "tarkwa VOICE 3", "kind": "name"}, HTTP_HX_REQUEST="true"
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="tarkwa VOICE 3"' in page and "Choose another" in page


def test_a_moderator_reads_the_people_and_has_no_name_to_change(world: World, sign_in: Any) -> None:
    page = main_of(sign_in(world.moderator).get(f"/groups/{world.ghana.pk}/people/"))
    assert "How you appear here" not in page


def test_a_new_member_is_pushed_to_the_open_pages(world: World) -> None:
    from permissions.access import levels
    from realtime.events import read
    from realtime.regions import Audience, draw, regions_of

    space = world.ghana.space
    after = head_of(space.pk)
    groups.seat_person(actor=world.convenor, seat=world.seats["empty"], person=world.stranger, text="Prestea delegate")
    drawn = draw(regions_of(read(space.pk, after)), Audience(space.pk, "en", levels(world.member, space)))
    assert [topics for topics, _html in drawn] == [frozenset({f"group:{world.ghana.pk}"})]
    assert "Prestea delegate" in drawn[0][1][0] and "csrf" not in drawn[0][1][0]


def test_the_cast_s_seats_belong_to_handles_not_to_people(world: World) -> None:
    assert {field.name for field in Seat._meta.get_fields() if field.is_relation} >= {"handle"}
    assert "person" not in {field.name for field in Seat._meta.get_fields()}
    assert Handle.objects.filter(group=world.ghana, kind="pseudonym").count() == 1
