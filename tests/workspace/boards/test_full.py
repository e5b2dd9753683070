"""A board with all that can be on it, as its readers open it: what that asks of the database."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import World
from tests.full_board import FullBoard, full_board
from workspace.agreements import proposing
from workspace.agreements.models import Commitment
from workspace.changes.models import Visit
from workspace.sharing.commands import restrict, share

pytestmark = [pytest.mark.data, pytest.mark.django_db]

MOST = 15  # what the page of a board may ask, whatever is on it
READERS = ("member", "convenor", "observer")


@pytest.fixture
def fill(world: World) -> Callable[[int], FullBoard]:
    """A full board with so many actions; some seats alone see one of them, and somebody abroad another one."""

    def make(actions: int) -> FullBoard:
        made = full_board(convenor=world.convenor, group=world.ghana, seats=actions // 3, actions=actions)
        for action, field, value in (
            (made.actions[0], "lead", world.seats["empty"]),
            (made.actions[6], "due", None),
        ):
            if Commitment.objects.filter(action=action, field=field).exists():
                proposing.propose_change(
                    actor=world.convenor, action=action, field=field, value=value, why="It was meant otherwise."
                )
        seats = [f"seat:{world.seats['member'].pk}"]
        restrict(actor=world.convenor, thing=made.actions[1], seats=seats, reason="It names people.")
        share(
            actor=world.convenor, thing=made.actions[2], holder=f"convenor:{world.tanzania.pk}", level="reader",
            reason="They know how.",
        )  # fmt: skip
        return made

    return make


def test_the_page_of_a_board_asks_little_and_as_often_for_much_as_for_little(
    world: World, fill: Callable[[int], FullBoard], sign_in: Any
) -> None:
    def asks(made: FullBoard, who: str, query: str) -> int:
        client, address = sign_in(world.people[who]), f"/boards/{made.board.pk}/{query}"
        client.get(address)
        Visit.objects.update(before=timezone.now() - timedelta(days=400), seen_before=0)  # all of it is new
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address).content.decode()
        assert "by others" in page or who == "convenor"
        assert made.actions[2].title in page and "agreed in General meeting" in page
        return len(asked)

    few, many = [
        {(who, query): asks(made, who, query) for who in READERS for query in ("", "?status=on-track")}
        for made in (fill(9), fill(30))
    ]
    assert few == many
    assert max(many.values()) <= MOST, many
