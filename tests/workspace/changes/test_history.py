"""The history of a board: every change in words, by day, and only what its reader may see."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from realtime.models import Event
from tests.cast import World
from tests.leads import ask
from workspace.boards import commands as boards
from workspace.boards.undo import undo_change

pytestmark = pytest.mark.django_db


def page_of(client: Any, world: World, **asked: Any) -> str:
    answer = client.get(f"/boards/{world.board.pk}/history/", asked)
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text.split("<main")[1].split("</main>")[0]


def told(page: str) -> list[str]:
    """The sentences, the newest first, without markup."""
    lines = re.findall(r'<li class="flex gap-3 py-3" id="change-.*?</li>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines]


@pytest.fixture
def member(world: World, sign_in: Any) -> Any:
    return sign_in(world.member)


def test_every_kind_of_change_is_told_in_words(world: World, member: Any) -> None:
    boards.edit_board(actor=world.convenor, board=world.board, values={"title": "Roadmap 2027"})
    boards.edit_theme(actor=world.member, theme=world.theme, values={"name": "Business"})
    boards.edit_action(actor=world.voice, action=world.action, values={"status": "on-track"})
    boards.move_action(actor=world.voice, action=world.action, theme=world.second_theme)
    boards.archive_action(actor=world.convenor, action=world.actions[1])
    lines = told(page_of(member, world))
    newest = ("Archived", "Moved from Business to Improving practices", "Status changed from Not started to On track")
    assert all(said in line for said, line in zip(newest, lines, strict=False))
    assert "The theme was called “The business case” and is called “Business” now" in lines[3]
    assert "The board was called “Roadmap” and is called “Roadmap 2027” now" in lines[4]
    assert "Tarkwa voice 3" in lines[1] and "Convenor" in lines[0]
    assert any("The board was opened" in line for line in lines) and any("Theme added" in line for line in lines)


def test_it_stands_by_day_and_by_page(world: World, member: Any) -> None:
    for n in range(45):
        boards.edit_action(actor=world.member, action=world.action, values={"title": f"Name {n}"})
    Event.objects.filter(data__changed__title__contains="Name 9").update(at=timezone.now() - timedelta(days=2))
    first = page_of(member, world)
    assert len(told(first)) == 40 and first.count("<section") == 1
    older = re.search(r'href="\?before=([0-9a-f-]+)"', first)
    assert older
    second = page_of(member, world, before=older[1])
    assert second.count("<section") == 2 and not set(told(first)) & set(told(second))
    assert 'rel="next"' not in second


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "status"}, ["Status changed"]),
        ({"kind": "moved"}, ["Moved"]),
        ({"kind": "nonsense", "by": "nobody", "about": "7", "before": "x"}, ["Title", "Moved", "Status changed"]),
    ],
)
def test_it_shows_what_is_asked_for(world: World, member: Any, asked: dict[str, str], found: list[str]) -> None:
    boards.edit_action(actor=world.voice, action=world.action, values={"status": "delayed", "status_note": "Rain"})
    boards.move_action(actor=world.member, action=world.actions[1], theme=world.second_theme)
    boards.edit_action(actor=world.member, action=world.action, values={"title": "Cost records"})
    lines = told(page_of(member, world, **asked))
    assert [next(said for said in (*found, "") if said in line) for line in lines[: len(found)]] == found
    mine = told(page_of(member, world, by=world.handle("voice").pk))
    assert len(mine) == 1 and "Tarkwa voice 3" in mine[0]
    about = told(page_of(member, world, about=world.actions[1].pk))
    assert len(about) == 2 and all("Savings pilot" in line for line in about)


def test_what_was_taken_back_is_said_to_be(world: World, member: Any) -> None:
    boards.edit_action(actor=world.member, action=world.action, values={"title": "Cost records"})
    undo_change(actor=world.member, event=Event.objects.latest("at"))
    assert "Taken back: Title changed from “Cost records”" in told(page_of(member, world))[0]


def test_it_asks_as_often_for_many_changes_as_for_few(world: World, member: Any) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page_of(member, world)
        return len(asked)

    few = queries()
    for n in range(15):
        new = boards.add_action(actor=world.member, theme=world.theme, title=f"Many {n}")
        ask(world, new, by="member")
        boards.edit_action(actor=world.voice, action=new, values={"status": "on-track"})
    assert queries() <= few + 1, "who was asked to lead is looked up for all at once"


def test_it_follows_the_board_and_what_is_older_does_not(world: World, member: Any) -> None:
    url = f"/boards/{world.board.pk}/history/"
    assert f"changes:{world.board.pk}" in member.get(url).content.decode()
    event = Event.objects.filter(space=world.board.space_id).latest("seq")
    assert f"changes:{world.board.pk}" not in member.get(url, {"before": event.pk}).content.decode()
