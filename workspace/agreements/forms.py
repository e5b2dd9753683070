"""Forms of agreements: they read what was typed; what may be kept is the commands' to say."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workspace.boards.models import Action
from workspace.groups.models import Seat
from workspace.indicators.forms import NumberField

from .sources import LONGEST_TITLE, LONGEST_WORDS, Source


def _line(longest: int) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input", "autocomplete": "off", "dir": "auto", "maxlength": longest})


class MeetingForm(forms.Form):
    """The meeting in which something was agreed."""

    title = forms.CharField(label=_("In which meeting was it agreed?"), required=False, widget=_line(LONGEST_TITLE))
    on = forms.DateField(
        label=_("Day of the meeting"),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the day like 2027-03-31.")},
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=_("A word on it"), help_text=_("Such as where the minutes are."), required=False,
        widget=_line(LONGEST_WORDS),
    )  # fmt: skip

    def source(self) -> Source:
        """What was typed, as the commands read it."""
        typed = self.cleaned_data
        return Source(typed.get("title", ""), typed.get("on"), typed.get("note", ""))


class WhyForm(forms.Form):
    """A reason."""

    why = forms.CharField(label=_("Why?"), required=False, widget=_line(LONGEST_WORDS))


class LeadForm(forms.Form):
    """Another seat that is to lead; none for nobody."""

    lead = forms.ModelChoiceField(Seat.objects.none(), required=False)

    def __init__(self, data: Mapping[str, Any], *, action: Action) -> None:
        super().__init__(data)
        lead: Any = self.fields["lead"]
        lead.queryset = Seat.objects.filter(group_id=action.board.group_id)


class TargetForm(forms.Form):
    """Another target of an indicator."""

    target = NumberField(label=_("Where it is to be (target)"), required=False)
