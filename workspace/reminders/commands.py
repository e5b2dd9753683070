"""What a person does with a reminder: hear of it later, or no more. It is their own business: nobody is told."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.errors import NotYours
from realtime.changes import command, gate
from workspace.people.models import User

from .models import PutOff, Reminder
from .queries import mine

DAYS: Final = (1, 7, 30)


@command
def put_off(*, actor: User, reminder: Reminder, days: int, command_id: UUID | None = None) -> Reminder:
    """Hear of it again in some days. Raises NotYours when it is for somebody else."""
    if days not in DAYS:
        raise ValidationError(_("Choose for how long to put it off."))
    return _answer(actor, reminder, days)


@command
def dismiss(*, actor: User, reminder: Reminder, command_id: UUID | None = None) -> Reminder:
    """Hear of it no more, until its day changes."""
    return _answer(actor, reminder, None)


@command
def bring_back(*, actor: User, reminder: Reminder, command_id: UUID | None = None) -> Reminder:
    """Hear of it again at once."""
    own = _own(actor, reminder)
    PutOff.objects.filter(reminder=own, person=actor).delete()
    return own


def _answer(actor: User, reminder: Reminder, days: int | None) -> Reminder:
    own = _own(actor, reminder)
    until = timezone.localdate() + timedelta(days=days) if days else None
    PutOff.objects.update_or_create(reminder=own, person=actor, defaults={"until": until})
    return own


def _own(actor: User, reminder: Reminder) -> Reminder:
    own = gate(actor, "view", reminder)
    if not mine(actor).filter(pk=own.pk).exists():
        raise NotYours
    return own
