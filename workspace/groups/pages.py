"""What every page of a group tells base.html: where we are, who I am here, what is followed live."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest

from permissions.access import abilities
from permissions.models import Space
from realtime.events import heads_of

from .answers import actor_of
from .handles import as_identity, handle_in
from .models import CountryGroup
from .queries import groups_of
from .sections import places_for


def page_context(
    request: HttpRequest,
    group: CountryGroup | None,
    *,
    live: Iterable[Space] = (),
    show: Sequence[str] = (),
    thing: Any = None,
    current: str = "",
) -> dict[str, Any]:
    """Context of a page that belongs to a group.

    Call it before anything is read that the page shows: what happens in between comes once more over the socket
    instead of never. `live` are the spaces that the page follows, `show` its topics ("board:<id>"), `thing` what its
    `abilities` are about (the group when nothing is said), `current` the key of its place in the navigation.
    """
    spaces = list(live)
    heads = heads_of([space.pk for space in spaces]) if spaces else {}
    about = thing or group
    can = abilities(request.user, about) if about is not None else frozenset[str]()
    where = spaces[0] if spaces else group.space_id if group else None
    handle = handle_in(request.user, where) if where and request.user.is_authenticated else None
    return {
        "group": group,
        "places": places_for(request.user, group, current),
        "me": as_identity(handle) if handle else None,
        "my_handle": handle,
        "live": [{"space": str(s.pk), "after": heads.get(s.pk, 0), "show": list(show)} for s in spaces],
        "can": can,
        "abilities": " ".join(sorted(can)),
    }


def group_of_reader(request: HttpRequest, group: CountryGroup | None = None) -> CountryGroup | None:
    """The group whose navigation a reader sees: this one if they may enter it, else one of their own."""
    mine = groups_of(request.user)
    if group is not None and mine.filter(pk=group.pk).exists():
        return group
    own = mine.filter(handles__person=actor_of(request), handles__ended_at__isnull=True)
    return own.first() or mine.first()
