"""What changes an account: its password, and whether it may come in at all."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from permissions import grants
from permissions.errors import NotAllowed
from realtime import hints
from realtime.changes import command

from .models import User


@command
def deactivate(*, actor: User, person: User, command_id: UUID | None = None) -> User:
    """Let an account in no more, by itself or by who runs the machine: its sessions and sockets end with the commit."""
    return _set_active(actor, person, is_active=False)


@command
def reactivate(*, actor: User, person: User, command_id: UUID | None = None) -> User:
    """Let an account in again."""
    if not actor.is_superuser:
        raise NotAllowed("manage")
    return _set_active(actor, person, is_active=True)


@command
def change_password(*, actor: User, password: str, former: str, command_id: UUID | None = None) -> User:
    """Give one's own account another password; all other sessions of it end."""
    person = _fresh(actor)
    if not person.check_password(former):
        raise ValidationError({"former": _("That is not your password. Nothing was changed. Try again.")})
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error
    person.set_password(password)
    person.save(update_fields=["password"])
    end_sessions(person)
    return person


@command
def choose_language(*, actor: User, language: str, command_id: UUID | None = None) -> User:
    """Keep the language in which somebody reads: for mail, and for the next device."""
    person = _fresh(actor)
    if language in dict(settings.LANGUAGES) and person.language != language:
        person.language = language
        person.save(update_fields=["language"])
    return person


def end_sessions(person: User) -> None:
    """After the commit, everything that is open for this person is looked at again."""
    grants.access_of_person_changed(person)
    transaction.on_commit(lambda: hints.session_ended(person.pk))


def _set_active(actor: User, person: User, *, is_active: bool) -> User:
    if not (actor.is_superuser or actor.pk == person.pk):
        raise NotAllowed("manage")
    person = _fresh(person)
    if person.is_active != is_active:
        person.is_active = is_active
        person.save(update_fields=["is_active"])
        end_sessions(person)
    return person


def _fresh(person: User) -> User:
    found: User = User.objects.get(pk=person.pk)
    return found
