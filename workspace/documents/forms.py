"""Forms of a document's history."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from realtime.epochs import LONGEST_REASON
from realtime.models import Document, DocumentVersion
from realtime.versions import LONGEST_NAME

from .queries import writers_of


class NameForm(forms.Form):
    """What a version is to be called."""

    name = forms.CharField(
        label=_("Name of the version"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"class": "input w-full", "autocomplete": "off", "dir": "auto"}),
        help_text=_("Such as “Before the meeting of 3 March”. A version with a name stays."),
    )


class RemainderForm(forms.Form):
    """What is to remain of a text that begins anew."""

    NOTHING, WITHOUT, VERSION = "nothing", "without", "version"
    keep = forms.ChoiceField(
        label=_("What is to remain"),
        choices=[
            (WITHOUT, _("The text as it reads now, without what one person wrote")),
            (VERSION, _("The text of an earlier version")),
            (NOTHING, _("Nothing: the text begins empty")),
        ],
        widget=forms.Select(attrs={"class": "select w-full"}),
    )
    handle = forms.ChoiceField(
        label=_("Whose words go"), required=False, widget=forms.Select(attrs={"class": "select w-full"})
    )
    version = forms.ChoiceField(
        label=_("Which version remains"), required=False, widget=forms.Select(attrs={"class": "select w-full"})
    )

    def __init__(self, *args: Any, document: Document, **more: Any) -> None:
        super().__init__(*args, **more)
        nobody = ("", pgettext_lazy("a person", "Nobody chosen"))
        self._choose("handle", [nobody, *((str(pk), name) for pk, name in writers_of(document))])
        numbered = DocumentVersion.objects.filter(document=document).order_by("-number").values_list("number", "name")
        none = ("", pgettext_lazy("a version", "None chosen"))
        self._choose("version", [none, *((str(n), f"{n} · {name}" if name else str(n)) for n, name in numbered)])

    def _choose(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("keep") == self.WITHOUT and not said.get("handle"):
            self.add_error("handle", _("Choose whose words go."))
        if said.get("keep") == self.VERSION and not said.get("version"):
            self.add_error("version", _("Choose the version that remains."))
        return said

    @property
    def chosen_handle(self) -> UUID:
        return UUID(self.cleaned_data["handle"])


class ReasonForm(forms.Form):
    """Why a text begins anew."""

    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"class": "textarea w-full", "rows": 2, "dir": "auto"}),
        help_text=_("It stays readable after the text is gone: write nothing of the text here, and no name."),
    )
