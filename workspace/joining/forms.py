"""Forms of invitations: what was chosen is read here, what may be is the commands' to say."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workspace.groups.forms import HandleForm
from workspace.groups.models import Seat

from .models import Invitation

ALTERNATE = "alternate:"
WITHOUT_SEAT = tuple((level.value, level.label) for level in Invitation.Level if level != Invitation.Level.MEMBER)


def _line(**known: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input w-full", "autocomplete": "off"} | known)


class InviteForm(forms.Form):
    """To which seat or role, until when, and how the link gets there.

    `place` is a seat's id, a role, or "alternate:" with the id of a seat.
    """

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
        field.choices = _places(self._seats, held=True)
        field.error_messages["invalid_choice"] = _("This seat is not one of this group. Choose again.")

    def chosen(self) -> dict[str, Any]:
        """What the command is told."""
        known = dict(self.cleaned_data)
        place = known.pop("place")
        return known | place_in(place, self._seats)


def _places(seats: Mapping[str, Seat], *, held: bool) -> list[tuple[Any, list[tuple[str, Any]]]]:
    """What is offered, by headings, as `place_in` reads it; seats that somebody holds only where they may pass on."""
    named = [(key, f"{seat.name} ({seat.stakeholder_group})", seat.handle_id is None) for key, seat in seats.items()]
    offered: list[tuple[Any, list[tuple[str, Any]]]] = [
        (_("An empty seat"), [(key, name) for key, name, is_empty in named if is_empty]),
        (_("Without a seat"), list(WITHOUT_SEAT)),
        (_("Alternate of a seat"), [(f"{ALTERNATE}{key}", name) for key, name, _is_empty in named]),
        (
            _("A held seat: it passes on when they come in"),
            [(key, name) for key, name, is_empty in named if held and not is_empty],
        ),
    ]
    return [(of, among) for of, among in offered if among]


def place_in(place: str, seats: Mapping[str, Seat]) -> dict[str, Any]:
    """The seat and the level that the value of a field means; what it does not know is the command's to refuse."""
    if place.startswith(ALTERNATE):
        return {"seat": seats.get(place.removeprefix(ALTERNATE)), "level": "alternate"}
    seat = seats.get(place)
    return {"seat": seat, "level": "member" if seat else place}


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


class JoinForm(HandleForm):
    """Who asks to join, and why. `contact` for who has no account."""

    words = forms.CharField(
        label=_("Who you are, and why you ask"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"class": "textarea w-full", "rows": 4, "dir": "auto"}),
        help_text=_("Only the convenors of the group read this."),
    )
    contact = forms.CharField(
        label=_("How they can reach you"),
        required=False,
        max_length=254,
        widget=_line(),
        help_text=_("An e-mail address, or a telephone number. Only the convenors read it."),
    )

    field_order = ("text", "kind", "words", "contact")

    def __init__(self, *args: Any, has_account: bool, **known: Any) -> None:
        super().__init__(*args, **known)
        if has_account:
            del self.fields["contact"]


class PlaceForm(forms.Form):
    """The answer to somebody who asks to join: a place, or none, and a sentence. The button says yes or no."""

    let_in = forms.BooleanField(required=False)
    place = forms.ChoiceField(
        label=_("Which place"), required=False, widget=forms.Select(attrs={"class": "select w-full"})
    )
    words = forms.CharField(label=_("One sentence for them."), required=False, max_length=300, widget=_line(dir="auto"))

    def __init__(self, *args: Any, seats: Iterable[Seat], **known: Any) -> None:
        super().__init__(*args, **known)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        self._seats = {str(seat.pk): seat for seat in seats}
        field.choices = _places(self._seats, held=False)
        field.error_messages["invalid_choice"] = _("This seat is not one of this group. Choose again.")

    def said(self) -> dict[str, Any]:
        """What the command is told."""
        clean = self.cleaned_data
        return {"let_in": clean["let_in"], "words": clean["words"]} | place_in(clean["place"], self._seats)
