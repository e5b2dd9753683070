"""What people do with a circle: open it, describe it, leave it, look after it, close it and open it again."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import Group as Role
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions import grants
from permissions.access import levels
from permissions.errors import NotAllowed
from permissions.models import Grant, RoleHolding, Space
from realtime.changes import Record, change, command, founding, gate
from workspace.boards.commands import found_board
from workspace.boards.models import Board
from workspace.groups.models import CountryGroup, Handle
from workspace.groups.words import one_sentence
from workspace.people.models import User

from . import membership
from .models import Circle

LONGEST_NAME = Circle._meta.get_field("name").max_length or 80
LONGEST_PURPOSE = 2000  # characters


@command
def open_circle(
    *, actor: User, group: CountryGroup, kind: str, name: str, purpose: str = "", command_id: UUID | None = None
) -> Circle:
    """Open a working group or a caucus inside a group and keep it. Of a caucus the group's log does not tell."""
    group = gate(actor, "decide", group)
    if kind not in Circle.Kind.values:
        raise ValidationError({"kind": _("Choose a working group or a caucus.")})
    key = uuid4()
    circle = Circle.objects.create(
        id=key,
        space=Space.objects.create(kind="circle"),
        group=group,
        kind=kind,
        name=_name(name),
        purpose=_purpose(purpose),
        keepers=Role.objects.create(name=f"{key} keepers"),
        people=Role.objects.create(name=f"{key} people"),
        opened_at=timezone.now(),
    )
    membership.let_circle_in(circle.space, circle, reason="circle opened", by=actor)
    membership.hold(circle, actor, circle.keepers)
    with founding(actor) as record:
        record("circle.opened", circle)
        _tell_the_group(record, circle, "opened")
    return circle


@command
def describe_circle(*, actor: User, circle: Circle, name: str, purpose: str, command_id: UUID | None = None) -> Circle:
    """Give a circle another name or purpose."""
    with change(actor, "manage", circle) as (circle, record):
        new = {"name": _name(name), "purpose": _purpose(purpose)}
        changed = {
            field: [getattr(circle, field), value] for field, value in new.items() if getattr(circle, field) != value
        }
        if changed:
            circle.name, circle.purpose = new["name"], new["purpose"]
            circle.save(update_fields=["name", "purpose"])
            record("circle.described", circle, changed=changed)
            _tell_the_group(record, circle, "described")
    return circle


@command
def leave_circle(*, actor: User, circle: Circle, command_id: UUID | None = None) -> Circle:
    """Go, always. What one wrote stays; the last one out closes the circle."""
    with change(actor, "view", circle) as (circle, record):
        others = [held for held in membership.holdings(circle) if held.user_id != actor.pk]
        record("circle.left", circle)
        membership.send_away(circle, actor)
        if not others and circle.closed_at is None:
            _close(circle)
            record("circle.closed", circle)
            _tell_the_group(record, circle, "closed")
    return circle


@command
def remove_from_circle(*, actor: User, circle: Circle, handle: Handle, command_id: UUID | None = None) -> Circle:
    """Send somebody away, at once and from every page that is open."""
    with change(actor, "manage", circle) as (circle, record):
        person = _person_in(circle, handle)
        if person.pk == actor.pk:
            raise ValidationError(_("To go yourself, leave the circle."))
        membership.send_away(circle, person)
        record("circle.removed", circle, handle=handle.pk)
    return circle


@command
def hand_over_keeping(*, actor: User, circle: Circle, handle: Handle, command_id: UUID | None = None) -> Circle:
    """Let somebody else of the circle keep it in one's place."""
    with change(actor, "manage", circle) as (circle, record):
        person = _person_in(circle, handle)
        if person.pk != actor.pk:
            _swap(circle, person, circle.people, circle.keepers)
            if RoleHolding.objects.filter(user=actor, role=circle.keepers).exists():
                _swap(circle, actor, circle.keepers, circle.people)
            record("circle.keeper_changed", circle, handle=handle.pk)
    return circle


