"""Pages that show a thing are loaded again when another circle of people sees it."""

from collections.abc import Iterable

from realtime.models import Event
from realtime.regions import Region, register


def start() -> None:
    """Called when the app is ready."""
    register("access", regions_of_access_event)


def regions_of_access_event(event: Event) -> Iterable[Region]:
    """The thing lives elsewhere, or others see it: its page follows another space from now on."""
    topics = frozenset({*event.data.get("topics", []), f"sharing:{event.thing}"})
    yield Region(f"access:{event.thing}", topics)
