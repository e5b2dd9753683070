"""What of a group's pages is drawn again when somebody takes a seat or changes a name."""

from collections.abc import Iterable

from django.template.loader import render_to_string

from realtime.models import Event
from realtime.regions import Audience, Region, register

from .models import CountryGroup
from .queries import people_of


def start() -> None:
    """Called when the app is ready."""
    register("group", regions_of_group_event)


def regions_of_group_event(event: Event) -> Iterable[Region]:
    """The list of people, wherever it is shown."""
    group_id, space_id = event.thing, event.space_id

    def draw(audience: Audience, seq: int) -> Iterable[str]:
        group = CountryGroup.objects.filter(space=space_id).first()
        if group is not None:
            yield render_to_string("groups/seats.html", {"group": group, "people": people_of(group), "seq": seq})

    yield Region(key=f"group-people:{group_id}", topics=frozenset({f"group:{group_id}"}), draw=draw)
    if seat := event.data.get("seat"):
        yield Region(key=f"seat:{seat}", topics=frozenset({f"seat:{seat}"}))
