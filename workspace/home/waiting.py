"""What waits for a person: actions that their seats lead or are asked to lead, discussions, drafts and circles."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from permissions.access import visible
from workspace.boards.models import Action
from workspace.circles.models import Invitation as CircleInvitation
from workspace.circles.queries import invitations_for
from workspace.discussions.models import Discussion
from workspace.discussions.queries import with_unread
from workspace.groups.models import Handle, Seat
from workspace.groups.queries import ends_of
from workspace.joining.asking import own_requests, waiting_to_join
from workspace.joining.models import JoinRequest
from workspace.lessons.models import Invitation
from workspace.moderation.queries import Answered, ToldAuthor, answered_reports, open_reports, told_to_author
from workspace.reminders.models import Reminder
from workspace.reminders.queries import Reminded, reminders_for
from workspace.sharing.asking import fresh_answers, waiting_requests
from workspace.sharing.models import AccessRequest

MOST = 8  # of each kind: more than that is a list to work through elsewhere
FRESH = timedelta(days=30)  # a discussion that one has never opened waits no longer than that


@dataclass(frozen=True)
class Waiting:
    late: list[Reminded]
    blocked: list[Action]  # that a seat of this person leads
    offers: list[Action]  # that a seat of this person is asked to lead
    reminders: list[Reminded]  # of what is not late yet
    discussions: list[Discussion]
    invitations: list[Invitation]
    circles: list[CircleInvitation]
    requests: list[AccessRequest]  # that this person may answer
    answers: list[AccessRequest]  # to what this person asked
    reports: int  # that this person may decide on
    moderated: list[ToldAuthor]  # what a moderator did with this person's words
    reported: list[Answered]  # what came of this person's reports
    joining: list[JoinRequest]  # who asks this person, as a convenor, for a place
    asked_to_join: list[JoinRequest]  # where this person asked for one
    terms: list[Seat]  # that end soon, of this person and of groups that they convene

    @property
    def count(self) -> int:
        mine = (self.late, self.blocked, self.offers, self.reminders)
        waits = (*mine, self.discussions, self.invitations, self.circles, self.requests, self.joining)
        return sum(len(each) for each in waits) + self.reports

    @property
    def is_empty(self) -> bool:
        """Nothing waits, and nothing is to be told."""
        return not (self.count or self.answers or self.moderated or self.reported or self.asked_to_join or self.terms)


def waiting_for(user: Any) -> Waiting:
    """All of it, in a query for each kind."""
    reminded = [each for each in reminders_for(user) if not _stands_among_blocked(each)]
    return Waiting(
        [each for each in reminded if each.reminder.kind == Reminder.Kind.OVERDUE],
        _blocked(user),
        _offers(user),
        [each for each in reminded if each.reminder.kind != Reminder.Kind.OVERDUE],
        _discussions(user),
        _invitations(user),
        list(invitations_for(user)[:MOST]),
        waiting_requests(user)[:MOST],
        fresh_answers(user)[:MOST],
        open_reports(user),
        told_to_author(user),
        answered_reports(user),
        waiting_to_join(user)[:MOST],
        own_requests(user),
        ends_of(user)[:MOST],
    )


def _blocked(user: Any) -> list[Action]:
    led = visible(user, Action.objects.filter(lead__handle__person=user, lead__handle__ended_at__isnull=True))
    open_ones = led.filter(archived_at__isnull=True, board__archived_at__isnull=True, status=Action.Status.BLOCKED)
    return list(open_ones.select_related("board", "lead").order_by(F("due").asc(nulls_last=True))[:MOST])


def _offers(user: Any) -> list[Action]:
    asked = visible(user, Action.objects.filter(offered_to__handle__person=user, offered_to__handle__ended_at=None))
    open_ones = asked.filter(archived_at=None, theme__archived_at=None, board__archived_at=None)
    return list(open_ones.select_related("offered_to", "offered_by", "lead").order_by("offered_at", "pk")[:MOST])


def _stands_among_blocked(reminded: Reminded) -> bool:
    is_due = reminded.reminder.kind in (Reminder.Kind.SOON, Reminder.Kind.OVERDUE)
    return is_due and reminded.reminder.action.status == Action.Status.BLOCKED


def _discussions(user: Any) -> list[Discussion]:
    seen: Any = with_unread(user, visible(user, Discussion.objects.all()))
    going_on = seen.filter(last_number__gt=F("seen"), unread__gt=0)
    at_home = Handle.objects.filter(person=user, ended_at__isnull=True).values("group__space")
    in_a_group = Q(space__kind__in=("board", "action", "discussion"), space__home__in=at_home)
    in_a_circle = Q(space__kind="circle") | Q(space__home__kind="circle")
    fresh = Q(last_post_at__gt=timezone.now() - FRESH) & (in_a_group | in_a_circle)
    return list(going_on.filter(Q(was_here__isnull=False) | fresh)[:MOST])


def _invitations(user: Any) -> list[Invitation]:
    mine = Invitation.objects.filter(guest__person=user, ended_at__isnull=True)
    return list(visible(user, mine).select_related("lesson__group", "invited_by").order_by("-at")[:MOST])
