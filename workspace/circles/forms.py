"""Forms of circles: they read what was typed; what may be kept is the commands' to say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workspace.boards.models import Board
from workspace.discussions.models import Discussion
from workspace.groups.faces import face_of_seat
from workspace.groups.forms import SeatChoice
from workspace.groups.models import Seat

from .models import Circle
from .queries import seats_to_invite


class DescribeForm(forms.Form):
    """What a circle is called and what it is for."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "dir": "auto"}),
    )
    purpose = forms.CharField(
        label=_("What it is for"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "textarea w-full", "rows": 2, "dir": "auto"}),
    )


class OpenForm(DescribeForm):
    """A new circle, of one of the two kinds."""

    kind = forms.ChoiceField(
        label=_("Who may know of it"),
        choices=[
            (Circle.Kind.WORKING_GROUP, _("Working group: the group sees its name, and only its people see inside")),
            (Circle.Kind.CAUCUS, _("Caucus: nobody but its own people knows of it, not even the convenor")),
        ],
        widget=forms.RadioSelect(attrs={"class": "radio"}),
        error_messages={"required": _("Choose a working group or a caucus.")},
    )


class SeatForm(forms.Form):
    """A seat of the group, whose holder is invited."""

    seat = SeatChoice(label=_("Seat in the group"))

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["seat"]
        assert isinstance(field, forms.ModelChoiceField)
        seats = seats_to_invite(circle)
        field.queryset = Seat.objects.filter(pk__in=[seat.pk for seat in seats])
        field.choices = [(str(seat.pk), _called(seat)) for seat in seats]


def _called(seat: Seat) -> str:
    name = face_of_seat(seat).name
    return name if name == seat.name else f"{name} · {seat.name}"


class PositionForm(forms.Form):
    """The words of a caucus, where they go, and whether the group learns what the caucus is called."""

    body = forms.CharField(
        label=_("What the caucus says"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"class": "textarea w-full min-h-28", "rows": 6, "dir": "auto"}),
        help_text=_("Read it once more as somebody who knows you would: words, places and figures can name a person."),
    )
    to = forms.ChoiceField(
        label=_("Where the group reads it"),
        widget=forms.Select(attrs={"class": "select w-full"}),
        error_messages={
            "required": _("Choose a discussion or a board of your country group."),
            "invalid_choice": _("Choose a discussion or a board of your country group."),
        },
    )
    title = forms.CharField(
        label=_("Title, for a new discussion on a board"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input w-full", "autocomplete": "off", "dir": "auto"}),
    )
    is_named = forms.BooleanField(
        label=_("Say what the caucus is called; from then on the group knows that it exists"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "checkbox"}),
    )

    def __init__(self, *args: Any, talks: list[Discussion], boards: list[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things: dict[str, Discussion | Board] = {f"discussion:{each.pk}": each for each in talks}
        self.things |= {f"board:{each.pk}": each for each in boards}
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (_("In a discussion"), [(f"discussion:{each.pk}", each.title) for each in talks]),
            (_("In a new discussion on a board"), [(f"board:{each.pk}", each.title) for each in boards]),
        ]

    @property
    def thing(self) -> Discussion | Board:
        """Where it goes."""
        return self.things[self.cleaned_data["to"]]
