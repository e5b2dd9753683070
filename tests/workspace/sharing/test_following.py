"""What is shared goes on being told where people look at it: on the board, and on pages of what it is linked to."""

from typing import Any

import pytest

from permissions.access import levels
from realtime.events import head_of
from realtime.open_space import prepare
from realtime.regions import Audience
from tests.cast import World
from workspace.boards import commands as boards
from workspace.boards.models import Action
from workspace.sharing.commands import share
from workspace.waits.commands import add_wait

pytestmark = pytest.mark.django_db


@pytest.fixture
def wide(world: World) -> Action:
    """An action of the board that the convenor of Tanzania reads, too."""
    action: Action = world.actions[1]
    holder = f"convenor:{world.tanzania.pk}"
    share(actor=world.convenor, thing=action, holder=holder, level="reader", reason="Compare")
    action.refresh_from_db()
    return action


def told(world: World, who: str, space_id: Any, after: int, topic: str) -> tuple[str, bool]:
    """What is pushed to a page that shows a topic, and whether it is to be asked for again."""
    from permissions.models import Space

    person = world.tanzania_convenor if who == "abroad" else world.people[who]
    audience = Audience(space_id, "en", levels(person, Space.objects.get(pk=space_id)))
    drawn = prepare(space_id, after, {audience: frozenset({topic})})
    html = [each for topics, fragments in drawn.html[audience] if topic in topics for each in fragments]
    return "".join(html), topic in drawn.again


def test_its_card_is_not_held_for_older_than_the_board(world: World, wide: Action, sign_in: Any) -> None:
    """Its log is young, that of the board is old: their numbers are not compared."""
    page = sign_in(world.member).get(f"/boards/{world.board.pk}/").content.decode()
    after = head_of(wide.space_id)
    assert after < head_of(world.board.space_id)
    boards.edit_action(actor=world.member, action=wide, values={"title": "Savings with three banks"})
    pushed, _again = told(world, "member", wide.space_id, after, f"board:{world.board.pk}")
    for html in (page, pushed):
        card = html[html.index(f'id="card-{wide.pk}"') :]
        assert "data-v" not in card[: card.index(">")]
    assert "Savings with three banks" in pushed


def test_who_sees_its_board_may_still_move_it_after_a_change(world: World, wide: Action, sign_in: Any) -> None:
    way = f'action="/actions/{wide.pk}/move/"'
    assert way in sign_in(world.member).get(f"/actions/{wide.pk}/").content.decode()
    after = head_of(wide.space_id)
    boards.move_action(actor=world.member, action=wide, theme=world.second_theme)
    pushed, _again = told(world, "member", wide.space_id, after, f"action:{wide.pk}")
    assert way in pushed
    assert "Improving practices" in pushed


def test_who_is_let_in_to_it_alone_is_told_no_theme(world: World, wide: Action, sign_in: Any) -> None:
    after = head_of(wide.space_id)
    boards.move_action(actor=world.member, action=wide, theme=world.second_theme)
    pushed, _again = told(world, "abroad", wide.space_id, after, f"action:{wide.pk}")
    page = sign_in(world.tanzania_convenor).get(f"/actions/{wide.pk}/").content.decode()
    for html in (pushed, page):
        assert "Moved to another theme" in html
        assert "Improving practices" not in html and "The business case" not in html


def test_what_waits_across_spaces_is_asked_for_again(world: World, wide: Action, sign_in: Any) -> None:
    """The action of the board waits for the shared one: its page follows both, and so does that of the other."""
    page = sign_in(world.member).get(f"/actions/{world.action.pk}/").content.decode()
    assert str(wide.space_id) in page[: page.index("<header")]
    at_board, at_wide = head_of(world.board.space_id), head_of(wide.space_id)
    add_wait(actor=world.member, action=world.action, on=wide)
    assert told(world, "member", world.board.space_id, at_board, f"action:{wide.pk}") == ("", True)
    boards.edit_action(actor=world.member, action=wide, values={"status": "on-track"})
    for topic in (f"action:{world.action.pk}", f"board:{world.board.pk}"):
        assert told(world, "member", wide.space_id, at_wide, topic)[1]
