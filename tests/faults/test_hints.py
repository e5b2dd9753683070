"""Redis is gone, stands still or lies: hints cost a moment, never data."""

import time

from tests.faults.conftest import House
from tests.faults.crowd import Crowd


def test_redis_stopped_and_started(house: House, crowd: Crowd, outage_seconds: float) -> None:
    with crowd.typing():
        house.redis.stop()
        until = time.monotonic() + outage_seconds
        crowd.until_typed(5)
        crowd.until(lambda: time.monotonic() > until)
        house.redis.start()
        crowd.until_typed(3)
    crowd.laws()


def test_redis_that_stands_still(house: House, crowd: Crowd, outage_seconds: float) -> None:
    """Connections stay and nothing answers: nobody waits for it."""
    with crowd.typing():
        house.redis.freeze()
        until = time.monotonic() + outage_seconds
        crowd.until_typed(5)
        crowd.until(lambda: time.monotonic() > until)
        house.redis.thaw()
        crowd.until_typed(3)
    crowd.laws()


def test_hints_lost_doubled_and_turned_round(house: House, crowd: Crowd) -> None:
    with crowd.typing():
        house.hints.is_mischievous = True
        crowd.until(lambda: min(house.hints.lost, house.hints.doubled, house.hints.late) >= 10)
        crowd.until_typed(3)
    crowd.laws()  # still so: the last hints may be among the lost


def test_a_worker_that_hears_no_hint_at_all(house: House, crowd: Crowd) -> None:
    """The slow clock finds what others wrote, also when the last word was theirs."""
    with crowd.typing():
        house.hints.is_deaf = True
        lost = house.hints.lost
        crowd.until(lambda: house.hints.lost > lost + 5)
    crowd.laws()
    house.hints.is_deaf = False
    with crowd.typing():
        crowd.until_typed(2)
    crowd.laws()


def test_people_who_move_to_a_worker_that_heard_nothing(house: House, crowd: Crowd) -> None:
    """What they send again there, as stored by the other worker, is not stored twice."""
    with crowd.typing():
        house.hints.is_deaf = True
        for door in (house.doors[1], house.doors[0], house.doors[1]):
            crowd.until_typed(1)
            crowd.reconnect(crowd.tabs, door)
    crowd.laws()
