"""Open pages change at once when something is hidden or comes back; the desk when something is reported or decided."""

from collections.abc import Iterable
from uuid import UUID

from realtime.models import Event
from realtime.regions import Region, register

from .kinds import reportable


def start() -> None:
    """Called when the app is ready."""
    register("moderation", regions_of_moderation_event)
    register("report", regions_of_report_event)


def regions_of_moderation_event(event: Event) -> Iterable[Region]:
    """The thing or its tombstone drawn in its place; where that is no part of a page, the page is loaded again."""
    if "thing" not in event.data:
        return
    thing, kind = UUID(str(event.data["thing"])), reportable(event.data["kind"])
    if kind.redraw is not None:
        yield from kind.redraw(thing, event)
    else:
        yield Region(f"moderation:{thing}", frozenset(event.data.get("topics", [])))


def regions_of_report_event(event: Event) -> Iterable[Region]:
    """The desk, and the page of the report."""
    yield Region("reports", frozenset({"reports", f"report:{event.thing}"}))
