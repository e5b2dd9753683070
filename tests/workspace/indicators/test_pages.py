"""Indicators on the page of an action: read and written without scripts, drawn, and pushed to who looks on."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from permissions.access import levels
from realtime.events import head_of, read
from realtime.regions import Audience, draw, regions_of
from tests.cast import World, nothing_written
from workspace.indicators import commands as indicators
from workspace.indicators.chart import chart_of
from workspace.indicators.models import Indicator, Reading

pytestmark = pytest.mark.django_db

IN_PLACE = {"HTTP_HX_REQUEST": "true"}


def page_of(client: Any, world: World) -> str:
    return str(client.get(f"/actions/{world.action.pk}/").content.decode())


def section_of(html: str, world: World) -> str:
    found = re.search(rf'<section id="indicators-{world.action.pk}".*?</section>', html, re.DOTALL)
    assert found
    return found[0]


@pytest.fixture
def member(world: World, sign_in: Any) -> Any:
    return sign_in(world.member)


def test_an_indicator_and_its_readings_are_written_without_scripts(world: World, member: Any) -> None:
    assert "Nothing is counted for this action yet" in page_of(member, world)
    new = {"name": "Sites with a sheet", "unit": "sites", "baseline": "0", "baseline_on": "2025-06-01", "target": "20"}
    assert member.post(f"/actions/{world.action.pk}/indicators/", new).status_code == 303
    indicator = Indicator.objects.get()
    for day, value in (("2025-09-01", "3"), ("2026-01-15", "7,5")):
        typed = {"value": value, "on": day, "source": "Visit"}
        assert member.post(f"/indicators/{indicator.pk}/readings/", typed).status_code == 303
    section = section_of(page_of(member, world), world)
    assert "7.5 sites" in section and "2 readings with their sources" in section
    assert "began at 0 sites" in section and "target 20 sites" in section
    label = re.search(r'role="img" aria-label="([^"]+)"', section)
    assert label and label[1] == "Readings: 1 Jun 2025: 0; 1 Sep 2025: 3; 15 Jan 2026: 7.5; target 20 sites"
    assert section.split("<polyline")[1].split("</svg>")[0].count("<circle") == 3


def test_a_reading_is_corrected_taken_back_and_put_back(world: World, member: Any) -> None:
    indicator = indicators.add_indicator(actor=world.member, action=world.action, name="Loans")
    reading = indicators.add_reading(
        actor=world.member, indicator=indicator, value=Decimal(2), on=date(2026, 1, 3), source="Bank"
    )
    typed = {"value": "3", "on": "2026-01-03", "source": "Bank", "seen_value": "2"}
    assert member.post(f"/readings/{reading.pk}/edit/", typed).status_code == 303
    answer = member.post(f"/readings/{reading.pk}/withdraw/", **IN_PLACE)
    assert answer.status_code == 204 and "/undo/" in answer.headers["HX-Trigger"]
    assert "What was taken back" in page_of(member, world)
    assert member.post(f"/readings/{reading.pk}/restore/").status_code == 303
    kept = Reading.objects.get()
    assert kept.value == 3 and kept.withdrawn_at is None


@pytest.mark.parametrize("in_place", [True, False])
def test_what_cannot_be_kept_comes_back_with_what_was_typed(world: World, member: Any, in_place: bool) -> None:
    indicator = indicators.add_indicator(actor=world.member, action=world.action, name="Loans")
    typed = {"value": "many & more", "on": "2026-01-03", "source": "Bank <b>"}
    with nothing_written():
        answer = member.post(f"/indicators/{indicator.pk}/readings/", typed, **(IN_PLACE if in_place else {}))
    html = answer.content.decode()
    assert answer.status_code == 422 and "Write a number alone" in html
    assert 'value="many &amp; more"' in html and 'value="Bank &lt;b&gt;"' in html and "Bank <b>" not in html


def test_who_corrects_what_was_corrected_sees_the_value_and_may_send_again(world: World, member: Any) -> None:
    indicator = indicators.add_indicator(actor=world.member, action=world.action, name="Loans")
    reading = indicators.add_reading(
        actor=world.voice, indicator=indicator, value=Decimal(2), on=date(2026, 1, 3), source="Bank"
    )
    indicators.correct_reading(actor=world.voice, reading=reading, values={"value": Decimal(8)})
    typed = {"value": "5", "on": "2026-01-03", "source": "Bank", "seen_value": "2"}
    answer = member.post(f"/readings/{reading.pk}/edit/", typed, **IN_PLACE)
    html = answer.content.decode()
    assert answer.status_code == 422 and "Meanwhile somebody wrote 8 here" in html
    seen = re.search(r'name="seen_value" value="([^"]*)"', html)
    assert seen and seen[1] == "8"
    assert member.post(f"/readings/{reading.pk}/edit/", {**typed, "seen_value": seen[1]}).status_code == 303
    assert Reading.objects.get().value == 5


def test_names_and_sources_are_never_markup(world: World, member: Any) -> None:
    nasty = '"><script>alert(1)</script>'
    indicator = indicators.add_indicator(actor=world.member, action=world.action, name=nasty, unit="</svg><script>")
    for day in (1, 2):
        indicators.add_reading(
            actor=world.member, indicator=indicator, value=Decimal(day), on=date(2026, 1, day), source=nasty
        )
    html = page_of(member, world)
    assert "<script>alert" not in html and "</svg><script>" not in html


def pushed(world: World, name: str, after: int) -> list[str]:
    space = world.board.space
    audience = Audience(space.pk, "en", levels(world.people[name], space))
    drawn = draw(regions_of(read(space.pk, after)), audience)
    return [html for topics, fragments in drawn for html in fragments if f"action:{world.action.pk}" in topics]


@pytest.mark.parametrize("name", ["member", "observer"])
def test_who_looks_on_is_sent_the_part_that_the_page_has(world: World, sign_in: Any, name: str) -> None:
    after = head_of(world.board.space_id)
    indicator = indicators.add_indicator(actor=world.voice, action=world.action, name="Loans", target=Decimal(9))
    indicators.add_reading(actor=world.voice, indicator=indicator, value=Decimal(2), on=date(2026, 1, 3), source="Bank")
    sent = pushed(world, name, after)
    section = next(html for html in sent if '<section id="indicators-' in html)
    words = re.sub(r"<input[^>]*>|\s+|data-v=\"\d+\"", "", section_of(section, world))
    assert words == re.sub(
        r"<input[^>]*>|\s+|data-v=\"\d+\"", "", section_of(page_of(sign_in(world.people[name]), world), world)
    )
    assert ("<form" in section) == (name == "member") and "csrf" not in section
    assert any("Indicator added: “Loans”" in html for html in sent), "its history, too"


def test_the_page_asks_as_often_with_many_indicators_as_with_one(
    world: World, member: Any, django_assert_max_num_queries: Any
) -> None:
    def add() -> None:
        indicator = indicators.add_indicator(actor=world.member, action=world.action, name="Loans")
        for day in (1, 2, 3):
            indicators.add_reading(
                actor=world.member, indicator=indicator, value=Decimal(day), on=date(2026, 1, day), source="Bank"
            )

    add()
    page_of(member, world)
    with django_assert_max_num_queries(200) as asked:
        page_of(member, world)
    for _each in range(4):
        add()
    with django_assert_max_num_queries(len(asked)):
        page_of(member, world)


def test_the_first_page_tells_of_new_readings(world: World, sign_in: Any) -> None:
    indicator = indicators.add_indicator(actor=world.voice, action=world.action, name="Loans")
    for day in (1, 2):
        indicators.add_reading(
            actor=world.voice, indicator=indicator, value=Decimal(day), on=date(2026, 1, day), source="Bank"
        )
    assert f"2 new readings for “{world.action.title}”" in sign_in(world.member).get("/").content.decode()


def test_a_chart_stays_inside_its_frame_whatever_is_counted() -> None:
    days = [date(2025, 1, 1), date(2025, 1, 1), date(2026, 1, 1)]
    for values in ([0, 0, 0], [-5, 10, 3], [10**11, 1, 5]):
        for target in (None, Decimal(0), Decimal(-(10**11))):
            chart = chart_of(list(zip(days, map(Decimal, values), strict=True)), target, date(2024, 1, 1))
            assert chart is not None
            assert all(0 <= point.x <= 300 and 0 <= point.y <= 100 for point in chart.points)
    assert chart_of([(days[0], Decimal(1))], None, None) is None
