"""Forms of invitations: what was chosen is read here, what may be is the commands' to say."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workspace.groups.forms import HandleForm
from workspace.groups.models import Seat

from .models import Invitation

WITHOUT_SEAT = tuple((level.value, level.label) for level in Invitation.Level if level != Invitation.Level.MEMBER)


def _line(**known: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input w-full", "autocomplete": "off"} | known)


class InviteForm(forms.Form):
    """To which seat or role, until when, and how the link gets there. `place` is a seat's id or a role."""

    place = forms.ChoiceField(label=_("Invite to"), widget=forms.Select(attrs={"class": "select w-full"}))
    whom = forms.CharField(
        label=_("For whom"),
        required=False,
        max_length=80,
        widget=_line(dir="auto"),
        help_text=_("For you to remember. Only convenors read it."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input w-full", "autocomplete": "off"}),
        help_text=_("Leave it empty for somebody who has none: you print the link, and hand it over."),
    )
    until = forms.DateField(
        label=_("Term until (the last day)"),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the day like 2027-03-31.")},
        widget=forms.DateInput(attrs={"class": "input w-full", "type": "date"}),
        help_text=_("Leave it empty if it should last until somebody ends it."),
    )

    def __init__(self, *args: Any, seats: Iterable[Seat], **known: Any) -> None:
        super().__init__(*args, **known)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        self._seats = {str(seat.pk): seat for seat in seats}
        named = {key: f"{seat.name} ({seat.stakeholder_group})" for key, seat in self._seats.items()}
        empty = [(key, named[key]) for key, seat in self._seats.items() if seat.handle_id is None]
        held = [(key, named[key]) for key, seat in self._seats.items() if seat.handle_id is not None]
        offered = [
            (_("An empty seat"), empty),
            (_("Without a seat"), list(WITHOUT_SEAT)),
            (_("A held seat: it passes on when they come in"), held),
        ]
        field.choices = [(of, among) for of, among in offered if among]
        field.error_messages["invalid_choice"] = _("This seat is not one of this group. Choose again.")

    def chosen(self) -> dict[str, Any]:
        """What the command is told."""
        known = dict(self.cleaned_data)
        place = known.pop("place")
        seat = self._seats.get(place)
        return known | {"seat": seat, "level": "member" if seat else place}


class NewcomerForm(HandleForm):
    """An account that is made to come in with."""

    username = forms.RegexField(
        label=_("Name to sign in with"),
        regex=r"^[a-zA-Z0-9._-]+\Z",
        max_length=64,
        error_messages={"invalid": _("Use letters without accents, figures, dots and hyphens.")},
        help_text=_("Nobody else sees it. It need not be your own name."),
        widget=_line(autocomplete="username", autocapitalize="none", spellcheck="false"),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "input w-full", "autocomplete": "new-password"}),
    )

    field_order = ("username", "password", "text", "kind")
