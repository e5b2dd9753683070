"""Ask to be let in by a link that somebody made who may share; let in, or not, with a sentence."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from permissions import grants
from permissions.access import can, visible
from permissions.errors import NotAllowed, NotYours
from permissions.models import Grant, Space
from realtime.changes import command, founding, gate
from workspace.groups import membership
from workspace.groups.handles import handle_in, speaking
from workspace.groups.models import CountryGroup
from workspace.people.models import User

from .commands import GIVEN, check_reason, let_in
from .days import last_day
from .holders import heads_of, is_of_circle
from .kinds import kind_named
from .models import AccessRequest, ShareLink

LINK_LASTS = timedelta(days=30)
ANSWER_IS_FRESH = timedelta(days=14)
_signer = Signer(salt="sharing.ask")


@command
def make_link(*, actor: User, thing: Any, command_id: UUID | None = None) -> ShareLink:
    """Make a link by which people may ask to see a thing. Never for what a circle keeps."""
    thing = gate(actor, "share", thing)
    if is_of_circle(thing.space):
        raise NotAllowed("share")
    handle = speaking(actor, thing.space, "share")
    link = ShareLink.objects.create(
        kind=thing.permission_kind, thing=thing.pk, person=actor, made_by=handle, until=timezone.now() + LINK_LASTS
    )
    with founding(actor) as record:
        record("access.link_made", thing)
    return link


@command
def end_link(*, actor: User, thing: Any, link: UUID, command_id: UUID | None = None) -> Any:
    """Let nobody ask by a link any more."""
    thing = gate(actor, "share", thing)
    if not ShareLink.objects.filter(pk=link, thing=thing.pk, ended_at__isnull=True).update(ended_at=timezone.now()):
        raise NotYours
    with founding(actor) as record:
        record("access.link_ended", thing)
    return thing


@command
def ask(*, actor: User, link: ShareLink, words: str, command_id: UUID | None = None) -> AccessRequest:
    """Ask to be let in, in a sentence. Once by a link."""
    thing = thing_behind(ShareLink.objects.select_for_update().get(pk=link.pk))
    if can(actor, "view", thing):
        raise ValidationError(_("You see it already."))
    handle = speaking(actor, thing.space, "view")
    words = check_reason(words, field="words")
    if AccessRequest.objects.filter(link=link, person=actor).exists():
        raise ValidationError(_("You have asked already. The answer comes to your first page."))
    space = Space.objects.create(kind="request")
    for head in heads_of(thing.space):
        grants.give(space=space, role=head.role, level=head.level, reason="may answer")
    grants.give(space=space, user=actor, level="reader", reason="asked")
    asked = AccessRequest.objects.create(space=space, link=link, person=actor, handle=handle, words=words)
    with founding(actor) as record:
        record("request.asked", asked)
    return asked


@command
def answer(
    *,
    actor: User,
    request: AccessRequest,
    level: str,
    words: str,
    until: date | None = None,
    command_id: UUID | None = None,
) -> AccessRequest:
    """Let somebody in who asked, at a level and until a day; without a level they are not let in."""
    request = gate(actor, "share", request)
    if request.answered_at is not None:
        raise ValidationError(_("Somebody has answered already."))
    words = check_reason(words, field="words")
    thing = gate(actor, "share", thing_behind(request.link))
    if level:
        if until is None:
            raise ValidationError({"until": _("Choose the last day.")})
        _is_in, last = membership.is_in(request.handle.group, request.person)
        until = min(until, last_day(last) or until)
        request.grant = let_in(actor, thing, user=request.person, level=level, reason=request.words, until=until)
    request.answered_at, request.answered_by, request.answer = timezone.now(), handle_in(actor, thing.space), words
    request.save(update_fields=["answered_at", "answered_by", "answer", "grant"])
    with founding(actor) as record:
        record("request.answered", request, let_in=bool(level))
    return request


def follow_the_group(group: CountryGroup, person: User) -> None:
    """Who left a group is not let in elsewhere any more as one of it."""
    if membership.is_in(group, person)[0]:
        return
    named = Grant.objects.filter(user=person, level__in=GIVEN, space__home=group.space_id, ended_at__isnull=True)
    for grant in named.select_related("space", "user"):
        grants.end(grant)
    for asked in AccessRequest.objects.filter(person=person, handle__group=group, grant__ended_at__isnull=True):
        if asked.grant is not None:
            grants.end(asked.grant)


def links_to(thing: Any) -> list[ShareLink]:
    """The links by which people may ask to see a thing."""
    found = ShareLink.objects.filter(thing=thing.pk, ended_at__isnull=True, until__gt=timezone.now())
    return list(found.select_related("made_by").order_by("made_at"))


def waiting_requests(user: Any) -> list[AccessRequest]:
    """What was asked of this person and nobody has answered."""
    asked = visible(user, AccessRequest.objects.filter(answered_at__isnull=True).exclude(person=user))
    found = asked.select_related("space", "link", "handle__group").order_by("asked_at")
    return [request for request in found if can(user, "share", request)]


def fresh_answers(user: Any) -> list[AccessRequest]:
    """What this person asked and was answered lately."""
    mine = AccessRequest.objects.filter(person=user, answered_at__gt=timezone.now() - ANSWER_IS_FRESH)
    return list(visible(user, mine).select_related("link").order_by("-answered_at"))


def address_of(link: ShareLink) -> str:
    """Where the link leads."""
    return reverse("ask", args=[link.pk, _signature(link.pk)])


def link_at(pk: UUID, signature: str) -> ShareLink:
    """The link at an address; NotYours for what was made up, has ended, or leads nowhere any more."""
    link = ShareLink.objects.filter(pk=pk, ended_at__isnull=True, until__gt=timezone.now()).first()
    if not constant_time_compare(signature, _signature(pk)) or link is None:
        raise NotYours
    thing_behind(link)
    return link


def thing_behind(link: ShareLink) -> Any:
    """What a link leads to, as long as who made it may share it, and no circle keeps it."""
    kind = kind_named(link.kind)
    thing = kind.things().select_related("space").filter(pk=link.thing).first()
    if thing is None or not can(link.person, "share", thing) or is_of_circle(thing.space):
        raise NotYours
    return thing


def _signature(pk: UUID) -> str:
    return _signer.signature(str(pk))
