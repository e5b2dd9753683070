"""A position of a caucus reaches the group; nothing about it leads to a person."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from permissions.errors import NotAllowed, NotYours
from realtime.models import Event
from realtime.regions import Audience, draw, event_as_json, regions_of
from tests.cast import World, nothing_written
from workspace.circles import commands
from workspace.circles.models import Position
from workspace.circles.positions import publish_position, withdraw_position
from workspace.discussions import commands as discussions
from workspace.discussions.models import Discussion, Post, Visit
from workspace.groups import commands as groups
from workspace.groups.models import Handle

pytestmark = [pytest.mark.data, pytest.mark.django_db]

SignIn = Callable[[Any], Client]


def test_it_stands_in_the_group_under_a_name_that_is_nobodys(caucus: World, sign_in: SignIn) -> None:
    position = publish_position(actor=caucus.voice, circle=caucus.circle, body="We ask for a seat.", to=caucus.plenary)
    handle = position.post.handle
    assert (handle.person, handle.kind, handle.group) == (None, "caucus", caucus.ghana)
    page = sign_in(caucus.convenor).get(reverse("discussion", args=[caucus.plenary.pk])).content.decode()
    assert "We ask for a seat." in page and "A caucus of this group" in page and "Zanzibar" not in page
    own = sign_in(caucus.voice).get(reverse("discussion", args=[caucus.plenary.pk])).content.decode()
    assert reverse("post-edit", args=[position.post_id]) not in own, "not even the screen of its author tells"


def test_no_event_row_or_fragment_outside_names_who_published(caucus: World) -> None:
    before = {event.pk for event in Event.objects.all()}
    position = publish_position(actor=caucus.voice, circle=caucus.circle, body="We ask.", to=caucus.plenary)
    news = Event.objects.exclude(pk__in=before)
    [outside] = news.filter(space=caucus.plenary.space)
    assert outside.by is None and outside.data == {"discussion": str(caucus.plenary.pk)}
    assert event_as_json(outside, {})["by"] is None
    audience = Audience(caucus.plenary.space_id, "en", frozenset({"convenor"}))
    drawn = str(draw(regions_of([outside]), audience))
    assert "We ask." in drawn and str(caucus.handle("voice").pk) not in drawn and "Tarkwa voice" not in drawn
    [inside] = news.filter(space=caucus.circle.space)
    assert inside.by == caucus.handle("voice").pk and inside.data == {"position": str(position.pk)}
    assert position.published_by == caucus.handle("voice")


def test_what_the_author_has_read_or_not_does_not_tell(caucus: World) -> None:
    for name in ("member", "voice"):
        discussions.note_visit(actor=caucus.people[name], discussion=caucus.plenary)
    publish_position(actor=caucus.voice, circle=caucus.circle, body="We ask.", to=caucus.plenary)
    seen = {visit.person.username: visit.seen for visit in Visit.objects.filter(discussion=caucus.plenary)}
    assert seen["member"] == seen["voice"] == 0


def test_the_caucus_is_named_where_it_chose_to_be(caucus: World) -> None:
    position = publish_position(
        actor=caucus.voice, circle=caucus.circle, body="We ask.", to=caucus.plenary, is_named=True
    )
    assert str(position.post.handle) == "Caucus “Zanzibar Lily”"
    again = publish_position(actor=caucus.member, circle=caucus.circle, body="Again.", to=caucus.plenary, is_named=True)
    assert again.post.handle == position.post.handle
    other = commands.open_circle(actor=caucus.convenor, group=caucus.ghana, kind="caucus", name="Zanzibar Lily")
    with nothing_written(), pytest.raises(ValidationError):
        publish_position(actor=caucus.convenor, circle=other, body="Not us.", to=caucus.plenary, is_named=True)


def test_two_caucuses_without_a_name_sound_alike(caucus: World) -> None:
    other = commands.open_circle(actor=caucus.convenor, group=caucus.ghana, kind="caucus", name="Those who convene")
    said = [
        publish_position(actor=actor, circle=circle, body="We ask.", to=caucus.plenary).post.handle
        for actor, circle in ((caucus.voice, caucus.circle), (caucus.convenor, other))
    ]
    assert said[0] == said[1]


def test_on_a_board_it_opens_a_discussion_that_nobody_opened(caucus: World) -> None:
    position = publish_position(
        actor=caucus.voice, circle=caucus.circle, body="We ask.", to=caucus.board, title="The way there"
    )
    talk = position.post.discussion
    assert talk.title == "The way there" and talk.space == caucus.board.space and talk.handle.person is None
    assert not Event.objects.filter(thing__in=[talk.pk, position.post_id], by__isnull=False).exists()


def test_nobody_speaks_in_the_voice_of_a_caucus(caucus: World) -> None:
    for text in ("A caucus of this group", "a CAUCUS of this group"):
        with nothing_written(), pytest.raises(ValidationError):
            groups.change_handle(actor=caucus.member, group=caucus.ghana, text=text, kind="pseudonym")
    publish_position(actor=caucus.voice, circle=caucus.circle, body="We ask.", to=caucus.plenary, is_named=True)
    with nothing_written(), pytest.raises(ValidationError):
        groups.change_handle(actor=caucus.member, group=caucus.ghana, text="Caucus “Zanzibar Lily”", kind="role")
    with nothing_written(), pytest.raises(ValidationError):
        groups.change_handle(actor=caucus.member, group=caucus.ghana, text="Somebody", kind="caucus")


@pytest.mark.parametrize("name", ["convenor", "observer", "moderator", "peer", "superuser"])
def test_who_is_not_in_it_does_not_speak_for_it(caucus: World, name: str) -> None:
    position = publish_position(actor=caucus.voice, circle=caucus.circle, body="We ask.", to=caucus.plenary)
    with nothing_written(), pytest.raises(NotYours):
        publish_position(actor=caucus.people[name], circle=caucus.circle, body="No.", to=caucus.plenary)
    with nothing_written(), pytest.raises(NotYours):
        withdraw_position(actor=caucus.people[name], position=position)


def test_it_goes_to_the_own_group_alone(caucus: World) -> None:
    for to in (caucus.talk, caucus.plan):
        with nothing_written(), pytest.raises(ValidationError):
            publish_position(actor=caucus.voice, circle=caucus.circle, body="No.", to=to, title="x")
    abroad = discussions.open_discussion(actor=caucus.tanzania_convenor, place=caucus.tz_board, title="Mbali")
    with nothing_written(), pytest.raises(ValidationError):
        publish_position(actor=caucus.voice, circle=caucus.circle, body="No.", to=abroad)


def test_it_is_taken_back_by_any_of_them_and_by_nobody_else(caucus: World) -> None:
    position = publish_position(actor=caucus.voice, circle=caucus.circle, body="We ask.", to=caucus.plenary)
    for name in ("voice", "convenor"):
        with nothing_written(), pytest.raises(NotAllowed):
            discussions.delete_post(actor=caucus.people[name], post=position.post)
    withdraw_position(actor=caucus.member, position=position)
    post = Post.objects.get(pk=position.post_id)
    assert post.deleted_at is not None
    assert Event.objects.get(thing=post.pk, kind="post.deleted").by is None
    withdraw_position(actor=caucus.member, position=position)
    assert Event.objects.filter(thing=post.pk, kind="post.deleted").count() == 1


def test_a_working_group_speaks_under_the_names_of_its_people(working_group: World, sign_in: SignIn) -> None:
    with nothing_written(), pytest.raises(ValidationError):
        publish_position(
            actor=working_group.voice, circle=working_group.circle, body="We ask.", to=working_group.plenary
        )
    assert sign_in(working_group.voice).get(f"/circles/{working_group.circle.pk}/position/").status_code == 404


def test_the_page_shows_first_what_becomes_visible_to_whom(caucus: World, sign_in: SignIn) -> None:
    client, where = sign_in(caucus.voice), reverse("circle-position", args=[caucus.circle.pk])
    words = {"body": "We *ask*.", "to": f"discussion:{caucus.plenary.pk}"}
    with nothing_written():
        shown = client.post(where, words)
    page = shown.content.decode()
    assert shown.status_code == 200 and "We <em>ask</em>." in page and "A caucus of this group" in page
    assert "Members of Ghana group" in page and "IIED’s moderators" in page and caucus.plenary.title in page
    assert client.post(where, words | {"confirmed": "yes"}).status_code == 303
    post = Post.objects.get(discussion=caucus.plenary)
    assert post.body == "We *ask*." and post.handle.text in page
    for name in ("convenor", "observer", "moderator"):
        assert (
            "We <em>ask</em>."
            in sign_in(caucus.people[name]).get(f"/discussions/{caucus.plenary.pk}/").content.decode()
        )


@pytest.mark.parametrize(
    "wrong", [{"body": " "}, {"to": ""}, {"to": "discussion:5b3a7c4e-8a1b-4c53-9f0e-3f4f3c1f7d11"}, {"to": "board"}]
)
def test_what_is_wrong_is_said_and_nothing_is_lost(caucus: World, sign_in: SignIn, wrong: dict[str, str]) -> None:
    words: dict[str, str] = {"body": "We ask.", "to": f"discussion:{caucus.plenary.pk}", "confirmed": "yes"}
    if wrong.get("to") == "board":
        wrong = {"to": f"board:{caucus.board.pk}"}  # without a title
    client = sign_in(caucus.voice)
    with nothing_written():
        answer = client.post(reverse("circle-position", args=[caucus.circle.pk]), words | wrong)
    assert answer.status_code == 422
    assert ("We ask." in answer.content.decode()) == ("body" not in wrong)
    assert Position.objects.count() == 0 and Discussion.objects.filter(space=caucus.board.space).count() == 1
    assert not Handle.objects.filter(kind="caucus").exists()
