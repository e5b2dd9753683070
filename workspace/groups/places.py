"""The places that this app brings to the navigation."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .models import CountryGroup
from .sections import Place, register_place


def start() -> None:
    """Called when the app is ready."""
    register_place(Place(key="home", label=_("Home"), icon="home", url=_home, order=0))
    register_place(Place(key="people", label=_("People"), icon="people", url=_people, order=90))


def _home(user: Any, group: CountryGroup | None) -> str | None:
    return "/" if user.is_authenticated else None


def _people(user: Any, group: CountryGroup | None) -> str | None:
    return reverse("people", args=[group.pk]) if group else None
