"""Asking by a link: it opens nothing, whoever may share answers, and a bare address says nothing."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from permissions import grants
from permissions.access import can
from permissions.errors import NotAllowed, NotYours
from permissions.models import Space
from tests.cast import CAST, World, nothing_written
from workspace.discussions.models import Discussion
from workspace.groups import commands as groups
from workspace.groups.models import Seat
from workspace.sharing import asking
from workspace.sharing.models import AccessRequest, ShareLink

pytestmark = [pytest.mark.data, pytest.mark.django_db]

DAY = timezone.localdate() + timedelta(days=30)


@pytest.fixture
def link(shared: World) -> ShareLink:
    return asking.make_link(actor=shared.convenor, thing=shared.talk)


def talk(world: World) -> Discussion:
    return Discussion.objects.get(pk=world.talk.pk)


def test_one_asks_is_let_in_and_reads_it(shared: World, sign_in: Any, link: ShareLink) -> None:
    peer, convenor = sign_in(shared.peer), sign_in(shared.convenor)
    page = peer.get(asking.address_of(link)).content.decode()
    assert "Ghana Learning and Leadership Group" in page
    assert "Who pays" not in page and "Convenor" not in page.split("<main")[1].split("</main>")[0]
    assert not can(shared.peer, "view", talk(shared))
    answer = peer.post(asking.address_of(link), {"words": "We have the same question in Geita"})
    asked = AccessRequest.objects.get()
    assert (answer.status_code, answer.url) == (303, f"/requests/{asked.pk}/")
    assert not can(shared.peer, "view", talk(shared))
    assert "We have the same question in Geita" in convenor.get("/").content.decode()
    said = {"let_in": "1", "level": "commenter", "until": DAY.isoformat(), "words": "Welcome"}
    assert convenor.post(answer.url, said).status_code == 303
    assert can(shared.peer, "comment", talk(shared)) and not can(shared.peer, "edit", talk(shared))
    until = talk(shared).space.grants.get(user=shared.peer).until
    assert until is not None and until.date() == DAY + timedelta(days=1)
    home = peer.get("/").content.decode()
    assert "You asked for access, and were let in" in home and "Welcome" in home
    assert peer.get(asking.address_of(link)).url == f"/discussions/{shared.talk.pk}/"
    readers = convenor.get(f"/sharing/{shared.talk.pk}/discussion/").content.decode()
    assert "We have the same question in Geita" in readers and str(shared.peer.pk) not in readers
    grant = talk(shared).space.grants.get(user=shared.peer)
    assert convenor.post(f"/sharing/{shared.talk.pk}/discussion/end/", {"grant": grant.pk}).status_code == 303
    assert not can(shared.peer, "view", talk(shared))


def test_one_is_not_let_in_and_reads_why(shared: World, sign_in: Any, link: ShareLink) -> None:
    asked = asking.ask(actor=shared.peer, link=link, words="Curious")
    answer = sign_in(shared.convenor).post(f"/requests/{asked.pk}/", {"level": "guest", "words": "Not this one, sorry"})
    assert answer.status_code == 303
    assert not can(shared.peer, "view", talk(shared))
    assert "Not this one, sorry" in sign_in(shared.peer).get("/").content.decode()
    with nothing_written(), pytest.raises(ValidationError):
        asking.ask(actor=shared.peer, link=link, words="Once more")
    with nothing_written(), pytest.raises(ValidationError):
        asking.answer(actor=shared.convenor, request=asked, level="guest", until=DAY, words="After all")


def test_whoever_sees_it_is_led_there_and_all_others_may_ask_or_read_why_not(
    shared: World, sign_in: Any, link: ShareLink
) -> None:
    for name in CAST:
        answer = sign_in(shared.people[name]).get(asking.address_of(link))
        if name in ("convenor", "member", "voice", "observer", "moderator"):
            assert (answer.status_code, answer.url) == (302, f"/discussions/{shared.talk.pk}/"), name
        elif name in ("anonymous", "inactive"):
            assert answer.status_code == 302 and answer.url.startswith("/sign-in/"), name
        else:
            assert answer.status_code == 200, name
            assert ('name="words"' in answer.content.decode()) is (name == "peer"), name
    for name in ("stranger", "superuser"):
        with nothing_written(), pytest.raises(NotAllowed):
            asking.ask(actor=shared.people[name], link=link, words="Let me in")


def test_what_is_made_up_ended_or_over_is_answered_alike(shared: World, sign_in: Any, link: ShareLink) -> None:
    peer = sign_in(shared.peer)
    other = asking.make_link(actor=shared.convenor, thing=shared.about)
    good, signature = asking.address_of(link), asking.address_of(other).split("/")[3]
    odd = [
        f"/ask/{link.pk}/{signature}/",
        f"/ask/{link.pk}/x/",
        f"/ask/{uuid4()}/{good.split('/')[3]}/",
        f"/ask/{link.pk}/",
    ]
    assert [peer.get(address).status_code for address in odd] == [404] * 4
    assert peer.get(f"/discussions/{shared.talk.pk}/").status_code == 404
    asking.end_link(actor=shared.convenor, thing=shared.talk, link=link.pk)
    assert peer.get(good).status_code == 404
    ShareLink.objects.filter(pk=other.pk).update(until=timezone.now())
    assert peer.get(asking.address_of(other)).status_code == 404


def test_a_link_ends_with_the_right_of_who_made_it(shared: World, sign_in: Any, link: ShareLink) -> None:
    asked = asking.ask(actor=shared.peer, link=link, words="We try it, too")
    groups.admit(actor=shared.convenor, group=shared.ghana, person=shared.member, level="convenor")
    groups.dismiss(actor=shared.member, group=shared.ghana, person=shared.convenor, level="convenor")
    assert sign_in(shared.tanzania_convenor).get(asking.address_of(link)).status_code == 404
    with nothing_written(), pytest.raises((NotAllowed, NotYours)):
        asking.answer(actor=shared.convenor, request=asked, level="reader", until=DAY, words="Come in")
    page = sign_in(shared.peer).get(f"/requests/{asked.pk}/")
    assert page.status_code == 200 and "Who pays" not in page.content.decode()


@pytest.mark.parametrize("name", ["member", "observer", "moderator", "stranger", "peer"])
def test_only_who_may_share_makes_links_and_answers(shared: World, link: ShareLink, name: str) -> None:
    asked = asking.ask(actor=shared.peer, link=link, words="We try it, too")
    actor = shared.people[name]
    refusal = (NotYours, NotAllowed)
    with nothing_written():
        with pytest.raises(refusal):
            asking.make_link(actor=actor, thing=shared.talk)
        with pytest.raises(refusal):
            asking.end_link(actor=actor, thing=shared.talk, link=link.pk)
        with pytest.raises(refusal):
            asking.answer(actor=actor, request=asked, level="guest", until=DAY, words="In with you")


@pytest.mark.parametrize(
    "asked",
    [{"level": "convenor"}, {"level": "member"}, {"until": None}, {"until": DAY - timedelta(days=60)}, {"words": " "}],
)
def test_nobody_is_let_in_as_more_or_without_end(shared: World, link: ShareLink, asked: dict[str, Any]) -> None:
    request = asking.ask(actor=shared.peer, link=link, words="We try it, too")
    good: dict[str, Any] = {"level": "reader", "until": DAY, "words": "Welcome"}
    with nothing_written(), pytest.raises(ValidationError):
        asking.answer(actor=shared.convenor, request=request, **good | asked)


def test_what_a_circle_keeps_has_no_link(shared: World, sign_in: Any) -> None:
    """Not even one that was made before: the discussion of a circle is neither shared, nor asked for."""
    link = asking.make_link(actor=shared.convenor, thing=shared.talk)
    circle = Space.objects.create(kind="circle")
    space = Space.objects.create(kind="board", home=circle)
    grants.give(space=space, user=shared.convenor, level="keeper", reason="opened it")
    Discussion.objects.filter(pk=shared.talk.pk).update(space=space)
    assert sign_in(shared.peer).get(asking.address_of(link)).status_code == 404
    with nothing_written(), pytest.raises(NotAllowed):
        asking.make_link(actor=shared.convenor, thing=talk(shared))
    page = sign_in(shared.convenor).get(f"/sharing/{shared.talk.pk}/discussion/").content.decode()
    assert "Make a link" not in page and "A circle keeps this" in page


def test_who_leaves_their_own_group_is_in_nowhere_else_as_one_of_it(shared: World, link: ShareLink) -> None:
    asked = asking.ask(actor=shared.peer, link=link, words="We try it, too")
    asking.answer(actor=shared.convenor, request=asked, level="reader", until=DAY, words="Welcome")
    assert can(shared.peer, "view", talk(shared))
    seat = Seat.objects.get(handle=shared.handle("peer", shared.tanzania))
    groups.end_seat(actor=shared.tanzania_convenor, seat=seat)
    assert not can(shared.peer, "view", talk(shared))


def test_nobody_is_let_in_for_longer_than_their_own_term(shared: World, link: ShareLink) -> None:
    asked = asking.ask(actor=shared.peer, link=link, words="We try it, too")
    seat = Seat.objects.get(handle=shared.handle("peer", shared.tanzania))
    groups.end_seat(actor=shared.tanzania_convenor, seat=seat)
    last = timezone.localdate() + timedelta(days=3)
    groups.seat_person(actor=shared.tanzania_convenor, seat=seat, person=shared.peer, until=last)
    asking.answer(actor=shared.convenor, request=asked, level="reader", until=DAY, words="Welcome")
    until = talk(shared).space.grants.get(user=shared.peer).until
    assert until is not None and timezone.localdate(until) == last + timedelta(days=1)
