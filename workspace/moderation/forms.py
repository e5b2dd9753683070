"""Forms of moderation: they read what was chosen; what may be is the commands' to say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .commands import LONGEST_REASON, LONGEST_WORDS
from .models import Report


class ReportForm(forms.Form):
    """What is wrong with a thing, and a few words about it."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        required=False,
        choices=Report.Reason.choices,
        widget=forms.RadioSelect(attrs={"class": "radio"}),
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"class": "textarea w-full", "rows": 3, "dir": "auto"}),
        help_text=_("Only moderators read this. Do not write your name."),
    )


def _reason(label: Any, example: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "input w-full", "autocomplete": "off", "dir": "auto"}),
        help_text=example,
    )


class DecisionForm(forms.Form):
    """Why a moderator decides so."""

    reason = _reason(
        _("Why"),
        _("One sentence. It is read in its place by all who could see it, and by who reported it. Repeat nothing of what you hide."),  # noqa: E501
    )  # fmt: skip


class RevealForm(forms.Form):
    """Why the safeguarding officer has to know a name."""

    reason = _reason(_("Why you have to know it"), _("One sentence, without a name. All members of the group read it."))


def decision(given: Any = None) -> DecisionForm:
    """The one form of all decisions."""
    return DecisionForm(given, auto_id="decide-%s")
