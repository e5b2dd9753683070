"""The record of a group in plain words, by handles: who was let in where, who no longer is, who took which seat."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from permissions.access import visible
from permissions.models import AccessChange, Space
from permissions.record import chain_of
from permissions.table import NAMES
from workspace.groups.models import CountryGroup, Handle, Seat

from .days import last_day
from .holders import RoleWords, words_for
from .kinds import kind_of, things_in
from .queries import may_words

SHOWN = 200  # lines; the command that verifies the record prints no more either
OFFICES = ("convenors", "members", "alternates", "scribes", "observers")


@dataclass(frozen=True)
class Line:
    """One line of the record. `detail` is what they may do, `reason` what somebody wrote."""

    at: datetime
    text: str
    by: str = ""
    detail: str = ""
    reason: str = ""
    until: date | None = None


def record_of(user: Any, group: CountryGroup) -> list[Line]:
    """The last lines about a group, its seats, and those of its spaces that this reader may see; the newest first."""
    spaces = {space.pk: space for space in visible(user, Space.objects.filter(home=group.space_id) | _only(group))}
    seats = {seat.role_id: seat for seat in Seat.objects.filter(group=group)}
    offices = {getattr(group, f"{office}_id"): office for office in OFFICES}
    chains = [chain_of(space) for space in spaces.values()] + [f"role {pk}" for pk in (*seats, *offices)]
    found = list(AccessChange.objects.filter(chain__in=chains).order_by("-at", "-number")[: SHOWN * 3])
    words = Words(user, group, spaces, seats, offices, found)
    lines = [line for change in found if (line := words.line(change)) is not None]
    return lines[:SHOWN]


def _only(group: CountryGroup) -> Any:
    return Space.objects.filter(pk=group.space_id)


class Words:
    """What the lines speak of, fetched together."""

    def __init__(
        self,
        user: Any,
        group: CountryGroup,
        spaces: dict[UUID, Space],
        seats: dict[int, Seat],
        offices: dict[int, str],
        changes: Collection[AccessChange],
    ) -> None:
        self.group, self.seats, self.offices = group, seats, offices
        things = things_in(user, list(spaces.values()))
        self.titles = {space: kind_of(thing).title(thing) for space, thing in things.items()}
        self.titles[group.space_id] = group.name
        given = {int(change.facts["role"]) for change in changes if change.facts.get("role")}
        self.roles: dict[int, RoleWords] = words_for(given, group)
        people = {change.facts[key] for change in changes for key in ("user", "by") if change.facts.get(key)}
        self.handles: dict[str, list[Handle]] = {}
        handles = Handle.objects.filter(person__in=people).select_related("group").order_by("created_at")
        for handle in sorted(handles, key=lambda each: each.group_id != group.pk):
            self.handles.setdefault(str(handle.person_id), []).append(handle)

    def line(self, change: AccessChange) -> Line | None:
        """A line of the record as people read it; None for what says nothing to them."""
        at = parse_datetime(change.at)
        tell = _TELLERS.get(change.what)
        return tell(self, change, at) if tell and at else None

    def person(self, pk: str | None, at: datetime) -> str:
        """Under which name somebody appeared at that time: in this group, else in their own, with its name."""
        known = self.handles.get(pk or "", [])
        then = [each for each in known if each.ended_at is None or each.ended_at > at]
        if not then:
            return ""
        found = then[0]
        return found.text if found.group_id == self.group.pk else f"{found.text} ({found.group.short_name})"

    def place(self, change: AccessChange) -> str:
        """The title of what lives in the space of a line."""
        return self.titles.get(UUID(change.chain.partition(" ")[2]), "")


def _given(words: Words, change: AccessChange, at: datetime) -> Line | None:
    what, facts = words.place(change), change.facts
    if not what:
        return None
    role = int(facts["role"]) if facts.get("role") else 0
    if words.offices.get(role) == "members":
        return Line(at, _("“%(what)s” was opened to the whole group") % {"what": what}, words.person(facts["by"], at))
    who = _whom(words, facts, at)
    if role in words.offices or not who or (role and role not in words.seats and facts["level"] not in _LET_IN):
        return None  # comes with the opening to the whole group
    until = last_day(parse_datetime(facts["until"])) if facts.get("until") else None
    return Line(
        at,
        _("“%(what)s” was opened to: %(who)s") % {"what": what, "who": who},
        words.person(facts["by"], at),
        may_words(facts["level"]),
        (facts.get("reason") or "") if role else "",  # what a command wrote by itself is in `detail`
        until,
    )


_LET_IN = ("reader", "commenter", "guest")


def _ended(words: Words, change: AccessChange, at: datetime) -> Line | None:
    what, who = words.place(change), _whom(words, change.facts, at)
    if not what or not who:
        return None
    text = _("“%(what)s” is closed again for: %(who)s") % {"what": what, "who": who}
    return Line(at, text, words.person(change.facts["by"], at))


def _whom(words: Words, facts: dict[str, Any], at: datetime) -> str:
    if facts.get("user"):
        return words.person(facts["user"], at)
    found = words.roles.get(int(facts["role"])) if facts.get("role") else None
    return found.name if found else ""


def _restricted(words: Words, change: AccessChange, at: datetime) -> Line | None:
    what = words.place(change)
    if not what or change.facts.get("alone") == "False":
        return None
    text = _("“%(what)s” was restricted: only those who are named see it") % {"what": what}
    return Line(at, text, words.person(change.facts.get("by"), at))


def _held(words: Words, change: AccessChange, at: datetime) -> Line | None:
    who, role = words.person(change.facts["user"], at), int(change.chain.partition(" ")[2])
    until = last_day(parse_datetime(change.facts["until"])) if change.facts.get("until") else None
    if not who:
        return None
    if seat := words.seats.get(role):
        return Line(at, _("%(who)s took the seat “%(seat)s”") % {"who": who, "seat": seat.name}, until=until)
    if words.offices[role] == "members":
        return None  # who takes a seat is a member
    return Line(at, _("%(who)s has a role: %(role)s") % {"who": who, "role": _office(words, role)}, until=until)


def _left(words: Words, change: AccessChange, at: datetime) -> Line | None:
    who, role = words.person(change.facts["user"], at), int(change.chain.partition(" ")[2])
    if not who:
        return None
    if seat := words.seats.get(role):
        return Line(at, _("%(who)s left the seat “%(seat)s”") % {"who": who, "seat": seat.name})
    if words.offices[role] == "members":
        return None
    return Line(at, _("%(who)s no longer has the role: %(role)s") % {"who": who, "role": _office(words, role)})


def _office(words: Words, role: int) -> str:
    return _(NAMES[words.offices[role].removesuffix("s")])


Teller = Callable[[Words, AccessChange, datetime], Line | None]


def register_teller(what: str, tell: Teller) -> None:
    """Have lines of this kind told by an app above."""
    _TELLERS[what] = tell


_TELLERS: dict[str, Teller] = {
    "given": _given,
    "ended": _ended,
    "moved_out": _restricted,
    "stands_alone": _restricted,
    "held": _held,
    "left": _left,
}
