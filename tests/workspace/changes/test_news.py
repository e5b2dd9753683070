"""What changed since somebody was last on a board: told once, calmly, and to them alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from realtime.models import Event
from tests.cast import World
from workspace.boards import commands as boards
from workspace.changes.commands import ONE_VISIT, mark_seen
from workspace.changes.models import Visit
from workspace.changes.news import MOST, NAMED, news_on

pytestmark = pytest.mark.django_db


def pass_an_hour() -> None:
    Visit.objects.update(at=timezone.now() - ONE_VISIT - timedelta(minutes=1))


def page_of(client: Any, world: World) -> str:
    text: str = client.get(f"/boards/{world.board.pk}/").content.decode()
    return text


@pytest.fixture
def member(world: World, sign_in: Any) -> Any:
    return sign_in(world.member)


def test_who_comes_for_the_first_time_is_told_nothing(world: World, member: Any) -> None:
    assert "by others" not in page_of(member, world)
    assert Visit.objects.get(person=world.member).seen == Event.objects.filter(space=world.board.space_id).count()


def test_who_comes_back_is_told_what_others_did(world: World, member: Any) -> None:
    page_of(member, world)
    pass_an_hour()
    boards.edit_action(actor=world.voice, action=world.action, values={"status": "on-track"})
    boards.edit_action(actor=world.voice, action=world.action, values={"title": "Cost records"})
    boards.edit_action(actor=world.member, action=world.actions[2], values={"status": "delayed", "status_note": "Rain"})
    boards.edit_theme(actor=world.convenor, theme=world.second_theme, values={"name": "Practices"})
    for _look in range(2):  # a page that is loaded again tells the same
        page = page_of(member, world)
        assert "3 changes by others" in page and f'data-changed="{world.action.pk}"' in page
        assert "The board itself, or its themes" in page
    pass_an_hour()
    assert "changes by others" not in page_of(member, world)


def test_what_was_seen_is_told_no_more(world: World, member: Any) -> None:
    page_of(member, world)
    pass_an_hour()
    boards.edit_action(actor=world.voice, action=world.action, values={"status": "on-track"})
    assert "1 change by others" in page_of(member, world)
    answer = member.post(f"/boards/{world.board.pk}/seen/", {"seen": Visit.objects.get(person=world.member).seen})
    assert answer.status_code == 302 and "by others" not in page_of(member, world)


def test_what_came_after_the_page_is_told_though_the_page_was_marked_seen(world: World) -> None:
    news_on(world.member, world.board)
    pass_an_hour()
    boards.edit_action(actor=world.voice, action=world.action, values={"status": "on-track"})
    news = news_on(world.member, world.board)
    assert news
    boards.edit_action(actor=world.voice, action=world.action, values={"title": "Cost records"})
    mark_seen(actor=world.member, board=world.board, seen=news.seen)
    later = news_on(world.member, world.board)
    assert later and later.count == 1


def test_nobody_else_learns_what_somebody_has_seen(world: World, member: Any) -> None:
    before = Event.objects.count()
    page_of(member, world)
    member.post(f"/boards/{world.board.pk}/seen/", {"seen": "2"})
    assert Event.objects.count() == before


@pytest.mark.parametrize("seen", ["-1", "x", "", "9" * 40, "1; DROP"])
def test_a_number_that_is_none_changes_nothing(world: World, member: Any, seen: str) -> None:
    page_of(member, world)
    before = Visit.objects.values().get(person=world.member)
    assert member.post(f"/boards/{world.board.pk}/seen/", {"seen": seen}).status_code == 302
    assert Visit.objects.values().get(person=world.member) == before


def test_many_changes_are_named_shortly(world: World) -> None:
    news_on(world.member, world.board)
    pass_an_hour()
    for n in range(NAMED + 3):
        boards.add_action(actor=world.convenor, theme=world.theme, title=f"New {n}")
    news = news_on(world.member, world.board)
    assert news and len(news.actions) == NAMED and news.more == 3 and news.count == NAMED + 3 <= MOST


def test_who_looks_through_somebody_elses_eyes_leaves_no_trace(world: World, sign_in: Any) -> None:
    page = sign_in(world.convenor).get(f"/sharing/{world.board.pk}/board/as/?role=observers")
    assert page.status_code == 200
    assert not Visit.objects.exclude(person=world.convenor).exists()


def test_the_marks_stand_on_every_card_and_are_the_same_for_everybody(world: World, member: Any) -> None:
    page = page_of(member, world)
    assert all(f'data-new="{action.pk}"' in page for action in world.actions)
