"""A change of many actions: looked at, made, taken back."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.cast import World, nothing_written
from workspace.boards import commands as boards
from workspace.boards.models import Action
from workspace.sharing.commands import restrict
from workspace.ways.many import Wish, change_many, digest_of, what_would_change
from workspace.ways.models import ManyChanged

pytestmark = [pytest.mark.data, pytest.mark.django_db]

BLOCKED = {"status": "blocked", "status_note": "The road is closed"}


@pytest.fixture
def member(world: World, sign_in: Any) -> Client:
    client: Client = sign_in(world.member)
    return client


@pytest.fixture
def ask(world: World, member: Client) -> Callable[..., Any]:
    """The form of the table, sent for the first two actions."""

    def send(client: Client = member, **said: Any) -> Any:
        chosen = {"action": [str(action.pk) for action in world.actions[:2]], **said}
        return client.post(f"/boards/{world.board.pk}/many/", chosen)

    return send


def state(world: World) -> list[tuple[str, str, Any, Any]]:
    rows = Action.objects.filter(pk__in=[action.pk for action in world.actions]).order_by("added_at")
    return [(each.status, each.status_note, each.due, each.theme_id) for each in rows]


def digest(world: World, wish: Wish) -> str:
    return digest_of(what_would_change(actor=world.member, actions=world.actions[:2], wish=wish))


def test_what_would_change_is_shown_and_nothing_is(world: World, ask: Callable[..., Any], told: Any) -> None:
    with nothing_written(), told() as heard:
        page = ask(**BLOCKED, theme=str(world.second_theme.pk), due="third quarter 2027").content.decode()
    assert not heard
    assert "2 actions would change" in page
    assert "<del>Not started</del> <ins>Blocked</ins>" in page and "<ins>third quarter 2027</ins>" in page
    assert "<ins>Improving practices</ins>" in page


def test_many_are_changed_at_once_and_taken_back_as_one(
    world: World, member: Client, ask: Callable[..., Any], told: Any
) -> None:
    before = state(world)
    theme = world.second_theme
    looked_at = digest(world, Wish({**BLOCKED, "due": date(2027, 9, 30)}, theme))
    said = {**BLOCKED, "theme": str(theme.pk), "due_day": "2027-09-30", "step": "change", "looked_at": looked_at}
    with told() as heard:
        answer = ask(**said)
    assert answer.status_code == 303 and heard
    changed = ("blocked", "The road is closed", date(2027, 9, 30), theme.pk)
    assert state(world) == [changed, changed, before[2]]

    made = ManyChanged.objects.get()
    assert member.post(f"/boards/many/{made.pk}/undo/").status_code == 303
    assert state(world) == before
    again = member.post(f"/boards/many/{made.pk}/undo/")
    assert again.status_code == 422 and state(world) == before


def test_a_seat_is_asked_to_lead_many_and_no_longer_when_that_is_taken_back(
    world: World, member: Client, ask: Callable[..., Any]
) -> None:
    seat = world.seats["voice"]
    page = ask(lead=str(seat.pk)).content.decode()
    assert page.count(f"<del>nobody</del> <ins>{seat.name}</ins>") == 2
    ask(lead=str(seat.pk), step="change", looked_at=digest(world, Wish({}, lead=seat)))
    assert Action.objects.filter(offered_to=seat, lead=None).count() == 2  # nobody leads who did not say so
    member.post(f"/boards/many/{ManyChanged.objects.get().pk}/undo/")
    assert not Action.objects.filter(offered_to=seat).exists()


def test_taking_back_leaves_what_somebody_changed_since(world: World, ask: Callable[..., Any], member: Client) -> None:
    ask(**BLOCKED, step="change", looked_at=digest(world, Wish(BLOCKED)))
    boards.edit_action(actor=world.convenor, action=world.actions[0], values={"status": "on-track"})
    member.post(f"/boards/many/{ManyChanged.objects.get().pk}/undo/")
    assert [each[0] for each in state(world)] == ["on-track", "not-started", "not-started"]
    assert ManyChanged.objects.get().stayed == 1


def test_what_changed_since_one_looked_is_shown_anew(world: World, ask: Callable[..., Any]) -> None:
    looked_at = digest(world, Wish(BLOCKED))
    boards.edit_action(actor=world.convenor, action=world.actions[0], values={"status": "on-track"})
    with nothing_written():
        answer = ask(**BLOCKED, step="change", looked_at=looked_at)
    assert answer.status_code == 409
    assert "<del>On track</del> <ins>Blocked</ins>" in answer.content.decode()


def test_a_status_that_needs_a_word_refuses_for_each(world: World, ask: Callable[..., Any]) -> None:
    with nothing_written():
        page = ask(status="blocked").content.decode()
    assert "Nothing would change" in page and page.count("Say who or what blocks it") == 2


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"action": []}, "Choose at least one action"),
        ({"status": ""}, "Say what is to become of them"),
        ({"due": "someday"}, "Nothing was changed."),
    ],
)
def test_a_form_that_says_too_little_comes_again(
    world: World, ask: Callable[..., Any], said: dict[str, Any], words: str
) -> None:
    with nothing_written():
        answer = ask(**{"status": "on-track", "status_note": "We began in Wassa", **said})
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page
    assert 'value="We began in Wassa"' in page  # as it was typed
    assert page.count(f'value="{world.action.pk}" form="many" checked') == len(said.get("action", [1]))


def test_all_that_a_filter_shows_are_chosen_by_one_box(world: World, member: Client) -> None:
    said = {"all": "1", "query": "q=savings", "status": "on-track"}
    page = member.post(f"/boards/{world.board.pk}/many/", said).content.decode()
    assert "1 action would change" in page and world.actions[1].title in page


def test_an_action_that_one_may_not_see_is_not_chosen(world: World, ask: Callable[..., Any], sign_in: Any) -> None:
    hidden = restrict(
        actor=world.convenor, thing=world.actions[0], seats=[f"seat:{world.seats['member'].pk}"], reason="Names"
    )
    page = ask(client=sign_in(world.voice), status="on-track").content.decode()
    assert "1 action would change" in page and hidden.title not in page


def test_only_who_made_it_takes_it_back(world: World, sign_in: Any, told: Any) -> None:
    wish = Wish(BLOCKED)
    made = change_many(
        actor=world.member, board=world.board, actions=world.actions[:2], wish=wish, looked_at=digest(world, wish),
        command_id=uuid4(),
    )  # fmt: skip
    convenor = sign_in(world.convenor)
    with nothing_written(), told() as heard:
        answer = convenor.post(f"/boards/many/{made.pk}/undo/")
    assert answer.status_code == 403 and not heard


def test_the_same_change_sent_twice_is_made_once(world: World) -> None:
    wish, command_id = Wish({"status": "on-track"}), uuid4()
    looked_at = digest(world, wish)
    once, twice = (
        change_many(
            actor=world.member, board=world.board, actions=world.actions[:2], wish=wish, looked_at=looked_at,
            command_id=command_id,
        )
        for _ in range(2)
    )  # fmt: skip
    assert once == twice and ManyChanged.objects.count() == 1


def test_a_row_is_changed_in_the_table_without_a_script(world: World, member: Client) -> None:
    table = f"/boards/{world.board.pk}/table/"
    page = member.get(f"{table}?q=records&change={world.action.pk}").content.decode()
    assert page.count('name="at" value="row"') == 3 and f'name="row_back" value="{table}?q=records"' in page
    said = {
        "at": "row",
        "row_back": f"{table}?q=records",
        "title": "Records at 20 sites",
        "seen_title": world.action.title,
    }
    answer = member.post(f"/actions/{world.action.pk}/edit/", said)
    assert answer.status_code == 303 and answer["Location"] == f"{table}?q=records"
    astray = member.post(f"/actions/{world.action.pk}/edit/", {**said, "row_back": "https://elsewhere.example/"})
    assert astray["Location"] == f"/actions/{world.action.pk}/"


def test_two_who_change_one_field_in_the_table_see_both_values(world: World, member: Client) -> None:
    boards.edit_action(actor=world.convenor, action=world.action, values={"title": "Theirs"})
    said = {
        "at": "row",
        "row_back": f"/boards/{world.board.pk}/table/",
        "title": "Mine",
        "seen_title": world.action.title,
    }
    with nothing_written():
        answer = member.post(f"/actions/{world.action.pk}/edit/", said)
    page = answer.content.decode()
    assert answer.status_code == 409 and "Theirs" in page and "Mine" in page
    assert f'name="row_back" value="/boards/{world.board.pk}/table/"' in page
