"""Who is let into drafts and published lessons, and why."""

from dataclasses import dataclass

from django.utils import timezone

from permissions import grants
from permissions.models import Space
from workspace.groups import membership
from workspace.groups.models import CountryGroup, Handle
from workspace.groups.spaces import everybody, let_group_in, observers_of_all
from workspace.people.models import User

from .models import Invitation, Lesson


def open_to_all_countries(space: Space, group: CountryGroup, *, by: User) -> None:
    """The group under its own roles, members of all others as peers, their observers, IIED's moderators."""
    reason = "published for all countries"
    let_group_in(space=space, group=group, reason=reason, by=by)
    grants.give(space=space, role=everybody(), level="peer", reason=reason, by=by)
    grants.give(space=space, role=observers_of_all(), level="observer", reason=reason, by=by)


def start() -> None:
    """Called when the app is ready."""
    membership.on_change(follow_the_group)


def follow_the_group(group: CountryGroup, person: User) -> None:
    """Who left a group writes no draft of others any more as one of it; what they wrote stays."""
    if membership.is_in(group, person)[0]:
        return
    open_ones = Invitation.objects.filter(guest__person=person, guest__group=group, ended_at__isnull=True)
    for invitation in open_ones.select_related("grant"):
        invitation.ended_at = timezone.now()
        invitation.save(update_fields=["ended_at"])
        grants.end(invitation.grant)


@dataclass(frozen=True)
class Reader:
    """Somebody who may enter a draft; `why` is "convenor", "author" or "guest"."""

    handle: Handle
    why: str
    invitation: Invitation | None = None


def readers_of_draft(lesson: Lesson) -> list[Reader]:
    """Who may read and write a draft, each once, by the strongest reason."""
    found: dict[object, Reader] = {}
    convenors = Handle.objects.filter(
        group=lesson.group, ended_at__isnull=True, person__is_active=True, person__holdings__role=lesson.group.convenors
    )
    for handle in convenors.select_related("group"):
        found[handle.person_id] = Reader(handle, "convenor")
    authors = lesson.space.grants.filter(level="author", ended_at__isnull=True).values("user")
    written = Handle.objects.filter(
        group=lesson.group, ended_at__isnull=True, person__is_active=True, person__in=authors
    )
    for handle in written.select_related("group"):
        found.setdefault(handle.person_id, Reader(handle, "author"))
    open_invitations = lesson.invitations.filter(grant__ended_at__isnull=True).select_related("guest__group")
    for invitation in open_invitations:
        found.setdefault(invitation.guest.person_id, Reader(invitation.guest, "guest", invitation))
    return list(found.values())
