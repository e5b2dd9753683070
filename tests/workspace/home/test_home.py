"""The first page: what waits for me, what changed, my groups."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import SIGNED_IN, World
from tests.leads import led
from workspace.boards import commands as boards
from workspace.boards import leading
from workspace.discussions import commands as talk
from workspace.discussions.models import Discussion, Visit
from workspace.groups.models import Seat
from workspace.lessons import commands as lessons
from workspace.reminders.tasks import prepare_reminders

pytestmark = pytest.mark.django_db


def main_of(response: Any) -> str:
    return re.split(r"</?main[^>]*>", response.content.decode())[1]


def lead(world: World, action: Any, **values: Any) -> None:
    action.refresh_from_db()
    if action.lead is None:
        led(world, action, "member")
    boards.edit_action(actor=world.convenor, action=action, values=values)
    prepare_reminders()


def in_days(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def discussion(world: World) -> Discussion:
    made = talk.open_discussion(actor=world.member, place=world.board, title="Who pays the way?")
    talk.post(actor=world.voice, discussion=made, body="The assembly cannot.")
    return made


def test_what_my_seat_leads_waits_when_it_is_late_blocked_or_soon(world: World, sign_in: Any) -> None:
    late, blocked, later = world.actions
    lead(world, late, due=in_days(-3))
    lead(world, blocked, status="blocked", status_note="No room yet", due=in_days(90))
    lead(world, later, due=in_days(15))
    page = main_of(sign_in(world.member).get("/"))
    assert "2 things wait for you" in page and "No room yet" in page
    waiting = page[: page.index('id="changed"')]
    assert waiting.index(late.title) < waiting.index(blocked.title) and later.title not in waiting
    lead(world, later, due=in_days(14))
    assert "in 14 days" in main_of(sign_in(world.member).get("/"))


@pytest.mark.parametrize("status", ["done", "paused"])
def test_what_is_done_or_paused_does_not_wait(world: World, sign_in: Any, status: str) -> None:
    lead(world, world.action, due=in_days(-3), status=status, status_note="It is so")
    assert "Nothing waits for you" in main_of(sign_in(world.member).get("/"))


def test_what_another_seat_leads_does_not_wait_for_me(world: World, sign_in: Any) -> None:
    lead(world, world.action, due=in_days(-3))
    for name in ("voice", "convenor", "observer", "peer"):
        assert "Your seat leads" not in main_of(sign_in(getattr(world, name)).get("/"))


def test_a_discussion_waits_until_it_is_read_and_again_when_it_goes_on(
    world: World, discussion: Discussion, sign_in: Any
) -> None:
    reader = sign_in(world.member)
    assert "1 post that you have not read" in main_of(reader.get("/"))
    reader.get(f"/discussions/{discussion.pk}/")
    assert "Nothing waits for you" in main_of(reader.get("/"))
    Visit.objects.update(at=timezone.now() - timedelta(days=2))
    talk.post(actor=world.voice, discussion=discussion, body="The company offers a bus.")
    assert "1 new post since you were here" in main_of(reader.get("/"))
    talk.post(actor=world.member, discussion=discussion, body="Thank you.")
    assert "1 new post since you were here" in main_of(reader.get("/")), "what others said is not read by answering it"


def test_a_draft_that_i_am_invited_to_waits(world: World, sign_in: Any) -> None:
    draft = lessons.start_lesson(actor=world.member, group=world.ghana, title="Pay their day")
    seat = Seat.objects.get(handle=world.handle("peer", world.tanzania))
    invitation = lessons.invite_to_draft(actor=world.convenor, lesson=draft, seat=seat)
    guest = sign_in(world.peer)
    page = main_of(guest.get("/"))
    assert "Pay their day" in page and f"/lessons/drafts/{draft.pk}/" in page and "Convenor in Ghana" in page
    lessons.end_invitation(actor=world.convenor, invitation=invitation)
    assert "Pay their day" not in main_of(guest.get("/"))


def test_changes_are_told_as_sentences_with_links(world: World, discussion: Discussion, sign_in: Any) -> None:
    lead(world, world.action, status="blocked", status_note="No room yet")
    talk.post(actor=world.voice, discussion=discussion, body="The company offers a bus.")
    page = main_of(sign_in(world.member).get("/"))
    changed = page[page.index('id="changed"') :]
    assert "2 new posts in “Who pays the way?”" in changed and "Tarkwa voice 3" in changed
    assert re.search(rf'href="/actions/{world.action.pk}/".*?is blocked.*?No room yet', changed, re.DOTALL)
    assert world.tz_action.title not in page


def test_sentences_are_in_the_language_of_the_reader(world: World, discussion: Discussion, sign_in: Any) -> None:
    page = sign_in(world.member).get("/", headers={"accept-language": "fr"})
    assert page.headers["Content-Language"] == "fr"


def test_my_own_changes_are_not_news_to_me(world: World, sign_in: Any) -> None:
    boards.edit_action(actor=world.member, action=world.action, values={"status": "delayed", "status_note": "The road"})
    assert "is delayed" not in main_of(sign_in(world.member).get("/"))
    assert "is delayed" in main_of(sign_in(world.voice).get("/"))


def test_a_post_that_was_taken_back_is_not_told(world: World, sign_in: Any) -> None:
    made = talk.open_discussion(actor=world.member, place=world.board, title="Who pays the way?")
    said = talk.post(actor=world.voice, discussion=made, body="Nobody.")
    talk.delete_post(actor=world.voice, post=said)
    assert "new post in" not in main_of(sign_in(world.convenor).get("/"))


@pytest.mark.parametrize("name", [name for name in SIGNED_IN if name != "inactive"])
def test_everybody_has_a_first_page_with_their_groups_alone(world: World, sign_in: Any, name: str) -> None:
    answer = sign_in(getattr(world, name)).get("/")
    page = main_of(answer)
    sees = {"peer": {world.tanzania}, "stranger": set(), "superuser": set(), "moderator": {world.ghana, world.tanzania}}
    mine = sees.get(name, {world.ghana})
    assert answer.status_code == 200
    for group in (world.ghana, world.tanzania):
        assert (f"/groups/{group.pk}/" in page) == (group in mine)


def test_a_group_tells_how_its_board_stands(world: World, sign_in: Any) -> None:
    lead(world, world.action, status="delayed", status_note="The road")
    page = main_of(sign_in(world.observer).get("/"))
    assert "Of 3 actions" in page and "Delayed · 1" in page


def test_more_of_everything_costs_no_more_questions(world: World, discussion: Discussion, sign_in: Any) -> None:
    reader = sign_in(world.voice)
    seat = world.seats["voice"]

    def more() -> None:
        for _ in range(3):
            made = talk.open_discussion(actor=world.member, place=world.board, title="Another")
            talk.post(actor=world.member, discussion=made, body="More")
            action = boards.add_action(actor=world.convenor, theme=world.theme, title="More")
            leading.offer_lead(actor=world.voice, action=action, seat=seat)
            asked = boards.add_action(actor=world.convenor, theme=world.theme, title="Asked")
            leading.offer_lead(actor=world.convenor, action=asked, seat=seat)
            boards.edit_action(actor=world.convenor, action=action, values={"due": in_days(1)})

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            reader.get("/")
        return len(queries)

    more()
    cost()
    few = cost()
    more()
    more()
    assert cost() <= few < 36
