"""Forms of sharing: they read what was chosen; what may be is the commands' to say."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .commands import LONGEST_REASON
from .holders import Holder, Named

Choice = Holder | Named
LEVELS = (("reader", _("read")), ("commenter", _("read and comment")), ("guest", _("read, comment and write")))


def _reason(example: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Why"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "input w-full", "autocomplete": "off", "dir": "auto"}),
        help_text=example,
    )


class RestrictForm(forms.Form):
    """The seats that may see a thing, and why only they."""

    seats = forms.MultipleChoiceField(
        label=_("Seats that may see it"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "checkbox"}),
    )
    reason = _reason(_("One sentence. Everybody who sees it can read this."))

    def __init__(self, *args: Any, holders: Iterable[Holder], **known: Any) -> None:
        super().__init__(*args, **known)
        field = self.fields["seats"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(holder.key, holder.name) for holder in holders]


class AskForm(forms.Form):
    """Why somebody asks to be let in."""

    words = _reason(_("One sentence: what you need it for. If you are let in, everybody who sees it can read this."))


class AnswerForm(forms.Form):
    """What somebody who asked may do, until when, and a sentence for them. The button says yes or no."""

    let_in = forms.BooleanField(required=False)
    level = forms.ChoiceField(
        label=_("What they may do"),
        required=False,
        choices=LEVELS,
        widget=forms.Select(attrs={"class": "select w-full"}),
    )
    until = forms.DateField(
        label=_("Until (the last day)"),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the day like 2027-03-31.")},
        widget=forms.DateInput(attrs={"class": "input w-full", "type": "date"}),
    )
    words = _reason(_("One sentence for them."))

    def said(self) -> dict[str, Any]:
        """What the command is told; no level when they are not let in."""
        clean = self.cleaned_data
        return {"level": clean["level"] if clean["let_in"] else "", "until": clean["until"], "words": clean["words"]}


class ShareForm(forms.Form):
    """Whom to let in, to do what, until when and why."""

    holder = forms.ChoiceField(
        label=_("Whom to let in"), required=False, widget=forms.Select(attrs={"class": "select w-full"})
    )
    level = forms.ChoiceField(
        label=_("What they may do"),
        required=False,
        choices=LEVELS,
        widget=forms.Select(attrs={"class": "select w-full"}),
    )
    until = forms.DateField(
        label=_("Until (the last day)"),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the day like 2027-03-31.")},
        widget=forms.DateInput(attrs={"class": "input w-full", "type": "date"}),
        help_text=_("Leave it empty if it should last until somebody ends it."),
    )
    reason = _reason(_("One sentence. Everybody who sees it can read this."))

    def __init__(self, *args: Any, holders: Iterable[Choice], **known: Any) -> None:
        super().__init__(*args, **known)
        field = self.fields["holder"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(holder.key, holder.name) for holder in holders]
