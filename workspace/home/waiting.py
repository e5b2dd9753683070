"""What waits for a person: actions that their seats lead or are asked to lead, discussions, drafts and circles."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils import timezone

from permissions.access import visible
from workspace.boards.models import Action
from workspace.circles.models import Invitation as CircleInvitation
from workspace.circles.queries import invitations_for
from workspace.discussions.models import Discussion
from workspace.discussions.queries import with_unread
from workspace.groups.models import Handle
from workspace.lessons.models import Invitation
from workspace.sharing.asking import fresh_answers, waiting_requests
from workspace.sharing.models import AccessRequest

SOON = timedelta(days=14)
MOST = 8  # of each kind: more than that is a list to work through elsewhere
FRESH = timedelta(days=30)  # a discussion that one has never opened waits no longer than that


@dataclass(frozen=True)
class WaitingAction:
    """An action that the reader's seat leads. `why` is late, blocked or soon; `days` until it is due."""

    action: Action
    why: str
    days: int


@dataclass(frozen=True)
class Waiting:
    actions: list[WaitingAction]
    offers: list[Action]  # that a seat of this person is asked to lead
    discussions: list[Discussion]
    invitations: list[Invitation]
    circles: list[CircleInvitation]
    requests: list[AccessRequest]  # that this person may answer
    answers: list[AccessRequest]  # to what this person asked

    @property
    def count(self) -> int:
        waits = (self.actions, self.offers, self.discussions, self.invitations, self.circles, self.requests)
        return sum(len(each) for each in waits)


def waiting_for(user: Any) -> Waiting:
    """All of it, in a query for each kind."""
    return Waiting(
        _actions(user),
        _offers(user),
        _discussions(user),
        _invitations(user),
        list(invitations_for(user)[:MOST]),
        waiting_requests(user)[:MOST],
        fresh_answers(user)[:MOST],
    )


def _actions(user: Any) -> list[WaitingAction]:
    today = timezone.localdate()
    led = visible(user, Action.objects.filter(lead__handle__person=user, lead__handle__ended_at__isnull=True))
    open_ones = led.filter(archived_at__isnull=True, board__archived_at__isnull=True).exclude(
        status__in=[Action.Status.DONE, Action.Status.PAUSED]
    )
    urgent = open_ones.filter(Q(due__lte=today + SOON) | Q(status=Action.Status.BLOCKED))
    first = Case(
        When(status=Action.Status.BLOCKED, then=Value(1)),
        When(due__lt=today, then=Value(0)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = urgent.select_related("board", "lead").order_by(first, F("due").asc(nulls_last=True))[:MOST]
    return [WaitingAction(each, _why(each, today), (each.due - today).days if each.due else 0) for each in found]


def _offers(user: Any) -> list[Action]:
    asked = visible(user, Action.objects.filter(offered_to__handle__person=user, offered_to__handle__ended_at=None))
    open_ones = asked.filter(archived_at=None, theme__archived_at=None, board__archived_at=None)
    return list(open_ones.select_related("offered_to", "offered_by", "lead").order_by("offered_at", "pk")[:MOST])


def _why(action: Action, today: date) -> str:
    if action.status == Action.Status.BLOCKED:
        return "blocked"
    return "late" if action.due and action.due < today else "soon"


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
