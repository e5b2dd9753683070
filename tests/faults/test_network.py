"""The network between people and workers breaks, tears or stands still."""

from tests.faults.conftest import House
from tests.faults.crowd import Crowd


def test_a_network_that_is_gone_for_a_moment(house: House, crowd: Crowd) -> None:
    with crowd.typing():
        house.front.cut()
        crowd.until(lambda: not any(tab.connected for tab in crowd.tabs))
        crowd.type(marks=2)
        house.front.mend()
        crowd.until_typed(3)
    crowd.laws()


def test_connections_that_break_in_the_middle_of_a_frame(house: House, crowd: Crowd) -> None:
    with crowd.typing():
        for _ in range(5):
            house.front.tear()
            crowd.until_typed(1)
    crowd.laws()


def test_everybody_connects_again_and_again(house: House, crowd: Crowd) -> None:
    with crowd.typing():
        for _ in range(5):
            crowd.reconnect(crowd.tabs)
            crowd.until_typed(1)
    crowd.laws()


def test_a_tab_that_sleeps_and_wakes(crowd: Crowd) -> None:
    asleep, awake = crowd.tabs[::3], [tab for tab in crowd.tabs if tab not in crowd.tabs[::3]]
    with crowd.typing(awake):
        crowd.freeze(asleep)
        crowd.until_typed(10, awake)
        crowd.type(asleep)  # typed before the others' words are on the screen
        crowd.thaw(asleep)
        crowd.until_saved(asleep)
    crowd.laws()


def test_people_who_leave_and_take_their_device_with_them(crowd: Crowd) -> None:
    """What was acknowledged to them is in the log, though nobody can send it again."""
    leaving = crowd.tabs[::2]
    with crowd.typing():
        crowd.until_typed(3)
        crowd.vanish(leaving)
        crowd.until_typed(3)
    crowd.laws()
