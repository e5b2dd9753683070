"""Web workers that die, freeze, come and go while people type."""

from realtime.protocol import RESTARTING
from tests.faults.conftest import Gather, House
from tests.faults.crowd import Crowd
from tests.faults.faults import held_up


def test_nothing_breaks(crowd: Crowd) -> None:
    """Without a fault the laws hold, so that a failure below is the fault's."""
    with crowd.typing():
        crowd.until_typed(5)
    crowd.laws()


def test_kill_minus_9_of_a_worker(house: House, crowd: Crowd) -> None:
    with crowd.typing():
        house.workers[0].kill()
        crowd.until_typed(3)  # all of them at the other one
        house.workers[0].start()
        crowd.until_typed(3)
    crowd.laws()


def test_kill_minus_9_of_both_workers(house: House, crowd: Crowd) -> None:
    with crowd.typing():
        for worker in house.workers:
            worker.kill()
        for worker in house.workers:
            worker.start()
        crowd.until_typed(3)
    crowd.laws()


def test_a_worker_that_freezes_in_the_middle_of_its_commit(house: House, crowd: Crowd, gather: Gather) -> None:
    """It holds the document's row: the other worker goes on with other documents at once, with this one when the
    database has ended the transaction; after the thaw nothing is stored twice."""
    frozen, other = house.workers[0], gather(house.workers[1])
    at_frozen, at_other = crowd.tabs[:4], crowd.tabs[4:]
    other.join(house.doors[1], house.cookies)
    with crowd.typing():
        crowd.until_typed(1)
    with held_up(house.workers[1], crowd.document) as held:
        crowd.type(at_frozen)
        held.until_reached()
        frozen.freeze()
        crowd.type(at_other)
        with other.typing():
            other.until_typed(5)
        assert not any(tab.is_saved for tab in crowd.tabs)
    crowd.until_saved(at_other)
    crowd.reconnect(at_frozen[:2], house.doors[1])  # some people move, and send again what hangs in the frozen one
    crowd.until_saved(at_frozen[:2])
    frozen.thaw()
    with crowd.typing():
        crowd.until_typed(2)
    crowd.laws()
    other.laws()


def test_a_worker_that_joins_and_leaves(house: House, crowd: Crowd) -> None:
    with crowd.typing():
        with house.another_worker() as third:
            crowd.reconnect(crowd.tabs[::2], third.url)
            crowd.until_typed(3)
            third.kill()
            crowd.reconnect(crowd.tabs[::2], house.doors[0])
        crowd.until_typed(3)
    crowd.laws()


def test_a_worker_that_is_asked_to_stop_while_people_type(house: House, crowd: Crowd) -> None:
    """As on a new release: what it took is stored and acknowledged, and people are told to come again."""
    leaving = crowd.tabs[:4]
    with crowd.typing():
        house.workers[0].stop()
        crowd.until(lambda: all(set(tab.codes) == {RESTARTING} for tab in leaving))
        house.workers[0].start()
        crowd.until_typed(3)
    crowd.laws()
