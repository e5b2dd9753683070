"""No byte of any page, answer or mail tells somebody what they may not know: no account, no caucus, no room's inside.

Sockets are read in tests/realtime/test_leaks.py.
"""

import re
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import urldefrag, urlsplit

import pytest
from django.core import mail
from django.urls import reverse

from permissions.access import visible
from tests.background import do_what_waits
from tests.canaries import Canary, found_in, plant
from tests.cast import World
from tests.sent_files import CANARY as META
from workspace.circles.models import Circle
from workspace.people.models import User

from .addresses import ADDRESSES, WALKERS
from .test_walk import ask

pytestmark = [pytest.mark.django_db]

LINK = re.compile(r'(?:href|src|action|hx-get)="(/[^"]*)"')
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOST_PAGES = 2_000  # of one person: the world of the tests has some 500


@pytest.fixture
def canaries(walk: World) -> list[Canary]:
    return plant(walk)


def bytes_of(answer: Any, where: str) -> bytes:
    """All that goes over the wire, without the ids that whoever asks has said themselves in the address."""
    body: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    sent = body + repr(answer.headers).encode() + repr(answer.cookies).encode()
    for said in ID.findall(where):
        sent = sent.replace(said.encode(), b"")
    return sent


def crawl(world: World, name: str) -> dict[str, bytes]:
    """Every page that somebody reaches by links, from the first page and from every address of the registry."""
    client = world.clients[name]
    waiting = ["/", *(address.where(world) for address in ADDRESSES if address.method == "GET")]
    pages: dict[str, bytes] = {}
    while waiting:
        where = waiting.pop()
        if where in pages or where.startswith(("/static/", "/sign-out/")):
            continue
        assert len(pages) < MOST_PAGES, f"{name} goes round in circles: {list(pages)[-20:]}"
        answer = client.get(where)
        pages[where] = bytes_of(answer, where)
        if answer.headers.get("Location", "").startswith("/"):
            waiting.append(urldefrag(answer.headers["Location"]).url)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            found = {urldefrag(unescape(link)).url for link in LINK.findall(answer.content.decode())}
            waiting += sorted(link for link in found if not urlsplit(link).query.startswith("next="))
    return pages


@pytest.mark.parametrize("name", WALKERS)
def test_no_page_and_no_answer_tells_what_its_reader_may_not_know(
    walk: World, canaries: list[Canary], name: str
) -> None:
    """Pages by crawling; forms by sending them empty: they are drawn again, with what their fields offer."""
    reader, pages = walk.people[name].pk, crawl(walk, name)
    assert len(pages) > len([address for address in ADDRESSES if address.method == "GET"]) - 10
    leaks = [f"{where}: {leak}" for where, sent in pages.items() for leak in found_in(sent, canaries, reader)]
    leaks += [f"{where}: what a camera wrote" for where, sent in pages.items() if META.encode() in sent]
    for address in ADDRESSES:
        if address.data is not None:
            where = address.where(walk)
            answer, _written, _told = ask(walk, replace(address, data=lambda w: {"confirmed": "yes"}), name)
            leaks += [f"{address}: {leak}" for leak in found_in(bytes_of(answer, where), canaries, reader)]
    assert not leaks, "\n".join(leaks)


def test_the_scan_would_find_a_leak(walk: World, canaries: list[Canary]) -> None:
    of = {canary.about: canary for canary in canaries}
    client = walk.clients["voice"]
    seen = client.get(reverse("group", args=[walk.ghana.pk])).content
    for circle in visible(walk.voice, Circle.objects.all()):
        word = circle.name.removesuffix("Name")
        inside = client.get(reverse("circle", args=[circle.pk])).content
        for sent, canary in ((seen, of[f"the name of {word}"]), (inside, of[f"inside {circle.kind} {word}"])):
            assert found_in(sent, [canary], walk.convenor.pk) and not found_in(sent, [canary], walk.voice.pk)
    asked = walk.clients["member"].get(reverse("circle-invitation", args=[walk.asked_in.pk])).content
    assert b"Canary" in asked and not found_in(asked, canaries, walk.member.pk), "the name is for who is asked as well"
    own = walk.clients["member"].get(reverse("account")).content
    assert found_in(own, canaries, walk.convenor.pk), "and an account is known to its owner"


def test_no_mail_tells_of_anybody_but_its_reader(walk: World, canaries: list[Canary]) -> None:
    nobody = walk.clients["anonymous"]
    users = list(User.objects.filter(is_active=True))
    for user in users:
        nobody.post(reverse("account_reset_password"), {"email": user.email})
        nobody.post(reverse("account_request_login_code"), {"email": user.email})
    do_what_waits()
    assert len(mail.outbox) >= len(users)
    for message in mail.outbox:
        reader = User.objects.get(email=message.to[0])
        sent = message.message().as_bytes() + message.body.encode() + message.subject.encode()
        assert not found_in(sent, canaries, reader.pk)
