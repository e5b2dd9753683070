"""Which actions of a board are shown: the same filter on lanes, table, timeline and files, and it lives in the
address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from permissions.access import visible
from workspace.groups.models import Seat

from .models import Action, Board, Theme
from .queries import Lanes, seats_on

LONGEST = 120  # letters of the words that are looked for
NOBODY, ASKED, ME = "none", "asked", "me"  # beside "seat:<id>" and "group:<id>", what `lead` may say


@dataclass(frozen=True)
class Filter:
    """What an address asks for; what it says wrongly counts as not said. `lead` may be me: whoever reads it."""

    q: str = ""
    theme: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    lead: str = ""
    label: str = ""
    area: str = ""  # a region
    late: str = ""
    after: str = ""  # days as 2027-03-01
    before: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    @property
    def query(self) -> str:
        """As it stands in an address, always in the same order."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return urlencode({name: value for name, value in said.items() if value}, doseq=True)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Name and value, for hidden fields."""
        return parse_qsl(self.query)

    def rows(self, actions: QuerySet[Action], reader: Any) -> QuerySet[Action]:
        """Those of the actions that it lets through."""
        return actions.filter(self.asks(reader))

    def asks(self, reader: Any) -> Q:
        """What it asks of an action; nothing when it lets all through."""
        asked = Q()
        for word in self.q.split():
            asked &= Q(title__icontains=word) | Q(status_note__icontains=word) | Q(place__icontains=word)
        if self.theme:
            asked &= Q(theme__in=[UUID(each) for each in self.theme])
        if self.status:
            asked &= Q(status__in=self.status)
        if self.lead:
            asked &= _led_by(self.lead, reader)
        if self.label:
            of = self.label
            inside = Q(labels__startswith=f"{of}, ") | Q(labels__endswith=f", {of}") | Q(labels__contains=f", {of}, ")
            asked &= Q(labels=of) | inside
        if self.area:
            asked &= Q(region=self.area)
        if self.late:
            asked &= Q(due__lt=timezone.localdate()) & ~Q(status=Action.Status.DONE)
        if self.after:
            asked &= Q(due__gte=self.after)
        if self.before:
            asked &= Q(due__lte=self.before)
        return asked


@dataclass(frozen=True)
class Chip:
    """One thing that a filter asks for, in words, and the query without it."""

    text: str
    without: str


@dataclass(frozen=True)
class Choices:
    """What one may filter by on a board."""

    themes: list[Theme]
    seats: list[Seat]
    labels: list[str]
    areas: list[str]

    @property
    def stakeholder_groups(self) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
        """Value and name of each group, with those of its seats."""
        found: dict[str, tuple[str, str, list[tuple[str, str]]]] = {}
        for seat in self.seats:
            of = seat.stakeholder_group
            group = found.setdefault(str(of.pk), (f"group:{of.pk}", of.name, []))
            group[2].append((f"seat:{seat.pk}", seat.name))
        return tuple((value, name, tuple(seats)) for value, name, seats in found.values())


def choices_on(reader: Any, board: Board, themes: list[Theme], seats: list[Seat] | None = None) -> Choices:
    """What a reader may filter by: labels and regions of the actions that they see."""
    seen = visible(reader, board.actions.filter(archived_at__isnull=True)).exclude(labels="", region="")
    said = set(seen.values_list("labels", "region"))
    return _choices(themes, seats_on(board) if seats is None else seats, said)


def choices_in(lanes: Lanes) -> Choices:
    """The same of a board that was read for this reader."""
    said = {(each.labels, each.region) for each in lanes.seen.values() if each.archived_at is None}
    return _choices(lanes.themes, lanes.seats, said)


def _choices(themes: list[Theme], seats: list[Seat], said: set[tuple[str, str]]) -> Choices:
    labels = {label for several, _region in said for label in several.split(", ") if label}
    return Choices(themes, seats, sorted(labels), sorted({region for _labels, region in said if region}))


