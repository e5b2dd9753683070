"""Undo my last change: step by step back through one's own work, and nobody else's."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from permissions.errors import NotAllowed, NotYours
from realtime.models import Event
from tests.cast import World, nothing_written
from workspace.boards import commands as boards
from workspace.boards.models import Action, Theme
from workspace.boards.undo import undo_change
from workspace.changes.commands import undo_last

pytestmark = [pytest.mark.django_db, pytest.mark.data]

IN_PLACE = {"HTTP_HX_REQUEST": "true"}


def title(world: World) -> str:
    return Action.objects.get(pk=world.action.pk).title


def rename(world: World, who: Any, *titles: str) -> None:
    for each in titles:
        boards.edit_action(actor=who, action=world.action, values={"title": each})


def test_several_steps_back_one_after_the_other(world: World) -> None:
    was = title(world)
    rename(world, world.member, "One", "Two")
    boards.move_action(actor=world.member, action=world.action, theme=world.second_theme)
    for _step in range(3):
        undo_last(actor=world.member, board=world.board)
    assert title(world) == was and Action.objects.get(pk=world.action.pk).theme_id == world.theme.pk
    with pytest.raises(ValidationError, match="nothing of yours"), nothing_written():
        undo_last(actor=world.member, board=world.board)


def test_what_was_taken_back_by_mistake_comes_again_and_goes_again(world: World) -> None:
    rename(world, world.member, "One")
    undo_last(actor=world.member, board=world.board)
    undo_change(actor=world.member, event=Event.objects.order_by("-at", "-seq")[0])
    assert title(world) == "One"
    undo_last(actor=world.member, board=world.board)
    assert title(world) != "One"


def test_nobody_takes_back_what_somebody_else_did(world: World) -> None:
    rename(world, world.member, "Mine")
    boards.edit_action(actor=world.voice, action=world.actions[1], values={"title": "Theirs"})
    undo_last(actor=world.member, board=world.board)
    assert title(world) != "Mine" and Action.objects.get(pk=world.actions[1].pk).title == "Theirs"


def test_what_somebody_changed_again_is_refused_in_a_sentence(world: World, sign_in: Any) -> None:
    rename(world, world.member, "Mine")
    rename(world, world.voice, "Theirs")
    client = sign_in(world.member)
    with nothing_written():
        answer = client.post(f"/boards/{world.board.pk}/undo/", **IN_PLACE)
    page = answer.content.decode()
    assert answer.status_code == 422 and "It was changed again since" in page
    assert f'href="/actions/{world.action.pk}/"' in page and "Undo my last change" in page
    assert title(world) == "Theirs"


def test_what_another_took_back_is_no_step_of_mine_any_more(world: World) -> None:
    was = title(world)
    rename(world, world.member, "One")
    boards.edit_action(actor=world.member, action=world.actions[1], values={"status": "delayed", "status_note": "Rain"})
    undo_change(actor=world.convenor, event=Event.objects.order_by("-at", "-seq")[0])
    undo_last(actor=world.member, board=world.board)
    assert title(world) == was


def test_a_theme_and_a_new_action_are_steps_too(world: World) -> None:
    theme = boards.add_theme(actor=world.member, board=world.board, name="Voice")
    action = boards.add_action(actor=world.member, theme=theme, title="Train")
    undo_last(actor=world.member, board=world.board)
    assert Action.objects.get(pk=action.pk).archived_at is not None
    undo_last(actor=world.member, board=world.board)
    assert Theme.objects.get(pk=theme.pk).archived_at is not None


def test_a_change_of_another_day_stays(world: World) -> None:
    rename(world, world.member, "One")
    Event.objects.update(at=timezone.now() - timedelta(hours=13))
    with pytest.raises(ValidationError, match="12 hours"):
        undo_last(actor=world.member, board=world.board)


def test_a_change_on_another_board_stays(world: World) -> None:
    other = boards.open_board(actor=world.convenor, group=world.ghana, title="Second plan")
    rename(world, world.convenor, "One")
    Event.objects.exclude(data__has_key="changed").update(at=timezone.now() - timedelta(hours=13))
    with pytest.raises(ValidationError, match="nothing of yours"), nothing_written():
        undo_last(actor=world.convenor, board=other)


def test_sent_twice_under_one_id_it_goes_one_step(world: World) -> None:
    rename(world, world.member, "One", "Two")
    twice = uuid4()
    for _time in range(2):
        undo_last(actor=world.member, board=world.board, command_id=twice)
    assert title(world) == "One"


@pytest.mark.parametrize(("name", "refusal"), [("observer", NotAllowed), ("peer", NotYours), ("stranger", NotYours)])
def test_who_may_not_edit_takes_nothing_back(world: World, name: str, refusal: Any) -> None:
    rename(world, world.member, "One")
    with pytest.raises(refusal), nothing_written():
        undo_last(actor=world.people[name], board=world.board)


def test_the_page_says_what_was_taken_back_and_offers_it_again(world: World, sign_in: Any) -> None:
    client = sign_in(world.member)
    boards.edit_action(actor=world.member, action=world.action, values={"status": "on-track"})
    answer = client.post(f"/boards/{world.board.pk}/undo/", **IN_PLACE)
    notice = json.loads(answer.headers["HX-Trigger"])["baraza:notice"]
    assert answer.status_code == 204
    assert notice["text"] == f"Taken back in “{world.action.title}”: Status changed from Not started to On track"
    client.post(notice["undo"])
    assert Action.objects.get(pk=world.action.pk).status == "on-track"
    client.post(f"/boards/{world.board.pk}/undo/")
    answer = client.post(f"/boards/{world.board.pk}/undo/", **IN_PLACE)
    assert "nothing of yours" in answer.headers["HX-Trigger"] and answer.status_code == 204
