"""A board out of use: everybody who saw it reads on, nobody writes, and it comes back as it was."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from permissions.access import abilities, can, levels_of_people, visible
from permissions.errors import NotAllowed
from realtime.models import Event
from tests.cast import CAST, SIGNED_IN, World, nothing_written
from workspace.boards import commands as boards
from workspace.boards.models import Action, Board
from workspace.boards.resting import archive_board, restore_board
from workspace.boards.undo import undo_change
from workspace.discussions import commands as talk
from workspace.indicators import commands as indicators
from workspace.sharing import commands as sharing

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def resting(world: World) -> World:
    """The board of Ghana at rest, with an action that only the member's seat sees and one that Tanzania sees, too."""
    world.things["talk"] = talk.open_discussion(actor=world.member, place=world.board, title="Costs")
    sharing.restrict(
        actor=world.convenor, thing=world.actions[1], seats=[f"seat:{world.seats['member'].pk}"], reason="Names"
    )
    sharing.share(
        actor=world.convenor, thing=world.actions[2], holder=f"convenor:{world.tanzania.pk}", level="guest",
        until=None, reason="Together",
    )  # fmt: skip
    for each in world.actions:
        each.refresh_from_db()
    archive_board(actor=world.convenor, board=world.board)
    for each in (world.board, *world.actions):
        each.refresh_from_db()
    return world


WRITING: dict[str, Callable[[World, Any], Any]] = {
    "add a theme": lambda w, who: boards.add_theme(actor=who, board=w.board, name="New"),
    "edit a theme": lambda w, who: boards.edit_theme(actor=who, theme=w.theme, values={"name": "New"}),
    "add an action": lambda w, who: boards.add_action(actor=who, theme=w.theme, title="New"),
    "edit an action": lambda w, who: boards.edit_action(actor=who, action=w.action, values={"title": "New"}),
    "edit what few see": lambda w, who: boards.edit_action(actor=who, action=w.actions[1], values={"title": "New"}),
    "edit what others see": lambda w, who: boards.edit_action(actor=who, action=w.actions[2], values={"title": "N"}),
    "archive an action": lambda w, who: boards.archive_action(actor=who, action=w.action),
    "count": lambda w, who: indicators.add_indicator(actor=who, action=w.action, name="Sites"),
    "open a discussion": lambda w, who: talk.open_discussion(actor=who, place=w.board, title="New"),
    "post": lambda w, who: talk.post(actor=who, discussion=w.talk, body="New", language="en"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRITING)
def test_nobody_writes_on_a_board_at_rest(resting: World, what: str, told: Any) -> None:
    with told() as heard, nothing_written(), pytest.raises(NotAllowed):
        WRITING[what](resting, resting.member)
    assert heard == []


@pytest.mark.parametrize("name", CAST)
def test_whoever_saw_it_sees_it_as_before(world: World, name: str) -> None:
    who = world.people[name]
    before = set(visible(who, Board.objects.all())), set(visible(who, Action.objects.all()))
    archive_board(actor=world.convenor, board=world.board)
    assert (set(visible(who, Board.objects.all())), set(visible(who, Action.objects.all()))) == before


def test_what_one_may_is_told_alike_to_a_page_and_to_a_socket(resting: World) -> None:
    for name in SIGNED_IN:
        who, space = resting.people[name], resting.board.space
        held = levels_of_people([who.pk], [space.pk]).get((who.pk, space.pk))
        assert bool(held) == visible(who, Board.objects.filter(pk=resting.board.pk)).exists()
        assert not abilities(who, resting.board) & {"comment", "edit", "decide"}
    guest = resting.tanzania_convenor
    assert can(guest, "view", resting.actions[2]) and not can(guest, "edit", resting.actions[2])
    assert can(resting.convenor, "manage", resting.board) and can(resting.convenor, "share", resting.board)


def test_it_comes_back_as_it_was(resting: World) -> None:
    restore_board(actor=resting.convenor, board=resting.board)
    for what in WRITING:
        WRITING[what](resting, resting.member)
    boards.edit_action(actor=resting.tanzania_convenor, action=resting.actions[2], values={"title": "From Geita"})


def test_archiving_is_undone_and_an_edit_of_what_rests_is_not(world: World) -> None:
    boards.edit_board(actor=world.convenor, board=world.board, values={"title": "Plan"})
    edited = Event.objects.filter(thing=world.board.pk).order_by("-seq")[0]
    archive_board(actor=world.convenor, board=world.board)
    archived = Event.objects.filter(thing=world.board.pk).order_by("-seq")[0]
    with nothing_written(), pytest.raises(ValidationError):
        undo_change(actor=world.convenor, event=edited)
    undo_change(actor=world.convenor, event=archived)
    world.board.refresh_from_db()
    assert world.board.archived_at is None and can(world.member, "edit", world.action)
    with nothing_written(), pytest.raises(ValidationError):
        undo_change(actor=world.convenor, event=archived)


@pytest.mark.parametrize("name", ["member", "observer", "moderator"])
def test_only_who_runs_the_group_archives_its_board(world: World, name: str) -> None:
    for do in (archive_board, restore_board):
        with nothing_written(), pytest.raises(NotAllowed):
            do(actor=world.people[name], board=world.board)


def test_what_is_moved_out_of_a_board_at_rest_rests_as_well(resting: World) -> None:
    sharing.share(
        actor=resting.convenor, thing=resting.action, holder=f"convenor:{resting.tanzania.pk}", level="guest",
        until=None, reason="Compare",
    )  # fmt: skip
    resting.action.refresh_from_db()
    for who in (resting.tanzania_convenor, resting.member):
        assert can(who, "view", resting.action) and not can(who, "edit", resting.action)


def test_an_archived_board_is_found_from_the_group_s_page_and_says_so(resting: World, sign_in: Any) -> None:
    member, convenor = sign_in(resting.member), sign_in(resting.convenor)
    group = member.get(f"/groups/{resting.ghana.pk}/").content.decode()
    assert "Archived boards" in group and f"/boards/{resting.board.pk}/" in group
    page = member.get(f"/boards/{resting.board.pk}/").content.decode()
    assert "This board is archived." in page and "Add an action here" not in page and "Put the board back" not in page
    action = member.get(f"/actions/{resting.action.pk}/").content.decode()
    assert "Change the dates" not in action
    convenor.get(f"/boards/{resting.board.pk}/")
    answer = convenor.post(f"/boards/{resting.board.pk}/edit/", {"title": "Changed"})
    assert answer.status_code == 422 and "This board is archived" in answer.content.decode()
    assert convenor.post(f"/boards/{resting.board.pk}/restore/").status_code == 303
    assert "Add an action here" in member.get(f"/boards/{resting.board.pk}/").content.decode()
