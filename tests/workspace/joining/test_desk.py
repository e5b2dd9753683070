"""The convenors' desk: who may lay an invitation on it, who reads it, and the mail that goes out."""

from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError
from django_q.models import OrmQ

from permissions.access import visible
from permissions.errors import NotAllowed, NotYours
from tests.cast import World, nothing_written
from workspace.groups.models import Seat
from workspace.joining import commands
from workspace.joining.mail import send_invitation
from workspace.joining.models import Invitation

from .conftest import SITE

pytestmark = pytest.mark.django_db


def desk(world: World) -> str:
    return f"/groups/{world.ghana.pk}/invitations/"


def test_only_convenors_read_what_lies_on_the_desk(world: World, invitation: Any, sign_in: Any) -> None:
    assert "Ama" in sign_in(world.convenor).get(desk(world)).content.decode()
    for name in ("member", "voice", "observer", "moderator", "peer", "stranger", "superuser"):
        assert not visible(world.people[name], Invitation.objects.all()).exists()
        assert "Ama" not in sign_in(world.people[name]).get(desk(world)).content.decode()
    assert not visible(world.tanzania_convenor, Invitation.objects.all()).exists()


@pytest.mark.parametrize(("name", "refusal"), [("member", NotAllowed), ("observer", NotAllowed), ("peer", NotYours)])
def test_who_is_no_convenor_invites_nobody(world: World, name: str, refusal: type[Exception], told: Any) -> None:
    with told() as heard, nothing_written(), pytest.raises(refusal):
        commands.invite(actor=world.people[name], group=world.ghana, level="observer", site=SITE)
    assert not heard


@pytest.mark.parametrize("name", ["member", "observer", "peer", "tanzania_convenor"])
def test_nobody_else_makes_a_link_or_takes_one_back(world: World, invitation: Any, name: str) -> None:
    actor = getattr(world, name)
    with nothing_written(), pytest.raises(NotYours):
        commands.make_link(actor=actor, invitation=invitation, on_paper=True)
    with nothing_written(), pytest.raises(NotYours):
        commands.withdraw(actor=actor, invitation=invitation)


@pytest.mark.parametrize(
    "wrong",
    [{"place": "moderator"}, {"place": "safeguarding"}, {"place": "member"}, {"place": ""}, {"email": "nobody"},
     {"email": "a@b.org\nBcc: all@example.org"}, {"email": "a@b.org,c@d.org"}, {"until": "2020-01-01"},
     {"until": "soon"}, {"whom": "x" * 81}],
)  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_lost(world: World, sign_in: Any, wrong: dict[str, str]) -> None:
    form = {"place": str(world.seats["empty"].pk), "whom": "Ama", "email": "ama@example.org", **wrong}
    client = sign_in(world.convenor)
    with nothing_written():
        answer = client.post(desk(world), form)
    assert answer.status_code == 422
    assert form["whom"] in answer.content.decode()
    assert not OrmQ.objects.exists() and not mail.outbox


def test_a_seat_of_another_country_is_no_seat_here(world: World, sign_in: Any) -> None:
    theirs = Seat.objects.filter(group=world.tanzania).first()
    assert theirs is not None
    client = sign_in(world.convenor)
    with nothing_written():
        assert client.post(desk(world), {"place": str(theirs.pk)}).status_code == 422
    with nothing_written(), pytest.raises(Exception, match="not one of this group"):
        commands.invite(actor=world.convenor, group=world.ghana, level="member", seat=theirs, site=SITE)


def test_empty_seats_are_offered_first_and_held_ones_as_what_passes_on(world: World, sign_in: Any) -> None:
    page = sign_in(world.convenor).get(desk(world)).content.decode()
    empty, held = (page.index(f'value="{world.seats[name].pk}"') for name in ("empty", "member"))
    assert empty < page.index("A held seat: it passes on when they come in") < held


def test_the_request_sends_no_mail_and_the_queue_holds_no_link(world: World, sign_in: Any) -> None:
    form = {"place": str(world.seats["empty"].pk), "email": "ama@example.org"}
    assert sign_in(world.convenor).post(desk(world), form).status_code == 303
    made = Invitation.objects.get(email="ama@example.org")
    assert not mail.outbox and made.digest is None
    task = OrmQ.objects.get().task
    assert task["args"] == (str(made.pk), "http://testserver/")

    assert send_invitation(*task["args"])
    [sent] = mail.outbox
    assert sent.to == ["ama@example.org"] and "\n" not in sent.subject
    link = next(word for word in sent.body.split() if "/invited/" in word)
    assert link.startswith("http://testserver/invited/")
    page: Any = sign_in(world.stranger).get(link.removeprefix("http://testserver"))
    assert page.status_code == 200 and "ama@example.org" not in page.content.decode()


def test_a_mail_that_is_sent_twice_leaves_one_link(world: World, sign_in: Any) -> None:
    made = commands.invite(
        actor=world.convenor, group=world.ghana, level="observer", email="ama@example.org", site=SITE
    )
    for _each in range(2):
        send_invitation(str(made.pk), SITE)
    links = [next(word for word in sent.body.split() if "/invited/" in word) for sent in mail.outbox]
    answers = [sign_in(world.stranger).get(link.removeprefix(SITE)).status_code for link in links]
    assert answers == [404, 200]


def test_a_withdrawn_invitation_is_not_mailed(world: World) -> None:
    made = commands.invite(
        actor=world.convenor, group=world.ghana, level="observer", email="ama@example.org", site=SITE
    )
    commands.withdraw(actor=world.convenor, invitation=made)
    assert not send_invitation(str(made.pk), SITE) and not mail.outbox


@pytest.mark.parametrize("known", [True, False])
def test_inviting_does_not_tell_whether_an_address_has_an_account(world: World, sign_in: Any, known: bool) -> None:
    if known:
        world.stranger.email = "ama@example.org"
        world.stranger.save()
    answer = sign_in(world.convenor).post(desk(world), {"place": "observer", "email": "ama@example.org"}, follow=True)
    page = answer.content.decode()
    assert "on its way" in page and "account" not in page.split("<main")[1].split("</main>")[0]


def test_the_paper_shows_the_link_as_words_and_as_a_square(world: World, invitation: Any, sign_in: Any) -> None:
    answer = sign_in(world.convenor).post(f"/invitations/{invitation.pk}/print/")
    page = answer.content.decode()
    assert "http://testserver/invited/" in page and '<path class="qr-ink" d="M' in page
    assert " style=" not in page and "no-store" in answer.headers["Cache-Control"]
    link = page.split("http://testserver")[1].split("<")[0]
    assert sign_in(world.stranger).get(link).status_code == 200


def test_a_printed_link_no_longer_speaks_for_an_address(world: World) -> None:
    made = commands.invite(
        actor=world.convenor, group=world.ghana, level="observer", email="ama@example.org", site=SITE
    )
    commands.make_link(actor=world.convenor, invitation=made, on_paper=True)
    made.refresh_from_db()
    assert made.email == ""


def test_the_database_holds_no_member_without_a_seat(world: World, invitation: Any) -> None:
    with pytest.raises(IntegrityError):
        Invitation.objects.filter(pk=invitation.pk).update(seat=None)
