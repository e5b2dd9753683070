"""Forms of groups."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import Handle, Seat


class SeatChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A seat, chosen from a list. What is no id at all is answered as an id that is not in it."""

    def __init__(self, **known: Any) -> None:
        sentences = {
            "required": _("Choose a seat first."),
            "invalid_choice": _("Nobody holds this seat now. Choose another."),
        }
        look = forms.Select(attrs={"class": "select"})
        super().__init__(Seat.objects.none(), empty_label=None, widget=look, error_messages=sentences, **known)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


class HandleForm(forms.Form):
    """How somebody wants to appear in a group."""

    text = forms.CharField(
        label=_("Name that others see"),
        max_length=80,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("What kind of name it is"),
        choices=Handle.OF_PEOPLE,
        widget=forms.Select(attrs={"class": "select"}),
    )
