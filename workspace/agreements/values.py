"""The commitments of an action: what they are worth now, and how people read what was agreed."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from workspace.boards.fields import values_of
from workspace.boards.models import Action
from workspace.boards.periods import from_kept_period
from workspace.groups.models import Seat
from workspace.indicators.models import Indicator
from workspace.indicators.values import from_kept as number_of
from workspace.indicators.values import kept, with_unit

FIELDS: Final = ("title", "lead", "due")
TARGET: Final = "target:"


def commitments_of(action: Action, targets: Iterable[Indicator]) -> dict[str, str]:
    """What an action promises, as the log keeps it: its title, lead and due, and the targets of its indicators."""
    now = values_of(action) | {"lead": str(action.lead_id) if action.lead_id else None}
    found = {field: now[field] for field in FIELDS}
    found |= {f"{TARGET}{each.pk}": kept("target", each.target) for each in targets}
    return {field: value for field, value in found.items() if value}


def locked_targets(actions: Collection[UUID]) -> dict[UUID, list[Indicator]]:
    """The indicators of these actions, held until the transaction ends: who changes a target is before or after."""
    rows = Indicator.objects.filter(action__in=actions, withdrawn_at__isnull=True).order_by("pk")
    found: dict[UUID, list[Indicator]] = {}
    for each in rows.select_for_update(of=("self",)) if connection.vendor != "sqlite" else rows:
        found.setdefault(each.action_id, []).append(each)
    return found


def indicator_id(field: str) -> UUID | None:
    """The indicator whose target a field is."""
    return UUID(field.removeprefix(TARGET)) if field.startswith(TARGET) else None


class Words:
    """How kept values of many fields are read; the seats and indicators that they name are fetched together, where
    they are not known."""

    def __init__(
        self,
        values: Iterable[tuple[str, str | None]],
        *,
        seats: Iterable[Seat] | None = None,
        indicators: Mapping[UUID, Indicator] | None = None,
    ) -> None:
        values = list(values)
        if seats is None:
            named = {value for field, value in values if field == "lead" and value}
            seats = Seat.objects.filter(pk__in=named) if named else ()
        if indicators is None:
            aimed = {pk for field, _value in values if (pk := indicator_id(field))}
            indicators = Indicator.objects.in_bulk(aimed) if aimed else {}
        self.seats: Mapping[str, str] = {str(seat.pk): seat.name for seat in seats}
        self.indicators: Mapping[Any, Indicator] = indicators

    def of(self, field: str, value: str | None) -> str:
        """A value, without saying which field it is of."""
        if not value:
            return _("nobody") if field == "lead" else _("nothing")
        if field == "lead":
            return self.seats.get(value, _("a seat that is gone"))
        if field == "due":
            return str(from_kept_period(value))
        if field.startswith(TARGET):
            indicator = self.indicators.get(indicator_id(field))
            return with_unit(number_of("target", value), indicator.unit if indicator else "")
        return f"“{value}”"

    def field(self, field: str) -> str:
        """What a field is called."""
        if field.startswith(TARGET):
            indicator = self.indicators.get(indicator_id(field))
            return _("Target of “%(name)s”") % {"name": indicator.name if indicator else "…"}
        return {"title": _("Title"), "lead": _("Lead"), "due": _("Due")}[field]
