"""Forms of boards: they read what was typed; what may be kept is the commands' to say."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workspace.groups.models import Seat

from .fields import FIELDS
from .models import Action


class ThemeForm(forms.Form):
    """The name of a theme, and a shorter one for the switcher on a phone."""

    name = forms.CharField(label=_("Name"), max_length=120)
    short_name = forms.CharField(label=_("Short name, for a phone"), max_length=24, required=False)


class NewActionForm(forms.Form):
    """A new action needs a title and a theme; all else can come later."""

    title = forms.CharField(label=_("What is there to do?"), max_length=200)
    theme = forms.UUIDField()


class BoardForm(forms.Form):
    """The title of a board, and what it is for."""

    title = forms.CharField(label=_("Title"), max_length=120)
    purpose = forms.CharField(label=_("What it is for"), max_length=2000, required=False)


class ActionForm(forms.Form):
    """Fields of an action, of which a form sends those that it is about."""

    title = forms.CharField(required=False)
    lead = forms.ModelChoiceField(Seat.objects.none(), required=False)
    due = forms.DateField(
        required=False, error_messages={"invalid": _("Write the day like 2027-03-31.")}, input_formats=["%Y-%m-%d"]
    )
    status = forms.ChoiceField(choices=Action.Status.choices, required=False)
    status_note = forms.CharField(required=False)

    def __init__(self, data: Mapping[str, Any], *, action: Action) -> None:
        super().__init__(data)
        lead: Any = self.fields["lead"]
        lead.queryset = Seat.objects.filter(group_id=action.board.group_id)
        for field in FIELDS:
            if field not in data:
                del self.fields[field]

    def seen(self) -> dict[str, str | None]:
        """What the writer saw in each of these fields."""
        return {field: self.data[f"seen_{field}"] or None for field in self.fields if f"seen_{field}" in self.data}