def filter_of(said: QueryDict | Mapping[str, Any]) -> Filter:
    """The filter of an address."""
    data = said if isinstance(said, QueryDict) else QueryDict(urlencode(said, doseq=True))
    return Filter(
        q=_line(data.get("q", "")),
        theme=tuple(each for each in data.getlist("theme") if _is_id(each)),
        status=tuple(each for each in Action.Status.values if each in data.getlist("status")),
        lead=lead if _names_a_lead(lead := data.get("lead", "")) else "",
        label=_line(data.get("label", "")),
        area=_line(data.get("area", "")),
        late="1" if data.get("late") else "",
        after=_day(data.get("after", "")),
        before=_day(data.get("before", "")),
    )


def chips_of(asked: Filter, choices: Choices) -> list[Chip]:
    """What a filter asks for, in words."""
    found: list[Chip] = []

    def add(text: str, name: str, rest: Any = "") -> None:
        found.append(Chip(text, replace(asked, **{name: rest}).query))

    if asked.q:
        add(f"“{asked.q}”", "q")
    names = {str(theme.pk): theme.name for theme in choices.themes}
    for each in asked.theme:
        add(names.get(each, _("a theme that is gone")), "theme", _but(asked.theme, each))
    labels = dict(Action.Status.choices)
    for each in asked.status:
        add(str(labels[each]), "status", _but(asked.status, each))
    if asked.lead:
        add(_lead_in_words(asked.lead, choices), "lead")
    if asked.label:
        add(_("label “%(label)s”") % {"label": asked.label}, "label")
    if asked.area:
        add(asked.area, "area")
    if asked.late:
        add(_("late"), "late")
    if asked.after:
        add(_("due from %(day)s") % {"day": _in_words(asked.after)}, "after")
    if asked.before:
        add(_("due until %(day)s") % {"day": _in_words(asked.before)}, "before")
    return found


def filter_parts(asked: Filter, choices: Choices, *, shown: int, **kept: Any) -> dict[str, Any]:
    """What boards/filter.html draws; `kept` are other parts of the address that stay, such as the order of a table."""
    return {
        "filter": asked,
        "chips": chips_of(asked, choices),
        "choices": choices,
        "filter_statuses": Action.Status.choices,
        "shown_count": shown,
        "kept": {name: value for name, value in kept.items() if value},
    }


def _led_by(lead: str, reader: Any) -> Q:
    kind, _colon, pk = lead.partition(":")
    if kind == NOBODY:
        return Q(lead=None, offered_to=None)
    if kind == ASKED:
        return Q(offered_to__isnull=False)
    if kind == ME:
        return Q(lead__handle__person=getattr(reader, "pk", None), lead__handle__ended_at=None) & ~Q(lead=None)
    return Q(lead=pk) if kind == "seat" else Q(lead__stakeholder_group=pk)


def _lead_in_words(lead: str, choices: Choices) -> str:
    if lead == NOBODY:
        return _("no lead yet")
    if lead == ASKED:
        return _("a seat is asked to lead")
    if lead == ME:
        return _("led by me")
    seats = {f"seat:{seat.pk}": seat.name for seat in choices.seats}
    groups = {value: name for value, name, _seats in choices.stakeholder_groups}
    return _("led by %(who)s") % {"who": {**seats, **groups}.get(lead, _("a seat that is gone"))}


def _names_a_lead(lead: str) -> bool:
    kind, _colon, pk = lead.partition(":")
    return lead in (NOBODY, ASKED, ME) or (kind in ("seat", "group") and _is_id(pk))


def _but(many: Iterable[str], one: str) -> tuple[str, ...]:
    return tuple(each for each in many if each != one)


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())[:LONGEST]


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if len(text) == len("2027-03-01") else ""
    except ValueError:
        return ""


def _in_words(day: str) -> str:
    return formats.date_format(date.fromisoformat(day), "j F Y")
