"""What changes an account: whether it may come in at all, its sessions, its language."""

from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from permissions import grants
from permissions.errors import NotAllowed, NotYours
from realtime import hints
from realtime.changes import command

from .models import User


@command
def open_account(
    *,
    actor: User | None,
    username: str,
    password: str,
    email: str = "",
    language: str = "",
    command_id: UUID | None = None,
) -> User:
    """Open an account, for who was invited. An address of another account is left out, and nothing said of it."""
    person = User(username=username, language=language if language in dict(settings.LANGUAGES) else "")
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError({"username": _("Somebody signs in with this name. Choose another.")})
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error
    if email and not User.objects.filter(email__iexact=email).exists():
        person.email = email
    person.set_password(password)
    person.save(force_insert=True)
    return person


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
def sign_out_everywhere(*, actor: User, command_id: UUID | None = None) -> User:
    """End every session of one's own, on all devices, this one included."""
    person = _fresh(actor)
    person.session_series += 1
    person.save(update_fields=["session_series"])
    UserSession.objects.filter(user=person).delete()
    end_sessions(person)
    return person


@command
def close_session(*, actor: User, session: str, command_id: UUID | None = None) -> User:
    """End one of one's own sessions; its sockets close with it."""
    found = UserSession.objects.filter(user=actor, pk=int(session)).first() if session.isdecimal() else None
    if found is None:
        raise NotYours
    found.end()
    end_sessions(actor)
    return actor


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
