"""What a reader gets of circles: those of a group, the people of one, what happened in it, what may be said where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from permissions.access import levels_in, visible
from permissions.roles import allowed
from realtime.identity import names
from realtime.models import Event
from workspace.boards.models import Board
from workspace.boards.queries import boards_of
from workspace.discussions.models import Discussion
from workspace.discussions.queries import discussions_of, with_unread
from workspace.discussions.speakers import Speaker, speakers_of
from workspace.groups.models import CountryGroup, Handle, Seat
from workspace.moderation.tombstones import hidden_among
from workspace.prose.posts import post_html

from .membership import holdings
from .models import Circle, Invitation, Position

LATEST = 12  # of what happened in a circle
MOST = 200  # discussions to choose from


@dataclass(frozen=True)
class Insider:
    """Somebody of a circle, as its page draws them."""

    handle_id: UUID
    speaker: Speaker
    is_keeper: bool


@dataclass(frozen=True)
class Happening:
    """One line of what happened in a circle."""

    text: str
    icon: str
    by: str
    at: datetime


def circles_of(user: Any, group: CountryGroup) -> QuerySet[Circle]:
    """The circles of a group that this person is in."""
    return visible(user, Circle.objects.filter(group=group))


def working_groups_of(group: CountryGroup) -> list[Circle]:
    """What everybody of the group may know: its working groups by name and purpose."""
    return list(Circle.objects.filter(group=group, kind=Circle.Kind.WORKING_GROUP, closed_at__isnull=True))


def people_of(circle: Circle) -> list[Insider]:
    """Who is in a circle, its keepers first."""
    held: dict[Any, bool] = {}
    for holding in holdings(circle):
        held[holding.user_id] = held.get(holding.user_id, False) or holding.role_id == circle.keepers_id
    handles = Handle.objects.filter(group=circle.group_id, person__in=held, ended_at__isnull=True)
    known = list(handles.select_related("group"))
    speakers = speakers_of(known, circle.group_id)
    insiders = [Insider(handle.pk, speakers[handle.pk], held[handle.person_id]) for handle in known]
    return sorted(insiders, key=lambda each: (not each.is_keeper, each.speaker.name))


def open_invitations(circle: Circle) -> list[tuple[Invitation, Speaker]]:
    """Whom the circle has asked and who has not answered."""
    waiting = list(circle.invitations.filter(answered_at__isnull=True).select_related("invited__group"))
    speakers = speakers_of([each.invited for each in waiting], circle.group_id)
    return [(each, speakers[each.invited_id]) for each in waiting]


def invitations_for(user: Any) -> QuerySet[Invitation]:
    """Invitations that wait for this person's answer."""
    found = visible(user, Invitation.objects.filter(person=user, answered_at__isnull=True))
    return found.select_related("circle__group", "invited_by").order_by("-at")


def seats_to_invite(circle: Circle) -> list[Seat]:
    """Held seats of the group whose holders are neither in the circle nor asked into it."""
    here = {held.user_id for held in holdings(circle)}
    asked = set(circle.invitations.filter(answered_at__isnull=True).values_list("person", flat=True))
    seats = Seat.objects.filter(group=circle.group_id, handle__isnull=False, handle__person__is_active=True)
    return list(seats.exclude(handle__person__in=here | asked).select_related("stakeholder_group", "handle"))


def discussions_in(user: Any, circle: Circle) -> list[Discussion]:
    """The discussions of a circle; its page already proved that its reader may see this space."""
    return list(with_unread(user, Discussion.objects.filter(space=circle.space_id))[:MOST])


def positions_of(circle: Circle) -> list[tuple[Position, str]]:
    """What a caucus said to its group, the last first, with its plain words."""
    found = circle.positions.select_related("post__discussion", "published_by")
    hidden = hidden_among([each.post_id for each in found])
    return [(each, "" if each.post_id in hidden else strip_tags(post_html(each.post.body))) for each in found]


def targets(user: Any, circle: Circle) -> tuple[list[Discussion], list[Board]]:
    """Discussions and boards of the group in which this person may say something."""
    talks = list(discussions_of(user, circle.group)[:MOST])
    boards = list(boards_of(user, circle.group))
    held = levels_in(user, [each.space for each in talks] + [each.space for each in boards])
    return (
        [each for each in talks if allowed(held[each.space_id], "comment", "discussion")],
        [each for each in boards if allowed(held[each.space_id], "comment", "board")],
    )


def happenings(circle: Circle) -> list[Happening]:
    """The last that happened in a circle, beside what is said there."""
    told = _told()
    moderated = Q(space__home=circle.space_id, kind__startswith="moderation.")
    found = Event.objects.filter(Q(space=circle.space_id) | moderated, kind__in=told)
    events = list(found.order_by("-at", "-seq")[:LATEST])
    named = names(_handles(events))
    lines = []
    for event in events:
        icon, text = told[event.kind]
        who = named.get(UUID(event.data["handle"]), "") if event.data.get("handle") else ""
        by = named.get(event.by, "") if event.by else ""
        lines.append(Happening(text % {"name": who or by}, icon, by if who else "", event.at))
    return lines


def _handles(events: Iterable[Event]) -> set[UUID]:
    found = {event.by for event in events if event.by}
    return found | {UUID(event.data["handle"]) for event in events if event.data.get("handle")}


def _told() -> dict[str, tuple[str, str]]:
    return {
        "circle.opened": ("plus", _("%(name)s opened the circle")),
        "circle.described": ("edit", _("%(name)s changed the name or the purpose")),
        "circle.invited": ("people", _("%(name)s was invited")),
        "circle.invitation_taken_back": ("close", _("The invitation of %(name)s was taken back")),
        "circle.declined": ("close", _("%(name)s declined the invitation")),
        "circle.joined": ("people", _("%(name)s came in")),
        "circle.left": ("out", _("%(name)s left")),
        "circle.gone": ("out", _("Somebody who left the country group is not in this circle any more")),
        "circle.removed": ("close", _("%(name)s was sent away")),
        "circle.keeper_changed": ("key", _("%(name)s keeps the circle now")),
        "circle.closed": ("archive", _("%(name)s closed the circle")),
        "circle.reopened": ("undo", _("%(name)s opened the circle again")),
        "circle.position_published": ("flag", _("%(name)s published a position")),
        "circle.position_withdrawn": ("close", _("%(name)s took a position back")),
        "moderation.looked": ("eye", _("%(name)s looked at one thing that somebody in here reported")),
        "moderation.hidden": ("eye-off", _("%(name)s hid what was reported")),
        "moderation.restored": ("undo", _("%(name)s put back what was hidden")),
    }
