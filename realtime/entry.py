"""Who may come in by a socket: Origin, session, permission; asked at connect and whenever access may have changed."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.models import Session
from django.http.request import split_domain_port, validate_host
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from permissions.access import levels, levels_of_people
from permissions.models import Space

from .identity import Identity, identity
from .models import Document

_held_back: list[Callable[[Collection[Any]], set[Any]]] = []


def hold_back(who: Callable[[Collection[Any]], set[Any]]) -> None:
    """Have `who(ids of people)` say who may open nothing yet although their session holds."""
    if who not in _held_back:
        _held_back.append(who)


def _are_held_back(people: Collection[Any]) -> set[Any]:
    return {person for who in _held_back for person in who(people)}


def _header(scope: Mapping[str, Any], name: bytes) -> str | None:
    found = [value for key, value in scope["headers"] if key == name]
    return found[0].decode("latin-1") if len(found) == 1 else None


def is_own_origin(scope: Mapping[str, Any]) -> bool:
    """Whether the page that opened this socket is ours: scheme, host and port exactly; no Origin is no page of ours."""
    origin = _header(scope, b"origin")
    if not origin:
        return False
    if settings.PUBLIC_URL:
        return origin == settings.PUBLIC_URL.rstrip("/")
    host = _header(scope, b"host") or ""
    domain, _ = split_domain_port(host)
    if not domain or "*" in settings.ALLOWED_HOSTS or not validate_host(domain, settings.ALLOWED_HOSTS):
        return False
    scheme = "https" if scope.get("scheme") in ("wss", "https") else "http"
    return origin == f"{scheme}://{host}"


@dataclass(frozen=True, slots=True)
class Signed:
    """A person with a session that holds."""

    user: Any
    session_key: str


def signed_in(scope: Mapping[str, Any]) -> Signed | None:
    """The person whose session cookie came with the handshake."""
    cookies: SimpleCookie = SimpleCookie()
    try:
        cookies.load(_header(scope, b"cookie") or "")
    except CookieError:
        return None
    morsel = cookies.get(settings.SESSION_COOKIE_NAME)
    if morsel is None or not morsel.value:
        return None
    session = import_module(settings.SESSION_ENGINE).SessionStore(morsel.value)
    user = _user_of(session)
    return Signed(user, morsel.value) if user else None


def _user_of(session: Mapping[str, Any]) -> Any:
    try:
        user_id = session.get(SESSION_KEY)
    except Exception:
        return None
    if user_id is None:
        return None
    user = person_of(user_id)
    if user is None or not _hash_holds(session, user) or _are_held_back({user.pk}):
        return None
    return user


def _hash_holds(session: Mapping[str, Any], user: Any) -> bool:
    return constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())


@dataclass(frozen=True, slots=True)
class Admission:
    """What somebody may do in a space, as of an access number that was read first."""

    space_id: UUID
    access_number: int
    levels: frozenset[str]
    identity: Identity | None
    kind: str = ""


def person_of(pk: Any) -> Any:
    """The person as they are now, or None."""
    return get_user_model()._default_manager.filter(pk=pk, is_active=True).first()


def admit_to_space(person: Any, space_id: UUID) -> Admission | None:
    """Let a person (an id) follow a space, or None: for what does not exist and for what is not theirs alike."""
    user, space = person_of(person), Space.objects.filter(pk=space_id).first()
    if user is None or space is None:
        return None
    held = levels(user, space)
    if not held:
        return None
    return Admission(space_id, space.access_number, held, identity(user, space_id))


def admit_to_document(user: Any, document_id: UUID) -> Admission | None:
    """Let a person open a document, or None."""
    document = Document.objects.filter(pk=document_id).select_related("space").first()
    if document is None:
        return None
    held = levels(user, document.space)
    if not held:
        return None
    return Admission(
        document.space_id,
        document.space.access_number,
        held,
        identity(user, document.space_id),
        document.kind,
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer of a re-check: which sessions hold, in which space each document lives, and who holds what where, as
    of which access number."""

    sessions: frozenset[tuple[str, Any]]
    people: frozenset[Any]
    places: dict[UUID, UUID]
    numbers: dict[UUID, int]
    levels: dict[tuple[Any, UUID], frozenset[str]]

    def held(self, person: Any, space: UUID) -> frozenset[str] | None:
        """What somebody holds in a space; None when that was not asked: they or it came after the question."""
        if person not in self.people or space not in self.numbers:
            return None
        return self.levels.get((person, space), frozenset())


def check_again(sessions: Iterable[tuple[str, Any]], spaces: Iterable[UUID], documents: Iterable[UUID] = ()) -> Checked:
    """Ask for many connections at once; `sessions` are (session key, person's id)."""
    places = dict(Document.objects.filter(pk__in=set(documents)).values_list("pk", "space_id"))
    asked, spaces = set(sessions), {*spaces, *places.values()}
    numbers = dict.fromkeys(spaces, 0)  # what is gone meanwhile is nobody's
    numbers |= dict(Space.objects.filter(pk__in=spaces).values_list("pk", "access_number"))
    people = _people({person for _, person in asked})
    levels = levels_of_people(people, spaces)
    return Checked(_holding(asked, people), frozenset(people), places, numbers, levels)


def holding(sessions: Collection[tuple[str, Any]]) -> frozenset[tuple[str, Any]]:
    """Which of these (session key, person's id) are still signed in."""
    return _holding(sessions, _people({person for _, person in sessions}))


def _people(ids: set[Any]) -> dict[Any, Any]:
    found = get_user_model()._default_manager.filter(pk__in=ids, is_active=True)
    people = {user.pk: user for user in found}
    for person in _are_held_back(set(people)):
        del people[person]
    return people


def _holding(sessions: Iterable[tuple[str, Any]], people: Mapping[Any, Any]) -> frozenset[tuple[str, Any]]:
    asked = set(sessions)
    rows = Session.objects.filter(session_key__in={key for key, _ in asked}, expire_date__gt=timezone.now())
    found = {row.session_key: row.get_decoded() for row in rows}
    return frozenset(
        (key, person)
        for key, person in asked
        if person in people
        and str(found.get(key, {}).get(SESSION_KEY)) == str(person)
        and _hash_holds(found[key], people[person])
    )
