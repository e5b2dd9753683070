"""Forms of evidence: they read what was typed; what may be kept is the commands' to say."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workspace.boards.models import Action

from .models import LONGEST, Evidence
from .values import fields_of

ACCEPTED = (
    "image/jpeg,image/png,image/webp,image/gif,application/pdf,text/plain,text/csv,"
    ".jpg,.jpeg,.png,.webp,.gif,.pdf,.txt,.csv,.docx,.xlsx,.odt,.ods"
)


def _line(field: str, label: Any, help_text: Any = "", **more: Any) -> forms.CharField:
    attrs = {"class": "input w-full", "autocomplete": "off", "dir": "auto", **more}
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=LONGEST[field], widget=forms.TextInput(attrs=attrs)
    )


def _words(field: str, label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    attrs = {"class": "textarea w-full", "rows": rows, "dir": "auto"}
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=LONGEST[field], widget=forms.Textarea(attrs=attrs)
    )


def _caption() -> forms.CharField:
    return _line("caption", _("What does it show?"), _("In a few words: what, where, when. Names only with consent."))


def _seen_in_it() -> forms.CharField:
    return _words(
        "seen_in_it",
        _("What is seen in the picture?"),
        _("For people who cannot see it, or did not load it: “Six women beside a new notice board”."),
        rows=2,
    )


def _address() -> forms.CharField:
    return _line(
        "address", _("Address of the page"), _("It is not opened from here."), inputmode="url", placeholder="https://"
    )


class FileForm(forms.Form):
    """The words beside a file; the file itself is read by the view."""

    caption = _caption()
    seen_in_it = _seen_in_it()


class LinkForm(forms.Form):
    """A page elsewhere."""

    address = _address()
    caption = _caption()


class NoteForm(forms.Form):
    """What somebody saw or heard."""

    text = _words("text", _("What shows it?"), _("What was seen or heard, where and when, and who can confirm it."))


class WordsForm(forms.Form):
    """The words of a piece that is there, with what their writer saw in each: `seen_<field>`."""

    caption = _caption()
    seen_in_it = _seen_in_it()
    address = _address()
    text = NoteForm.base_fields["text"]

    def __init__(self, evidence: Evidence, data: Mapping[str, Any] | None = None) -> None:
        names = fields_of(evidence)
        now = {name: getattr(evidence, name) for name in names}
        super().__init__(data, initial=now, auto_id=f"evidence-{evidence.pk}-%s")
        for name in set(self.fields) - set(names):
            del self.fields[name]

    def seen_fields(self) -> list[tuple[str, str]]:
        """The hidden fields: name and value."""
        return [(f"seen_{name}", self._before(name)) for name in self.fields]

    def _before(self, name: str) -> str:
        if self.is_bound and not self.errors.get(name):
            return str(self.data.get(f"seen_{name}", ""))
        return str(self.initial[name])

    def seen(self) -> dict[str, str]:
        """What came back of them."""
        return {name: str(self.data[f"seen_{name}"]) for name in self.fields if f"seen_{name}" in self.data}


class NewForms:
    """What can be added to an action, each with a form of its own."""

    def __init__(self, action: Action) -> None:
        self.file = FileForm(auto_id=f"evidence-file-{action.pk}-%s")
        self.link = LinkForm(auto_id=f"evidence-link-{action.pk}-%s")
        self.note = NoteForm(auto_id=f"evidence-note-{action.pk}-%s")
