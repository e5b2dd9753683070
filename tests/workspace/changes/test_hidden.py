"""What a reader may not see is in no history, no count and no filter."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import World
from workspace.boards import commands as boards
from workspace.changes.commands import ONE_VISIT, last_step
from workspace.changes.models import Visit
from workspace.changes.news import news_on
from workspace.sharing.commands import restrict

from .test_history import page_of

pytestmark = pytest.mark.django_db


def come_back(world: World) -> None:
    """Everybody was on the board, and an hour has passed."""
    for name in ("convenor", "member", "voice", "observer"):
        news_on(world.people[name], world.board)
    Visit.objects.update(at=timezone.now() - ONE_VISIT - timedelta(minutes=1))


def hide(world: World) -> Any:
    """The second action is for one seat alone from now on; `voice` and the observer are outside."""
    action = world.actions[1]
    key = f"seat:{world.seats['member'].pk}"
    return restrict(actor=world.convenor, thing=action, seats=[key], reason="names are in it")


def test_a_restricted_action_is_in_nobody_elses_history(world: World, sign_in: Any) -> None:
    boards.edit_action(actor=world.convenor, action=world.actions[1], values={"title": "A name that was said"})
    hidden = hide(world)
    boards.edit_action(actor=world.convenor, action=hidden, values={"status": "delayed", "status_note": "Rain"})
    for name, is_inside in (("member", True), ("convenor", True), ("voice", False), ("observer", False)):
        client = sign_in(world.people[name])
        for asked in ({}, {"about": str(hidden.pk)}, {"kind": "status"}):
            page = page_of(client, world, **asked)
            assert ("A name that was said" in page) is is_inside, (name, asked)
        assert (str(hidden.pk) in page_of(client, world)) is is_inside


def test_what_is_new_counts_nothing_hidden(world: World) -> None:
    hidden = hide(world)
    come_back(world)
    boards.edit_action(actor=world.convenor, action=hidden, values={"status": "delayed", "status_note": "Rain"})
    assert news_on(world.voice, world.board) is None and news_on(world.observer, world.board) is None
    news = news_on(world.member, world.board)
    assert news and news.count == 1 and [action.pk for action in news.actions] == [hidden.pk]
    come_back(world)
    boards.edit_action(actor=world.convenor, action=world.action, values={"status": "delayed", "status_note": "Rain"})
    news = news_on(world.voice, world.board)
    assert news and news.count == 1 and str(hidden.pk) not in news.changed


def test_ones_last_step_is_none_that_one_may_not_see_any_more(world: World) -> None:
    boards.edit_action(actor=world.voice, action=world.actions[1], values={"status": "delayed", "status_note": "Rain"})
    assert last_step(world.voice, world.board) is not None
    hide(world)
    assert last_step(world.voice, world.board) is None
