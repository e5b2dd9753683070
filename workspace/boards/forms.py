"""Forms of boards: they read what was typed; what may be kept is the commands' to say."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from permissions.access import access
from permissions.errors import NotYours
from workspace.groups.models import Seat

from .fields import PERIODS
from .models import Action, Board, Colour
from .outlines import OUTLINES, Beginning, beginning_of, structure_of
from .reading_periods import read_period


class NewActionForm(forms.Form):
    """A new action needs a title and a theme; all else can come later."""

    title = forms.CharField(label=_("What is there to do?"), max_length=200)
    theme = forms.UUIDField()


class PeriodField(forms.CharField):
    """A time as people write it."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return read_period(text).period if text else None


class SeenForm(forms.Form):
    """A form that says what its writer saw in its fields (`seen_title`, …), and sends those that it is about."""

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        for field in list(self.fields):
            if field not in data and not self.fields[field].required:
                del self.fields[field]

    def seen(self) -> dict[str, str | None]:
        """What the writer saw, as the log keeps it."""
        return {field: self._seen(field) or None for field in self.fields if f"seen_{field}" in self.data}

    def _seen(self, field: str) -> str:
        """What a form has just sent is what its writer sees from then on: it comes as it was typed."""
        said = str(self.data[f"seen_{field}"])
        if isinstance(self.fields[field], PeriodField) and said:
            with suppress(ValidationError):
                return read_period(said).period.kept
        return said.replace("\r\n", "\n")


class ThemeForm(SeenForm):
    """The name of a theme, a shorter one for the switcher on a phone, what it aims at, its colour."""

    name = forms.CharField(label=_("Name"), max_length=120)
    short_name = forms.CharField(label=_("Short name, for a phone"), max_length=24, required=False)
    aim = forms.CharField(label=_("Aim"), max_length=300, required=False)
    colour = forms.ChoiceField(label=_("Colour"), choices=[("", _("none")), *Colour.choices], required=False)


class BoardForm(SeenForm):
    """The title of a board, what it is for, from when to when."""

    title = forms.CharField(label=_("Title"), max_length=120)
    purpose = forms.CharField(label=_("What it is for"), max_length=2000, required=False)
    begins = PeriodField(label=_("From"), required=False)
    ends = PeriodField(label=_("To"), required=False)


class OpenBoardForm(BoardForm):
    """A new board: what it begins with is an outline (`outline:ghana`), or another board (`board:<id>`)."""

    start_with = forms.CharField(required=False)
    with_actions = forms.BooleanField(required=False)

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the board itself."""
        return {name: value for name, value in self.cleaned_data.items() if name in BoardForm.base_fields}

    def beginning(self, reader: Any, language: str) -> Beginning:
        """The themes to begin with. Raises NotYours for a board that this person does not see."""
        kind, _colon, which = self.cleaned_data.get("start_with", "").partition(":")
        if kind == "outline" and which in OUTLINES:
            return beginning_of(which, language)
        if kind == "board":
            board = access(reader, Board.objects.all(), pk=which)
            return structure_of(reader, board, with_actions=bool(self.cleaned_data.get("with_actions")))
        if kind:
            raise NotYours
        return []


class SeatsField(forms.Field):
    """Any number of seats: by checkboxes, or as one text as the log keeps them."""

    widget = forms.MultipleHiddenInput
    group_id: UUID

    def to_python(self, value: Any) -> list[Seat]:
        pks = {pk for each in value or () for pk in str(each).split()}
        try:
            found = list(Seat.objects.filter(group_id=self.group_id, pk__in=pks))
        except (ValueError, ValidationError):
            found = []
        if len(found) != len(pks):
            raise ValidationError(_("Choose seats of this group."))
        return found


class ActionForm(SeenForm):
    """Fields of an action, of which a form sends those that it is about.

    A time comes as words, or as a day chosen in a calendar (`due_day`), which goes before; labels as those that were
    chosen, and others as words (`new_label`).
    """

    title = forms.CharField(required=False)
    supporters = SeatsField(required=False)
    start = PeriodField(required=False)
    due = PeriodField(required=False)
    status = forms.ChoiceField(choices=Action.Status.choices, required=False)
    status_note = forms.CharField(required=False)
    labels = forms.CharField(required=False)
    area = forms.CharField(required=False)
    place = forms.CharField(required=False)
    point = forms.CharField(required=False)
    resources_needed = forms.CharField(required=False)
    resources_found = forms.CharField(required=False)

    def __init__(self, data: QueryDict, *, action: Action) -> None:
        self.given = data = data.copy()
        for field in PERIODS:
            if field in data and data.get(f"{field}_day"):
                data[field] = str(data[f"{field}_day"])
        if "labels" in data:
            data["labels"] = ", ".join(filter(None, map(str, [*data.getlist("labels"), data.get("new_label", "")])))
        super().__init__(data)
        if "supporters" in self.fields:
            supporters: Any = self.fields["supporters"]
            supporters.group_id = action.board.group_id

    def said(self, field: str) -> str:
        """What was sent for a field, as one text."""
        return " ".join(map(str, self.given.getlist(field))).strip() if field == "supporters" else str(self.data[field])

    def _seen(self, field: str) -> str:
        if field == "supporters":
            return " ".join(sorted(str(self.data["seen_supporters"]).split()))
        return super()._seen(field)
