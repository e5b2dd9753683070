"""A caucus does not exist for who is not in it: no page, list, number, log, record or message tells of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from permissions.access import can, visible
from permissions.models import Grant, RoleHolding, Space
from realtime.events import head_of
from realtime.models import Document, Event
from tests.cast import IN_GROUP, World, nothing_written
from tests.leads import led
from tests.permissions.addresses import ADDRESSES
from tests.permissions.test_walk import bare
from workspace.boards import commands as boards
from workspace.boards.models import Action, Board
from workspace.circles import commands, inviting
from workspace.circles.models import Circle, Invitation
from workspace.circles.positions import publish_position
from workspace.discussions import commands as discussions
from workspace.discussions.models import Discussion, Post
from workspace.groups import commands as groups

from .conftest import come_in

pytestmark = [pytest.mark.data, pytest.mark.django_db]

WORDS = ("Zanzibar", "Quinine", "Marigold", "Oyster", "caucus")
SECRET = WORDS[:4]
OUTSIDERS = ("convenor", "observer", "moderator", "peer", "superuser", "stranger")
SignIn = Callable[[Any], Client]


def life_of(world: World) -> None:
    """What goes on in a circle, so that there is something to betray."""
    theme = boards.add_theme(actor=world.member, board=world.plan, name="Oyster theme")
    led(world, boards.add_action(actor=world.voice, theme=theme, title="Oyster action"))
    commands.describe_circle(actor=world.member, circle=world.circle, name="Zanzibar Lily", purpose="Zanzibar things")
    discussions.post(actor=world.member, discussion=world.talk, body="Marigold again.")


def fingerprint(client: Client, world: World) -> dict[str, str]:
    """All bytes of the pages that somebody outside has, without what is new in each."""
    pages = ["home", "lessons"]
    found = {name: bare(client.get(reverse(name))) for name in pages}
    for name in ("group", "people", "discussions", "handles"):
        found[name] = bare(client.get(reverse(name, args=[world.ghana.pk])))
    found["board"] = bare(client.get(reverse("board", args=[world.board.pk])))
    return found


@pytest.mark.parametrize("name", OUTSIDERS)
def test_not_one_byte_of_any_page_changes_when_a_caucus_comes_to_life(
    world: World, sign_in: SignIn, inside: Callable[[str], World], name: str
) -> None:
    discussions.open_discussion(actor=world.convenor, place=world.board, title="What stops women?")
    client = sign_in(world.people[name])
    before = fingerprint(client, world)
    circle = commands.open_circle(actor=world.member, group=world.ghana, kind="caucus", name="Zanzibar Lily")
    come_in(world, circle, "voice")
    talk = discussions.open_discussion(actor=world.voice, place=circle, title="Quinine Talk")
    plan = commands.open_board_in(actor=world.member, circle=circle, title="Oyster plan")
    world.things |= {"circle": circle, "talk": talk, "plan": plan}
    life_of(world)
    assert fingerprint(client, world) == before
    insider = sign_in(world.member).get(reverse("group", args=[world.ghana.pk])).content.decode()
    assert "Zanzibar Lily" in insider, "there is something that they do not see"


def test_the_logs_and_the_record_of_the_group_tell_nothing(caucus: World) -> None:
    life_of(caucus)
    inner = {caucus.circle.space_id, caucus.plan.space_id}
    told = Event.objects.exclude(space__in=inner)
    secret = {str(thing.pk) for thing in (caucus.circle, caucus.talk, caucus.plan, caucus.said)}
    for event in told:
        said = f"{event.kind} {event.thing} {event.data}"
        assert not any(word in said for word in (*SECRET, *secret, "circle")), said
    family = Space.objects.filter(home=caucus.ghana.space)
    assert not family.filter(pk__in=inner).exists() and Space.objects.get(pk=caucus.circle.space_id).home_id is None
    outside = Grant.objects.exclude(space__in=inner).exclude(space__kind="invitation")
    assert not outside.filter(role__in=[caucus.circle.keepers_id, caucus.circle.people_id]).exists()


def test_numbers_outside_do_not_move(world: World) -> None:
    spaces = {space.pk: space.access_number for space in Space.objects.all()}
    heads = {pk: head_of(pk) for pk in spaces}
    circle = commands.open_circle(actor=world.member, group=world.ghana, kind="caucus", name="Zanzibar Lily")
    come_in(world, circle, "voice")
    commands.open_board_in(actor=world.member, circle=circle, title="Oyster plan")
    commands.remove_from_circle(actor=world.member, circle=circle, handle=world.handle("voice"))
    commands.close_circle(actor=world.member, circle=circle)
    after = {space.pk: space.access_number for space in Space.objects.filter(pk__in=spaces)}
    assert after == spaces and {pk: head_of(pk) for pk in spaces} == heads


@pytest.mark.parametrize("name", OUTSIDERS)
def test_nothing_of_it_is_visible(caucus: World, name: str) -> None:
    life_of(caucus)
    person = caucus.people[name]
    for thing in (
        caucus.circle,
        caucus.talk,
        caucus.said,
        caucus.plan,
        caucus.plan.themes.get(),
        caucus.plan.actions.get(),
    ):
        assert not can(person, "view", thing) and can(caucus.voice, "view", thing)
    assert not visible(person, Circle.objects.all()).exists() and not visible(person, Invitation.objects.all()).exists()
    for model in (Discussion, Post, Board, Action, Document, Event):
        mine = visible(person, model._default_manager.all())
        assert not mine.filter(space__in=[caucus.circle.space_id, caucus.plan.space_id]).exists()


def test_names_to_mention_are_those_of_the_group(caucus: World, sign_in: SignIn) -> None:
    publish_position(actor=caucus.voice, circle=caucus.circle, body="We ask.", to=caucus.plenary, is_named=False)
    found = sign_in(caucus.convenor).get(reverse("handles", args=[caucus.ghana.pk])).json()
    assert {each["name"] for each in found} == {
        "Convenor",
        "Women miners’ representative",
        "Tarkwa voice 3",
        "Observer, donor",
    }


def test_a_working_group_is_listed_by_its_name_alone(working_group: World, sign_in: SignIn) -> None:
    life_of(working_group)
    for name in ("convenor", "observer", "moderator"):
        page = sign_in(working_group.people[name]).get(reverse("group", args=[working_group.ghana.pk])).content.decode()
        assert "Zanzibar Lily" in page and "Zanzibar things" in page
        assert not any(word in page for word in ("Quinine", "Marigold", "Oyster", str(working_group.circle.pk)))
        assert not can(working_group.people[name], "view", working_group.circle)
    abroad = sign_in(working_group.peer).get("/").content.decode()
    assert "Zanzibar" not in abroad


def test_what_is_in_a_circle_stands_in_the_circle_and_not_in_the_lists_of_the_group(
    caucus: World, sign_in: SignIn
) -> None:
    client = sign_in(caucus.voice)
    page = client.get(reverse("circle", args=[caucus.circle.pk])).content.decode()
    assert all(word in page for word in ("Zanzibar", "Quinine", "Oyster"))
    for name in ("discussions", "people"):
        assert not any(word in client.get(reverse(name, args=[caucus.ghana.pk])).content.decode() for word in SECRET)
    group = client.get(reverse("group", args=[caucus.ghana.pk])).content.decode()
    assert "Zanzibar Lily" in group and "Quinine" not in group and "Oyster" not in group
    assert "<title>Zanzibar" not in page, "the history of a shared computer does not tell"


def test_who_is_sent_away_loses_all_of_it_at_once(caucus: World, sign_in: SignIn) -> None:
    client = sign_in(caucus.voice)
    own = [reverse("circle", args=[caucus.circle.pk]), reverse("discussion", args=[caucus.talk.pk]),
           reverse("board", args=[caucus.plan.pk]), reverse("post-edit", args=[caucus.said.pk])]  # fmt: skip
    assert [client.get(url).status_code for url in own] == [200] * 4
    commands.remove_from_circle(actor=caucus.member, circle=caucus.circle, handle=caucus.handle("voice"))
    assert [client.get(url).status_code for url in own] == [404] * 4
    for word in SECRET:
        assert word not in client.get("/").content.decode()
        assert word not in client.get(reverse("group", args=[caucus.ghana.pk])).content.decode()


def test_a_command_sent_again_after_the_removal_gives_nothing_back(caucus: World, sign_in: SignIn) -> None:
    client, outside = sign_in(caucus.voice), sign_in(caucus.convenor)
    sent = {"command_id": "5b3a7c4e-8a1b-4c53-9f0e-3f4f3c1f7d11", "body": "Marigold, once more."}
    where = reverse("post-write", args=[caucus.talk.pk])
    assert client.post(where, sent).status_code == 303
    commands.remove_from_circle(actor=caucus.member, circle=caucus.circle, handle=caucus.handle("voice"))
    with nothing_written():
        assert client.post(where, sent).status_code == 404
        assert outside.post(where, sent).status_code == 404


def test_the_end_of_a_seat_is_the_end_in_the_circle(caucus: World) -> None:
    asked = inviting.invite_to_circle  # an open invitation ends with the seat as well
    other = commands.open_circle(actor=caucus.member, group=caucus.ghana, kind="caucus", name="Zanzibar Two")
    invitation = asked(actor=caucus.member, circle=other, seat=caucus.seats["voice"])
    before = head_of(caucus.ghana.space_id)
    groups.end_seat(actor=caucus.convenor, seat=caucus.seats["voice"])
    assert not can(caucus.voice, "view", caucus.circle) and not can(caucus.voice, "view", caucus.plan)
    assert not can(caucus.voice, "view", Invitation.objects.get(pk=invitation.pk))
    assert can(caucus.member, "view", caucus.circle)
    news = Event.objects.filter(space=caucus.ghana.space, seq__gt=before)
    assert [event.kind for event in news] == ["group.seat_ended"], (
        "the convenor ended a seat, and reads no more than that"
    )
    [gone] = Event.objects.filter(space=caucus.circle.space, kind="circle.gone")
    assert gone.by is None and gone.data == {}


def test_a_term_that_was_shortened_is_shortened_in_the_circle(caucus: World) -> None:
    until = RoleHolding.objects.get(user=caucus.member, role=caucus.ghana.members).until
    assert until is not None
    assert RoleHolding.objects.get(user=caucus.member, role=caucus.circle.keepers).until == until
    groups.seat_person(actor=caucus.convenor, seat=caucus.seats["empty"], person=caucus.member)
    assert RoleHolding.objects.get(user=caucus.member, role=caucus.circle.keepers).until is None


def test_every_address_of_circles_answers_outsiders_alike(caucus: World) -> None:
    """The walk asks them all; here we see that it knows them."""
    assert len([each for each in ADDRESSES if each.name.startswith(("circle", "position"))]) >= 18
    assert set(IN_GROUP) & set(OUTSIDERS)
