"""Forms of lessons."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workspace.discussions.languages import CONTENT_LANGUAGES
from workspace.groups.forms import SeatChoice
from workspace.groups.models import Seat

from .models import Lesson
from .queries import seats_abroad


class LessonForm(forms.Form):
    """What a lesson is called while it is written, and its language."""

    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=CONTENT_LANGUAGES, widget=forms.Select(attrs={"class": "select"})
    )


class RenameForm(LessonForm):
    """The title again, with the one that the writer saw."""

    seen_title = forms.CharField(required=False, widget=forms.HiddenInput)


class InvitationForm(forms.Form):
    """A seat of another country, whose holder may write with the authors."""

    seat = SeatChoice(label=_("Seat in another country"))

    def __init__(self, *args: Any, lesson: Lesson, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["seat"]
        assert isinstance(field, forms.ModelChoiceField)
        abroad = seats_abroad(lesson.group_id)
        field.queryset = Seat.objects.filter(pk__in=[seat.pk for _group, seats in abroad for seat in seats])
        field.choices = [(group.country, [(str(seat.pk), seat.name) for seat in seats]) for group, seats in abroad]
