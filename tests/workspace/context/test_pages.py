"""Events around a plan on pages: written without scripts, looked at before anything is resumed, drawn in charts."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from permissions.access import levels
from realtime.events import head_of, read
from realtime.regions import Audience, draw, regions_of
from tests.cast import World, nothing_written
from workspace.boards.models import Action
from workspace.boards.spans import Span
from workspace.context import commands
from workspace.context.models import ContextEvent
from workspace.indicators import commands as indicators
from workspace.indicators.chart import chart_of

pytestmark = pytest.mark.django_db

BAN = {"title": "Ban on small-scale mining", "begins": "2017", "ends": "17 December 2018", "words": "All stood still"}


@pytest.fixture
def member(world: World, sign_in: Any) -> Any:
    return sign_in(world.member)


def test_a_ban_is_put_on_the_board_pauses_and_lets_go_without_scripts(world: World, member: Any, sign_in: Any) -> None:
    board = f"/boards/{world.board.pk}/"
    assert "No event stands on this board yet" in member.get(board).content.decode()
    answer = member.post(f"{board}context/", BAN)
    event = ContextEvent.objects.get()
    assert answer.status_code == 303 and answer.headers["Location"] == f"/context/{event.pk}/"
    html = member.get(answer.headers["Location"]).content.decode()
    assert "2017 to 17 December 2018" in html and "Which actions does it stop?" in html

    chosen = {"actions": [str(each.pk) for each in world.actions[:2]]}
    assert member.post(f"/context/{event.pk}/pause/", chosen).status_code == 303
    assert "pauses 2 actions" in member.get(board).content.decode()
    page = member.get(f"/actions/{world.action.pk}/").content.decode()
    assert "It is paused because of this:" in page and "2017 to 17 December 2018" in page
    looked_at = member.get(f"/context/{event.pk}/").content.decode()
    assert looked_at.count("When it ends: Not started again") == 2
    seen = sign_in(world.observer).get(f"/context/{event.pk}/").content.decode()
    assert "data-command" not in seen.split("<main")[1].split("</main")[0] and "What it holds up" in seen

    assert member.post(f"/context/{event.pk}/resume/").status_code == 303
    assert not Action.objects.filter(status="paused").exists()
    assert "It was paused because of this:" in member.get(f"/actions/{world.action.pk}/").content.decode()


@pytest.mark.parametrize("in_place", [True, False])
def test_what_cannot_be_kept_comes_back_with_what_was_typed(world: World, member: Any, in_place: bool) -> None:
    more = {"HTTP_HX_REQUEST": "true"} if in_place else {}
    with nothing_written():
        answer = member.post(f"/boards/{world.board.pk}/context/", {**BAN, "begins": "long & ago"}, **more)
    html = answer.content.decode()
    assert answer.status_code == 422 and 'value="long &amp; ago"' in html and 'value="17 December 2018"' in html
    event = commands.add_event(actor=world.member, board=world.board, title="Flood", begins=date(2026, 1, 1))
    with nothing_written():
        answer = member.post(f"/context/{event.pk}/pause/", {"why": "The road & the bridge"}, **more)
    assert answer.status_code == 422 and "Choose actions that are on the board" in answer.content.decode()
    assert 'value="The road &amp; the bridge"' in answer.content.decode()


def test_words_of_an_event_are_never_markup(world: World, member: Any) -> None:
    nasty = '"><script>alert(1)</script>'
    event = commands.add_event(actor=world.member, board=world.board, title=nasty, words=nasty, begins=date(2026, 1, 1))
    commands.pause_actions(actor=world.member, event=event, actions=[world.action.pk], why=nasty)
    for where in (f"/boards/{world.board.pk}/", f"/context/{event.pk}/", f"/actions/{world.action.pk}/", "/"):
        assert "<script>alert" not in member.get(where).content.decode()


def test_a_chart_shows_the_gap_and_says_it_in_words(world: World, member: Any) -> None:
    counted = indicators.add_indicator(actor=world.member, action=world.action, name="Sites")
    for year, value in ((2016, 3), (2020, 9)):
        indicators.add_reading(
            actor=world.member, indicator=counted, value=Decimal(value), on=date(year, 6, 1), source="Visit"
        )
    member.post(f"/boards/{world.board.pk}/context/", BAN)
    event = ContextEvent.objects.get()
    commands.pause_actions(actor=world.member, event=event, actions=[world.action.pk])
    html = member.get(f"/actions/{world.action.pk}/").content.decode()
    chart = html.split('role="img"')[1].split("</svg>")[0]
    assert chart.count("<rect") == 1
    assert "In this time: Ban on small-scale mining, 1 January 2017 to 17 December 2018" in html


def test_a_gap_stays_inside_its_chart() -> None:
    values = [(date(2017, 6, 1), Decimal(1)), (date(2018, 6, 1), Decimal(2))]
    gaps = [
        Span("before", date(2010, 1, 1), date(2011, 1, 1)),
        Span("into", date(2010, 1, 1), date(2017, 9, 1)),
        Span("goes on", date(2018, 3, 1), None),
        Span("after", date(2020, 1, 1), None),
        Span("all", date(2010, 1, 1), date(2030, 1, 1)),
    ]
    chart = chart_of(values, None, None, gaps)
    assert chart is not None
    assert [gap.title for gap in chart.gaps] == ["into", "goes on", "all"]
    assert all(gap.x >= 0 and gap.x + gap.width <= 300 and gap.width > 0 for gap in chart.gaps)


@pytest.mark.parametrize("name", ["member", "observer"])
def test_who_looks_on_is_sent_the_part_that_the_page_has(world: World, sign_in: Any, name: str) -> None:
    after = head_of(world.board.space_id)
    event = commands.add_event(actor=world.voice, board=world.board, title="Flood", begins=date(2026, 1, 1))
    commands.pause_actions(actor=world.voice, event=event, actions=[world.action.pk])
    space = world.board.space
    audience = Audience(space.pk, "en", levels(world.people[name], space))
    sent = [html for _topics, found in draw(regions_of(read(space.pk, after)), audience) for html in found]
    page = sign_in(world.people[name]).get(f"/boards/{world.board.pk}/").content.decode()
    key, strip = f'<section[^>]*id="context-{world.board.pk}".*?</section>', r"<input[^>]*>|\s+|data-v=\"\d+\""
    section = next(found[0] for html in sent if (found := re.search(key, html, re.DOTALL)))
    shown = re.search(key, page, re.DOTALL)
    assert shown and re.sub(strip, "", section) == re.sub(strip, "", shown[0])
    assert any("It is paused because of this:" in html for html in sent)


def test_pages_ask_as_often_with_many_events_as_with_one(
    world: World, member: Any, django_assert_max_num_queries: Any
) -> None:
    def add(number: int) -> None:
        event = commands.add_event(actor=world.member, board=world.board, title="Flood", begins=date(2026, 1, 1))
        commands.pause_actions(actor=world.member, event=event, actions=[world.actions[number % 3].pk])
        if number:
            commands.resume_actions(actor=world.member, event=event)

    pages = (f"/boards/{world.board.pk}/", f"/actions/{world.action.pk}/")
    add(0)
    for where in pages:
        member.get(where)
    with django_assert_max_num_queries(200) as asked:
        for where in pages:
            member.get(where)
    most = len(asked)
    for number in range(1, 6):
        if number % 3:
            add(number)
    for where in pages:  # what is new is noted as seen once
        member.get(where)
    with django_assert_max_num_queries(most):
        for where in pages:
            member.get(where)
