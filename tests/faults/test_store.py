"""The store fails, once or for long, for all or for one document."""

import time

import pytest

from tests.faults.conftest import Gather, House
from tests.faults.crowd import Crowd
from tests.faults.faults import (
    AT_COMMIT,
    break_connections,
    held_up,
    refuse,
    rows_refused,
    rows_refused_once,
)
from tests.faults.laws import log_of

AWAY, OTHER = "40001", "P0001"  # what Django calls an OperationalError, and what it does not


@pytest.mark.parametrize("code", [AWAY, OTHER])
def test_a_store_that_fails_once(house: House, crowd: Crowd, code: str) -> None:
    with rows_refused_once(house.workers[0], crowd.document, code) as tries, crowd.typing():
        crowd.until(lambda: house.workers[0].rows(tries)[0][0] > 1)
    crowd.laws()


def test_a_store_that_is_away_for_long(house: House, crowd: Crowd, outage_seconds: float) -> None:
    with crowd.typing():
        house.store.cut()
        until = time.monotonic() + outage_seconds
        crowd.until(lambda: not any(tab.is_saved for tab in crowd.tabs))
        crowd.until(lambda: crowd.nothing_unstored_is_acknowledged() and time.monotonic() > until)
        house.store.mend()
        crowd.until_typed(3)
    crowd.laws()


def test_a_store_whose_connections_break_again_and_again(house: House, crowd: Crowd) -> None:
    with crowd.typing():
        for _ in range(5):
            break_connections(house.workers[0])
            crowd.until_typed(1)
    crowd.laws()


def test_a_store_that_is_away_while_the_last_editor_leaves(house: House, crowd: Crowd) -> None:
    """What a server took from somebody who left is stored when the store is back, though nobody waits for it."""
    with crowd.typing():
        crowd.until_typed(2)
    before = sum(tab.clock for tab in crowd.tabs)
    house.store.cut()
    crowd.type()
    crowd.leave(crowd.tabs)
    house.store.mend()
    typed = {tab.author: tab.clock for tab in crowd.tabs}
    assert sum(typed.values()) > before
    crowd.until(lambda: crowd.stored_clocks() == typed)
    crowd.laws()


@pytest.mark.parametrize("code", [OTHER, AWAY])
def test_one_document_whose_row_is_refused_holds_up_no_other(
    house: House, crowd: Crowd, gather: Gather, code: str
) -> None:
    other = gather(house.workers[0])
    for door in house.doors:
        other.join(door, house.cookies[:2])
    with other.typing():
        with rows_refused(house.workers[0], crowd.document, code):
            rows = len(log_of(crowd))
            crowd.type()
            other.until_typed(5)
            crowd.type()
            other.until_typed(5)
            assert len(log_of(crowd)) == rows
            assert not any(tab.is_saved for tab in crowd.tabs)
        crowd.until_saved()
    crowd.laws()
    other.laws()


def test_who_comes_again_while_a_row_is_refused_is_told_nothing_false(house: House, crowd: Crowd) -> None:
    """A second connection of somebody whose change is on its way must not be told that it is stored."""
    server = house.workers[0]
    with crowd.typing():
        crowd.until_typed(1)
    with held_up(server, crowd.document, then=refuse(OTHER)) as held:
        crowd.type()
        held.until_reached()
        crowd.reconnect(crowd.tabs)
        crowd.until(lambda: all(tab.synced for tab in crowd.tabs))
        held.let_go()
    crowd.laws()


def test_a_commit_whose_answer_is_lost_is_stored_once(house: House, crowd: Crowd) -> None:
    server = house.workers[0]
    with crowd.typing():
        crowd.until_typed(1)
    with held_up(server, crowd.document, when=AT_COMMIT) as held:
        crowd.type()
        held.until_reached()
        house.store.cut()  # the server knows nothing of it and goes on with its commit
        house.store.mend()
    crowd.laws()
