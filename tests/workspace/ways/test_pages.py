"""The ways to look at a board, as everybody of the cast finds them."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import World
from tests.leads import ask, led
from workspace.boards import commands as boards
from workspace.boards.models import Action
from workspace.indicators import commands as indicators
from workspace.sharing.commands import restrict

pytestmark = [pytest.mark.data, pytest.mark.django_db]

WAYS = ("overview", "table", "timeline", "mine")


def main_of(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode().split("<main")[1].split("</main>")[0])


@pytest.fixture
def read(world: World, sign_in: Any) -> Callable[..., str]:
    """The main part of a way, as somebody reads it."""

    def fetch(way: str, who: str = "member", query: str = "") -> str:
        return main_of(sign_in(world.people[who]).get(f"/boards/{world.board.pk}/{way}{query}"))

    return fetch


@pytest.fixture
def late(world: World) -> Action:
    """An action that is blocked, and should have been done last month."""
    led(world, world.actions[1], "member")
    return boards.edit_action(
        actor=world.member,
        action=world.actions[1],
        values={
            "status": "blocked",
            "status_note": "The bank waits for its licence",
            "due": timezone.localdate() - timedelta(days=40),
        },
    )


@pytest.mark.usefixtures("late")
def test_an_overview_says_in_words_how_a_board_stands(world: World, read: Callable[..., str]) -> None:
    boards.edit_action(
        actor=world.member, action=world.actions[0], values={"status": "done", "status_note": "Twenty sites keep them"}
    )
    page = read("overview/")
    assert "1 of 3 actions are done. 1 is in trouble. 1 should be done by now." in page
    assert "3 actions: 1 done, 1 in trouble, 1 not started" in " ".join(page.split())
    assert "The bank waits for its licence" in page
    assert "“Savings pilot with two banks” is blocked" in page  # under what changed lately
    assert page.index("No seat leads these yet") < page.index("A brief for the assemblies</a>", page.index("No seat"))


def test_an_overview_draws_what_is_counted(world: World, read: Callable[..., str]) -> None:
    counted = indicators.add_indicator(
        actor=world.member, action=world.action, name="Sites with records", target=Decimal(20), baseline=Decimal(0),
        baseline_on=timezone.localdate() - timedelta(days=90),
    )  # fmt: skip
    indicators.add_reading(
        actor=world.member, indicator=counted, value=Decimal(7), on=timezone.localdate(), source="Phone round"
    )
    page = read("overview/")
    assert "Sites with records" in page and "<polyline" in page


def test_an_empty_board_says_so_on_every_way(world: World, sign_in: Any) -> None:
    board = boards.open_board(actor=world.convenor, group=world.ghana, title="Second plan")
    client = sign_in(world.member)
    for way, words in {
        "overview": "Nothing is on this board yet.",
        "table": "Nothing is on this board yet.",
        "timeline": "Nothing is on this board yet.",
        "mine": "Your seat leads nothing here yet.",
    }.items():
        assert words in main_of(client.get(f"/boards/{board.pk}/{way}/")), way


@pytest.mark.parametrize("way", [*WAYS, ""])
def test_what_only_some_see_counts_nowhere_for_the_others(
    world: World, late: Action, read: Callable[..., str], way: str
) -> None:
    address = f"{way}/" if way else ""
    restrict(actor=world.convenor, thing=late, seats=[f"seat:{world.seats['member'].pk}"], reason="Names are in it")
    assert late.title in read(address, "member")
    others = read(address, "voice")
    assert late.title not in others and "bank waits" not in others
    if way == "overview":
        assert "0 of 2 actions are done." in others and "should be done" not in others
        assert "0 of 3 actions are done." in read(address, "member")


def test_a_table_stands_in_the_order_of_its_address(world: World, late: Action, read: Callable[..., str]) -> None:
    boards.edit_action(
        actor=world.member, action=world.actions[2], values={"due": timezone.localdate() + timedelta(days=3)}
    )

    def order(query: str) -> list[str]:
        page = read("table/", query=query)
        return sorted((action.title for action in world.actions), key=lambda title: page.index(f">{title}<"))

    plain = [action.title for action in world.actions]
    assert order("") == order("?sort=nonsense") == plain
    assert order("?sort=title") == sorted(plain)
    assert order("?sort=due") == [late.title, plain[2], plain[0]]
    assert order("?sort=-due") == [plain[2], late.title, plain[0]]  # what has no date stands last either way
    assert 'aria-sort="descending"' in read("table/", query="?sort=-due")


@pytest.mark.usefixtures("late")
@pytest.mark.parametrize("way", ["table/", "timeline/", ""])
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?status=blocked", {1}),
        ("?status=blocked&status=not-started", {0, 1, 2}),
        ("?q=BANK+pilot", {1}),
        ("?q=licence", {1}),
        ("?late=1", {1}),
        ("?lead=none", {0, 2}),
        ("?lead=me", {1}),
        ("?lead=seat:{seat}", {1}),
        ("?lead=group:{group}", {1}),
        ("?theme={second}", set()),
        ("?theme={theme}&status=done", set()),
        ("?before={today}", {1}),
        ("?after={today}", set()),
        ("?status=nonsense&lead=seat:1&theme=x&after=soon&before=2027-13-01&q=%00", {0, 1, 2}),
    ],
)
def test_a_filter_in_the_address_is_the_same_on_every_way(
    world: World, read: Callable[..., str], way: str, query: str, found: set[int]
) -> None:
    seat = world.seats["member"]
    said = query.format(
        seat=seat.pk, group=seat.stakeholder_group_id, theme=world.theme.pk, second=world.second_theme.pk,
        today=timezone.localdate().isoformat(),
    )  # fmt: skip
    page = read(way, query=said)
    assert {n for n, action in enumerate(world.actions) if f">{action.title}</a>" in page} == found


def test_a_filter_goes_along_and_is_taken_off_piece_by_piece(world: World, read: Callable[..., str]) -> None:
    page = read("table/", query="?status=blocked&q=bank&sort=due")
    assert f'href="/boards/{world.board.pk}/timeline/?q=bank&amp;status=blocked"' in page
    assert f'href="/boards/{world.board.pk}/?q=bank&amp;status=blocked"' in page
    assert f'href="/boards/{world.board.pk}/overview/"' in page  # which always tells of all
    assert 'href="?status=blocked&amp;sort=due"' in page and 'href="?q=bank&amp;sort=due"' in page
    assert "No action is like that." in page


@pytest.mark.usefixtures("late")
def test_a_file_holds_what_the_filter_shows(world: World, sign_in: Any) -> None:
    client = sign_in(world.member)
    whole, some = (
        client.get(f"/boards/{world.board.pk}/export/csv/{query}").content.decode("utf-8-sig")
        for query in ("", "?status=blocked")
    )
    assert [action.title in whole for action in world.actions] == [True, True, True]
    assert [action.title in some for action in world.actions] == [False, True, False]


def test_what_is_mine_is_what_my_seat_leads(world: World, late: Action, read: Callable[..., str]) -> None:
    assert late.title in read("mine/", "member")
    assert late.title not in read("mine/", "voice")
    assert "You hold no seat here." in read("mine/", "observer")


def test_a_seat_that_was_asked_finds_it_under_mine_and_the_minister_on_the_overview(
    world: World, read: Callable[..., str]
) -> None:
    ask(world, world.actions[2], "voice")
    title = f">{world.actions[2].title}</a>"
    mine, overview = read("mine/", "voice"), read("overview/")
    assert mine.index("Your seat is asked to lead") < mine.index(title)
    assert overview.index("Waits for a seat to answer") < overview.index(title, overview.index("Waits for a seat"))
    assert title in read("table/", query="?lead=asked") and title not in read("table/", query="?lead=none")
    assert world.actions[0].title not in read("table/", query="?lead=asked")


def test_a_timeline_says_in_words_when_things_are_due(world: World, late: Action, read: Callable[..., str]) -> None:
    page = read("timeline/")
    assert late.due is not None
    assert f"Blocked · due {late.due.day} {late.due:%b %Y} · <b>late</b>" in page
    assert page.index("No date yet") < page.index(world.actions[0].title)


def test_an_observer_looks_every_way_and_finds_nothing_to_change(world: World, read: Callable[..., str]) -> None:
    for way in WAYS:
        page = read(f"{way}/", "observer")
        assert 'method="post"' not in page and 'type="checkbox" name="action"' not in page


@pytest.mark.parametrize(("way", "most"), [("overview", 21), ("table", 15), ("timeline", 15), ("mine", 15), ("", 25)])
def test_a_way_asks_as_often_with_50_actions_as_with_5(
    world: World, late: Action, sign_in: Any, way: str, most: int
) -> None:
    client = sign_in(world.member)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            main_of(client.get(f"/boards/{world.board.pk}/{way + '/' if way else ''}"))
        return len(asked)

    def add(number: int) -> None:
        boards.add_action(
            actor=world.convenor, theme=world.theme, title=f"Site {number}", due=late.due, status="delayed"
        )

    queries()
    add(0)  # so that what is new is told both times
    queries()
    before = queries()
    for number in range(1, 45):
        add(number)
    queries()  # what is new is noted as seen once
    assert queries() == before <= most


def test_a_page_that_sums_asks_again_and_a_plain_table_is_sent_rows(world: World, sign_in: Any) -> None:
    client = sign_in(world.member)

    def shows(address: str) -> str:
        return str(client.get(f"/boards/{world.board.pk}/{address}").content.decode())

    assert f'"table:{world.board.pk}"' in shows("table/")
    for address in ("table/?sort=due", "table/?status=done", "overview/", "timeline/", "mine/", "?status=done"):
        page = shows(address)
        assert f'"asked:{world.board.pk}"' in page and f'"table:{world.board.pk}"' not in page, address
