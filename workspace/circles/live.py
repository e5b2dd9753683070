"""What is drawn again when something happens to a circle: inside it its head and people, outside the list of names."""

from collections.abc import Iterable

from django.template.loader import render_to_string

from realtime.models import Event
from realtime.regions import Audience, Region, register
from workspace.groups.models import CountryGroup

from .models import Circle
from .queries import happenings, open_invitations, people_of, working_groups_of


def start() -> None:
    """Called when the app is ready."""
    register("circle", regions_of_circle_event)
    register("working_group", regions_of_listing_event)


def regions_of_circle_event(event: Event) -> Iterable[Region]:
    """The head of the circle, its people, what happened in it."""
    circle_id = event.thing
    if circle_id is None:
        return

    def draw(audience: Audience, seq: int) -> Iterable[str]:
        circle = Circle.objects.select_related("group", "space").get(pk=circle_id)
        parts = {
            "circle": circle,
            "group": circle.group,
            "can": audience.abilities("circle"),
            "people": people_of(circle),
            "waiting": open_invitations(circle),
            "happenings": happenings(circle),
            "seq": seq,
        }
        for template in ("circles/head.html", "circles/people.html", "circles/happenings.html"):
            yield render_to_string(template, parts)

    yield Region(key=f"circle:{circle_id}", topics=frozenset({f"circle:{circle_id}"}), draw=draw)


def regions_of_listing_event(event: Event) -> Iterable[Region]:
    """The names of a group's working groups, on its page."""
    group_id = event.thing
    if group_id is None:
        return

    def draw(audience: Audience, seq: int) -> Iterable[str]:
        group = CountryGroup.objects.get(pk=group_id)
        yield render_to_string("circles/listed.html", {"group": group, "listed": working_groups_of(group), "seq": seq})

    yield Region(key=f"working-groups:{group_id}", topics=frozenset({f"group:{group_id}"}), draw=draw)
