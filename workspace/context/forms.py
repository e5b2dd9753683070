"""Forms of events around a plan: they read what was typed; what may be kept is the commands' to say."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workspace.boards.forms import PeriodField
from workspace.boards.periods import Period
from workspace.boards.reading_periods import read_period

from .models import ContextEvent
from .values import FIELDS, kept_of


def _line(longest: int) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input", "autocomplete": "off", "dir": "auto", "maxlength": longest})


class _Period(PeriodField):
    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Period) else value


class EventForm(forms.Form):
    """What happened, when, and in a few words what it meant."""

    title = forms.CharField(label=_("What happened?"), required=False, widget=_line(120))
    begins = _Period(
        label=_("When did it begin?"),
        help_text=_("As exactly as you know: 5 March 2017, March 2017, first quarter 2017, 2017."),
        required=False, widget=_line(60),
    )  # fmt: skip
    ends = _Period(
        label=_("When did it end?"), help_text=_("Leave it empty while it goes on."), required=False, widget=_line(60)
    )
    words = forms.CharField(label=_("What it means for the plan"), required=False, widget=_line(500))

    @classmethod
    def of(cls, event: ContextEvent, data: Mapping[str, Any] | None = None) -> Self:
        """The form of one that is there."""
        now = {"title": event.title, "begins": event.begins, "ends": event.ends, "words": event.words}
        return cls(data, initial=now, auto_id=f"context-{event.pk}-%s")

    def seen_fields(self, event: ContextEvent) -> list[tuple[str, str]]:
        """The hidden fields that say what the writer saw."""
        return [(f"seen_{name}", value or "") for name, value in kept_of(event).items()]

    def seen(self) -> dict[str, str | None]:
        """What came back of them: as the log keeps it, or as it was typed."""
        return {name: self._seen(name) for name in FIELDS if f"seen_{name}" in self.data}

    def _seen(self, name: str) -> str | None:
        said = str(self.data[f"seen_{name}"])
        if name in ("begins", "ends") and said:
            with suppress(ValidationError):
                return read_period(said).period.kept
        return said or None
