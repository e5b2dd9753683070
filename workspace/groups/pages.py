"""What every page of a group tells base.html: where we are, who I am here, what is followed live."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from permissions.access import abilities
from permissions.models import Space
from permissions.roles import verbs_of
from realtime.events import heads_of

from .answers import actor_of
from .handles import as_identity, handle_in
from .models import CountryGroup
from .queries import groups_of
from .sections import places_for


@dataclass(frozen=True)
class Known:
    """What a page has read of its surroundings, so that they are not asked for once more.

    `levels` of the reader, in the spaces of the thing and of its group; `heads` of the logs that the page follows, in
    order, none of them read later than what it shows; addresses of `places` by key, None for a place that is not there.
    """

    levels: Mapping[UUID, frozenset[str]]
    heads: Mapping[UUID, int]
    places: Mapping[str, str | None] = field(default_factory=dict)


def page_context(
    request: HttpRequest,
    group: CountryGroup | None,
    *,
    live: Iterable[Space] = (),
    show: Sequence[str] = (),
    thing: Any = None,
    current: str = "",
    known: Known | None = None,
) -> dict[str, Any]:
    """Context of a page that belongs to a group.

    Call it before anything is read that the page shows: what happens in between comes once more over the socket
    instead of never. `live` are the spaces that the page follows, `show` its topics ("board:<id>"), `thing` what its
    `abilities` are about (the group when nothing is said), `current` the key of its place in the navigation. With what
    is `known` of a thing, `live` is not needed.
    """
    about: Any = thing or group
    if known is not None:
        follows, where = known.heads, about.space
        can = verbs_of(known.levels[about.space_id], about.permission_kind)
    else:
        spaces = list(live)
        heads = heads_of([space.pk for space in spaces]) if spaces else {}
        follows = {space.pk: heads.get(space.pk, 0) for space in spaces}
        can = abilities(request.user, about) if about is not None else frozenset[str]()
        where = spaces[0] if spaces else group.space_id if group else None
    handle = handle_in(request.user, where) if where and request.user.is_authenticated else None
    return {
        "group": group,
        "places": places_for(request.user, group, current, known.places if known else None),
        "me": as_identity(handle) if handle else None,
        "my_handle": handle,
        "live": [{"space": str(pk), "after": after, "show": list(show)} for pk, after in follows.items()],
        "can": can,
        "abilities": " ".join(sorted(can)),
    }


def group_of_reader(
    request: HttpRequest, group: CountryGroup | None = None, levels: Mapping[UUID, frozenset[str]] | None = None
) -> CountryGroup | None:
    """The group whose navigation a reader sees: this one if they may enter it, else one of their own.

    `levels` are those of the reader in its space, where they are known.
    """
    mine = groups_of(request.user)
    if group is not None and (levels[group.space_id] if levels is not None else mine.filter(pk=group.pk).exists()):
        return group
    own = mine.filter(handles__person=actor_of(request), handles__ended_at__isnull=True)
    return own.first() or mine.first()
