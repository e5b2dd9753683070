"""Ask to join a group, by an address that it offers; answered on the convenors' desk, into a seat or a role."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.access import visible
from permissions.errors import NotYours
from realtime.changes import change, command, founding
from workspace.groups import membership
from workspace.groups.models import CountryGroup, Handle, Seat
from workspace.groups.names import check_handle_text
from workspace.groups.seat_commands import set_alternate
from workspace.groups.words import one_sentence
from workspace.people.models import User

from .commands import check_place, desk_of, invite, own_handle
from .links import new_token
from .models import JoinAddress, JoinRequest

MOST_WAITING = 100  # requests to one group: more is nobody's crowd, but a script
LONGEST_WORDS = 500
LONGEST_ANSWER = 300


@command
def open_address(*, actor: User, group: CountryGroup, command_id: UUID | None = None) -> JoinAddress:
    """Offer an address by which people may ask to join; the one before leads nowhere any more."""
    with change(actor, "manage", group) as (group, _in_group):
        made_by, desk = own_handle(actor, group), desk_of(group)
        JoinAddress.objects.filter(group=group).delete()
        made = JoinAddress.objects.create(group=group, token=new_token(), made_by=made_by, made_at=timezone.now())
        with founding(actor, desk.space) as record:
            record("invitation.address_opened", group)
    return made


@command
def close_address(*, actor: User, group: CountryGroup, command_id: UUID | None = None) -> CountryGroup:
    """Let nobody ask to join any more."""
    with change(actor, "manage", group) as (group, _in_group):
        gone, _by_model = JoinAddress.objects.filter(group=group).delete()
        if gone:
            with founding(actor, desk_of(group).space) as record:
                record("invitation.address_closed", group)
    return group


@command
def ask_to_join(
    *,
    actor: User | None,
    token: str,
    text: str,
    words: str,
    kind: str = Handle.Kind.ROLE,
    contact: str = "",
    command_id: UUID | None = None,
) -> JoinRequest:
    """Ask for a place in a group. Who has no account says how they can be reached."""
    group = CountryGroup.objects.select_for_update().get(pk=group_behind(token).pk)
    waiting = JoinRequest.objects.filter(group=group, answered_at__isnull=True)
    text, contact = " ".join(text.split())[:80], contact.strip()
    if not text:
        raise ValidationError({"text": _("Write the name under which the group will know you.")})
    missing = _("Say in a sentence who you are and why you ask.")
    words = one_sentence(words, field="words", longest=LONGEST_WORDS, missing=missing)
    if kind not in dict(Handle.OF_PEOPLE):
        raise ValidationError({"kind": _("Choose a name, a role or a pseudonym.")})
    if actor is None and not contact:
        raise ValidationError({"contact": _("Write an e-mail address or a telephone number, so that they can answer.")})
    if actor is not None:
        if membership.is_in(group, actor)[0]:
            raise ValidationError(_("You are in this group already."))
        if waiting.filter(person=actor).exists():
            raise ValidationError(_("You have asked already. The answer comes to your first page."))
    if waiting.count() >= MOST_WAITING:
        raise ValidationError(_("Too many people ask at the moment. Try again in some days, or talk to the convenor."))
    desk = desk_of(group)
    asked = JoinRequest.objects.create(
        space=desk.space, group=group, person=actor, text=text, kind=kind, words=words,
        contact=contact if actor is None else "", asked_at=timezone.now(),
    )  # fmt: skip
    with founding(None, desk.space) as record:
        record("invitation.asked_for", asked)
    return asked


@command
def answer_request(
    *,
    actor: User,
    asked: JoinRequest,
    let_in: bool,
    words: str,
    level: str = "",
    seat: Seat | None = None,
    site: str = "",
    command_id: UUID | None = None,
) -> JoinRequest:
    """Give somebody who asked a seat or a role, or none, with a sentence for them.

    Who has an account is in at once. For who has none an invitation is laid on the desk, and mailed if they gave an
    e-mail address.
    """
    with change(actor, "manage", asked) as (asked, record):
        if asked.answered_at is not None:
            raise ValidationError(_("Somebody has answered already. Load the page again."))
        missing = _("Say it in a sentence. They read it.")
        words = one_sentence(words, field="words", longest=LONGEST_ANSWER, missing=missing)
        group = CountryGroup.objects.select_for_update().get(pk=asked.group_id)
        if let_in:
            check_place(group, level, seat, None)
            if asked.person is not None:
                _take_in(actor, group, asked, asked.person, level, seat)
            else:
                asked.invitation = invite(
                    actor=actor, group=group, level=level, seat=seat, site=site, whom=asked.text,
                    email=asked.contact if _is_mail(asked.contact) else "",
                )  # fmt: skip
        asked.let_in, asked.answer = let_in, words
        asked.answered_at, asked.answered_by = timezone.now(), own_handle(actor, group)
        asked.save(update_fields=["let_in", "answer", "answered_at", "answered_by", "invitation"])
        record("invitation.answered", asked)
    return asked


def _take_in(actor: User, group: CountryGroup, asked: JoinRequest, person: User, level: str, seat: Seat | None) -> None:
    if not person.is_active:
        raise ValidationError(_("This account was closed meanwhile. Say no."))
    check_handle_text(asked.text, group=group, person=person)
    handle = membership.handle_for(group, person, asked.text, asked.kind)
    with founding(actor, group.space) as record:
        if level == "member" and seat is not None:
            taken = membership.take_seat(group, seat.pk, handle, until=None)
            record("group.seat_taken", group, seat=taken.pk, handle=handle.pk)
            return
        membership.admit_to(group, person, level)
        if seat is not None:
            set_alternate(group, seat, handle, None)
        record("group.person_admitted", group, handle=handle.pk, level=level)


def group_behind(token: str) -> CountryGroup:
    """The group that offers this address; NotYours for what was made up, or is not offered any more."""
    found = JoinAddress.objects.select_related("group__space").filter(token=token.lower()).first()
    if found is None:
        raise NotYours
    return found.group


def address_of(group: CountryGroup, site: str) -> str:
    """The whole address that a group offers; empty when it offers none."""
    found = JoinAddress.objects.filter(group=group).first()
    return site.rstrip("/") + reverse("join", args=[found.token]) if found else ""


def requests_to_join(user: Any, group: CountryGroup) -> list[JoinRequest]:
    """What waits on a group's desk for an answer, the oldest first."""
    return list(visible(user, JoinRequest.objects.filter(group=group, answered_at__isnull=True)))


def waiting_to_join(user: Any) -> list[JoinRequest]:
    """All that waits for this person's answer as a convenor."""
    found = visible(user, JoinRequest.objects.filter(answered_at__isnull=True))
    return list(found.select_related("group").order_by("asked_at")[:20])


def own_requests(user: Any) -> list[JoinRequest]:
    """What this person asked and waits for, or was answered in the last two weeks."""
    since = timezone.now() - timedelta(days=14)
    mine = JoinRequest.objects.filter(person=user.pk).exclude(answered_at__lt=since)
    return list(mine.select_related("group").order_by("-asked_at")[:8])


def _is_mail(contact: str) -> bool:
    try:
        validate_email(contact)
    except ValidationError:
        return False
    return True
