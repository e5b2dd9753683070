"""Where the description of an action stands."""

from django.urls import reverse

from realtime.models import Document
from workspace.documents.homes import Home, register_home

from .models import Action


def start() -> None:
    """Called when the app is ready."""
    register_home("action", _action)


def _action(document: Document) -> Home | None:
    action = Action.objects.filter(description=document).first()
    return Home(action.title, reverse("action", args=[action.pk]), action.language, "board") if action else None
