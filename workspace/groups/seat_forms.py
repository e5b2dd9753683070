"""Forms of a seat: they read what was chosen; what may be is the commands' to say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import CountryGroup, Handle


def _day(label: Any, help_text: Any, *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the day like 2027-03-31."), "required": _("Choose the last day.")},
        widget=forms.DateInput(attrs={"class": "input w-full", "type": "date"}),
        help_text=help_text,
    )


class TermForm(forms.Form):
    """The last day of a term."""

    until = _day(_("Term until (the last day)"), _("Leave it empty if it should last until somebody ends it."))


class AlternateForm(forms.Form):
    """Who stands in for a seat, and until when. `handle` is the id of somebody who is an alternate in the group."""

    handle = forms.ChoiceField(
        label=_("Alternate"),
        required=False,
        widget=forms.Select(attrs={"class": "select w-full"}),
        error_messages={
            "invalid_choice": _("Choose somebody who is an alternate in this group, or invite one."),
        },
    )
    until = _day(_("Until (the last day)"), _("Leave it empty if it should last until somebody ends it."))

    def __init__(self, *args: Any, handles: list[Handle], **known: Any) -> None:
        super().__init__(*args, **known)
        self._handles = {str(handle.pk): handle for handle in handles}
        field = self.fields["handle"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, handle.text) for key, handle in self._handles.items()]

    def clean_handle(self) -> Handle:
        found = self._handles.get(self.cleaned_data["handle"])
        if found is None:
            raise forms.ValidationError(self.fields["handle"].error_messages["invalid_choice"])
        return found


class AwayForm(forms.Form):
    """Until when the holder of a seat is away."""

    until = _day(_("Away until (the last day)"), _("On the day after, the seat is yours alone again."), required=True)


def alternates_of(group: CountryGroup) -> list[Handle]:
    """The people of a group who hold the role of an alternate, by name."""
    from django.utils import timezone

    found = Handle.objects.filter(
        group=group,
        ended_at__isnull=True,
        person__is_active=True,
        person__holdings__role=group.alternates_id,
    )
    now = timezone.now()
    found = found.exclude(person__holdings__role=group.alternates_id, person__holdings__until__lte=now)
    return list(found.distinct().order_by("text"))
