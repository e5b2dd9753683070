"""Forms of discussions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .languages import CONTENT_LANGUAGES


class PostForm(forms.Form):
    """Words, and the language that they are in. What may be said is checked by the commands."""

    body = forms.CharField(
        label=_("Your post"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"class": "textarea min-h-28", "rows": 4, "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=CONTENT_LANGUAGES,
        widget=forms.Select(attrs={"class": "select"}),
    )


class CorrectionForm(PostForm):
    """A post again; `seen` is the version that the writer has before them."""

    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class DiscussionForm(forms.Form):
    """What is to be talked about."""

    title = forms.CharField(
        label=_("What do you want to talk about?"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=CONTENT_LANGUAGES,
        widget=forms.Select(attrs={"class": "select"}),
    )
