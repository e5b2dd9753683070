"""Forms of groups."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Handle


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
