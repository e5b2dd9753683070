"""What the apps above bring to the pages of a group: sections on its page, and places in the navigation.

Registered at start, so that this app needs to know none of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from .models import CountryGroup

Text = str | Promise


@dataclass(frozen=True)
class Section:
    """A part of a group's page. `load(user, group)` gives what `template` draws as `section`; None leaves it out."""

    key: str
    title: Text
    template: str
    load: Callable[[Any, CountryGroup], Any]
    order: int = 0


@dataclass(frozen=True)
class Place:
    """A place in the navigation. `url(user, group)` may give None where there is nothing to go to."""

    key: str
    label: Text
    icon: str
    url: Callable[[Any, CountryGroup | None], str | None]
    short: Text = ""  # where there is little room
    order: int = 0


_sections: dict[str, Section] = {}
_places: dict[str, Place] = {}


def register_section(section: Section) -> None:
    """Show a section on every group's page."""
    _sections[section.key] = section


def register_place(place: Place) -> None:
    """Show a place in the navigation of every page."""
    _places[place.key] = place


def sections_of(user: Any, group: CountryGroup) -> list[tuple[Section, Any]]:
    """The sections of a group's page, in their order, with what each of them shows to this reader."""
    loaded = [(each, each.load(user, group)) for each in sorted(_sections.values(), key=lambda each: each.order)]
    return [(each, data) for each, data in loaded if data is not None]


def places_for(
    user: Any, group: CountryGroup | None, current: str, known: Mapping[str, str | None] | None = None
) -> list[dict[str, Any]]:
    """The navigation as base.html reads it; `known` are addresses that need not be asked for, by key."""
    known = known or {}
    found = []
    for place in sorted(_places.values(), key=lambda each: each.order):
        url = known[place.key] if place.key in known else place.url(user, group)
        if url:
            found.append(
                {"url": url, "icon": place.icon, "label": place.label, "short": place.short,
                 "current": place.key == current}
            )  # fmt: skip
    return found
