"""Reminders go where their action goes."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from realtime.moving import hangs_on
from workspace.boards.models import Action

from .models import Reminder


def start() -> None:
    """Called when the app is ready."""
    hangs_on(Action, _of_action)


def _of_action(action: Action) -> Iterable[QuerySet[Any]]:
    yield Reminder.objects.filter(action=action)
