"""Forms of indicators: they read what was typed; what may be kept is the commands' to say."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Indicator, Reading
from .values import bare, kept, number_from


class NumberField(forms.CharField):
    """A number as people write it, with a comma or a point."""

    def to_python(self, value: Any) -> Any:
        return number_from(super().to_python(value) or "")

    def prepare_value(self, value: Any) -> Any:
        return bare(value) if isinstance(value, Decimal) else value

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Those of texts do not fit a number."""


def _line(**more: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input", "autocomplete": "off", "dir": "auto", **more})


def _number() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input", "autocomplete": "off", "inputmode": "decimal"})


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the day like 2027-03-31.")},
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d"),
        **more,
    )


class _SeenForm(forms.Form):
    """A form that knows what its writer saw in each field, as the log keeps it: `seen_<field>`."""

    def before(self, name: str) -> str:
        """What the writer saw, for a hidden field."""
        if self.is_bound and not self.errors.get(name):
            return str(self.data.get(f"seen_{name}", ""))
        return kept(name, self.now(name)) or ""

    def now(self, name: str) -> Any:
        """What is stored in a field."""
        return self.initial.get(name)

    def seen_fields(self) -> list[tuple[str, str]]:
        """The hidden fields: name and value; none in a form for something new."""
        return [(f"seen_{name}", self.before(name)) for name in self.fields] if self.initial else []

    def seen(self) -> Mapping[str, str | None]:
        """What came back of them."""
        return {name: self.data[f"seen_{name}"] or None for name in self.fields if f"seen_{name}" in self.data}


class IndicatorForm(_SeenForm):
    """What is counted, where it began, where it is to be."""

    name = forms.CharField(label=_("What is counted or measured?"), required=False, max_length=120, widget=_line())
    unit = forms.CharField(
        label=_("Unit"), help_text=_("Such as: committees, people, %"), required=False, max_length=40, widget=_line()
    )
    baseline = NumberField(label=_("Where it began (baseline)"), required=False, widget=_number())
    baseline_on = _day(_("Day of the baseline"))
    target = NumberField(label=_("Where it is to be (target)"), required=False, widget=_number())
    every = forms.ChoiceField(
        label=_("How often is it read?"),
        choices=Indicator.Every.choices,
        required=False,
        widget=forms.Select(attrs={"class": "select"}),
    )

    def without(self, names: Collection[str]) -> Self:
        """The same form without these fields."""
        for name in names:
            self.fields.pop(name, None)
        return self

    def clean_every(self) -> int:
        """Months."""
        return int(self.cleaned_data.get("every") or 0)

    @classmethod
    def of(cls, indicator: Indicator, data: Mapping[str, Any] | None = None) -> Self:
        """The form of one that is there."""
        return cls(
            data,
            initial={name: getattr(indicator, name) for name in cls.base_fields},
            auto_id=f"indicator-{indicator.pk}-%s",
        )


class ReadingForm(_SeenForm):
    """What was read, when, and who says so."""

    value = NumberField(label=_("Value"), required=False, widget=_number())
    on = _day(_("Read on"), initial=timezone.localdate)  # most are written down on the day
    source = forms.CharField(
        label=_("Source"), help_text=_("Minutes, a register, a visit …"), required=False, max_length=200, widget=_line()
    )

    @classmethod
    def of(cls, reading: Reading, data: Mapping[str, Any] | None = None) -> Self:
        """The form of one that is there."""
        return cls(
            data,
            initial={name: getattr(reading, name) for name in cls.base_fields},
            auto_id=f"reading-{reading.pk}-%s",
        )
