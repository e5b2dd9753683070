"""Each status asks for what it needs, says what is missing, and keeps what was typed."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tests.cast import World, nothing_written
from workspace.boards import commands as boards
from workspace.boards.models import Action
from workspace.boards.statuses import NEED_A_WORD, QUESTIONS

pytestmark = [pytest.mark.data, pytest.mark.django_db]

MISSING = {
    "delayed": "Say why it is late",
    "blocked": "Say who or what blocks it",
    "paused": "Say what changed",
    "needs-resources": "Say which resources are missing",
    "done": "Say how we know that it is done",
}


def test_each_status_has_a_question_and_most_need_an_answer() -> None:
    assert set(QUESTIONS) == set(Action.Status.values)
    assert set(Action.Status.values) - NEED_A_WORD == {"not-started", "on-track"}
    assert set(MISSING) == NEED_A_WORD


@pytest.mark.parametrize("status", MISSING)
def test_a_status_without_what_it_needs_is_refused_in_its_own_words(world: World, sign_in: Any, status: str) -> None:
    with nothing_written(), pytest.raises(ValidationError) as refusal:
        boards.edit_action(actor=world.member, action=world.action, values={"status": status})
    assert list(refusal.value.message_dict) == ["status_note"]
    form = {"status": status, "status_note": " ", "seen_status": "not-started", "seen_status_note": "", "at": "page"}
    member = sign_in(world.member)
    with nothing_written():
        answer = member.post(f"/actions/{world.action.pk}/edit/", form)
    page = answer.content.decode()
    assert answer.status_code == 422 and MISSING[status] in page
    assert f'<option value="{status}" selected>' in page, "what was chosen stays chosen"


@pytest.mark.parametrize("status", MISSING)
def test_its_words_are_not_taken_from_it_later(world: World, status: str) -> None:
    boards.edit_action(actor=world.member, action=world.action, values={"status": status, "status_note": "So it is"})
    with nothing_written(), pytest.raises(ValidationError):
        boards.edit_action(actor=world.member, action=world.action, values={"status_note": ""})
    boards.edit_action(actor=world.member, action=world.action, values={"status_note": "In other words"})
    world.action.refresh_from_db()
    assert world.action.status_note == "In other words"


@pytest.mark.parametrize("status", ["not-started", "on-track"])
def test_words_may_go_where_none_are_needed(world: World, status: str) -> None:
    boards.edit_action(actor=world.member, action=world.action, values={"status": status, "status_note": "11 of 20"})
    boards.edit_action(actor=world.member, action=world.action, values={"status_note": ""})
    world.action.refresh_from_db()
    assert world.action.status_note == ""


def test_a_delay_says_why_and_until_when_in_one_form(world: World, sign_in: Any) -> None:
    member = sign_in(world.member)
    page = member.get(f"/actions/{world.action.pk}/").content.decode()
    assert 'data-asks="delayed">Why is it late?' in page and 'data-asks="paused">What changed?' in page
    form = {
        "at": "page", "status": "delayed", "seen_status": "not-started", "status_note": "The road is closed",
        "seen_status_note": "", "due": "2031-03-09", "seen_due": "",
    }  # fmt: skip
    assert member.post(f"/actions/{world.action.pk}/edit/", form).status_code == 303
    world.action.refresh_from_db()
    assert (world.action.status, world.action.due) == ("delayed", date(2031, 3, 9))


def test_what_is_wrong_with_the_date_of_a_delay_shows_the_whole_form_again(world: World, sign_in: Any) -> None:
    member = sign_in(world.member)
    form = {"at": "page", "status": "delayed", "status_note": "The road is closed", "due": "soon", "seen_due": ""}
    with nothing_written():
        answer = member.post(f"/actions/{world.action.pk}/edit/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<option value="delayed" selected>' in page and "The road is closed" in page and 'value="soon"' in page