@command
def take_keeping(*, actor: User, circle: Circle, command_id: UUID | None = None) -> Circle:
    """Keep a circle that nobody keeps any more: who kept it left, or their time in the group has ended."""
    with change(actor, "view", circle) as (circle, record):
        if membership.has_keeper(circle):
            raise NotAllowed("manage")
        _swap(circle, actor, circle.people, circle.keepers)
        record("circle.keeper_changed", circle)
    return circle


@command
def close_circle(*, actor: User, circle: Circle, command_id: UUID | None = None) -> Circle:
    """End the work of a circle: its people read on, and nobody writes. Nothing is deleted."""
    with change(actor, "manage", circle) as (circle, record):
        if circle.closed_at is None:
            _close(circle)
            record("circle.closed", circle)
            _tell_the_group(record, circle, "closed")
    return circle


@command
def reopen_circle(*, actor: User, circle: Circle, command_id: UUID | None = None) -> Circle:
    """Take the work of a circle up again."""
    with change(actor, "view", circle) as (circle, record):
        if not _keeps(circle, actor):
            raise NotAllowed("manage")
        if circle.closed_at is not None:
            circle.closed_at = None
            circle.save(update_fields=["closed_at"])
            for space in membership.spaces_of(circle):
                _end_grants(space, circle)
                membership.let_circle_in(space, circle, reason="circle opened again", by=actor)
            record("circle.reopened", circle)
            _tell_the_group(record, circle, "reopened")
    return circle


@command
def open_board_in(*, actor: User, circle: Circle, title: str, command_id: UUID | None = None, **values: Any) -> Board:
    """Open a board that the people of a circle see, and nobody else."""
    circle = gate(actor, "manage", circle)
    space = membership.open_space_in(circle, "board", reason="board opened", by=actor)
    return found_board(actor=actor, space=space, group=circle.group, title=title, **values)


def _close(circle: Circle) -> None:
    """Everybody of the circle reads on, and nobody writes."""
    circle.closed_at = timezone.now()
    circle.save(update_fields=["closed_at"])
    for space in membership.spaces_of(circle):
        _end_grants(space, circle)
        for role in (circle.keepers, circle.people):
            grants.give(space=space, role=role, level="reader", reason="circle closed")


def _end_grants(space: Space, circle: Circle) -> None:
    mine = Grant.objects.filter(space=space, role__in=[circle.keepers_id, circle.people_id], ended_at__isnull=True)
    for grant in mine.select_related("space", "role"):
        grants.end(grant)


def _keeps(circle: Circle, person: User) -> bool:
    return any(held.user_id == person.pk and held.role_id == circle.keepers_id for held in membership.holdings(circle))


def _swap(circle: Circle, person: User, old: Role, new: Role) -> None:
    membership.hold(circle, person, new)
    grants.leave_role(user=person, role=old)


def _person_in(circle: Circle, handle: Handle) -> User:
    """Who is in the circle under this handle of its group."""
    if handle.group_id != circle.group_id or handle.person is None or not levels(handle.person, circle.space):
        raise ValidationError(_("They are not in this circle any more. Load the page again."))
    return handle.person


def _tell_the_group(record: Record, circle: Circle, what: str) -> None:
    """The group's log tells of its working groups, by what is listed there; of a caucus it tells nothing."""
    if not circle.is_caucus:
        record(f"working_group.{what}", circle.group, circle=circle.pk)


def _name(text: str) -> str:
    return one_sentence(text, field="name", longest=LONGEST_NAME, missing=_("Write a name."))


def _purpose(text: str) -> str:
    clean = text.replace("\x00", "").strip()
    if len(clean) > LONGEST_PURPOSE:
        raise ValidationError({"purpose": _("Use at most %(n)s letters.") % {"n": LONGEST_PURPOSE}})
    return clean
