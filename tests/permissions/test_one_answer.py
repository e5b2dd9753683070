"""A law: what `visible` lists is what `can` says yes to, however people were let in and sent away."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from permissions import grants, seen
from permissions.access import abilities, can, levels, levels_in, levels_of_people, visible
from permissions.models import Grant, Space
from permissions.roles import LEVELS, VERBS, allowed
from realtime.models import Document
from tests.cast import account
from workspace.people.models import User

pytestmark = [pytest.mark.data, pytest.mark.django_db]

PEOPLE, ROLES, SPACES = 3, 2, 4
whose, which, where = st.integers(0, PEOPLE - 1), st.integers(0, ROLES - 1), st.integers(0, SPACES - 1)
level = st.sampled_from(sorted(LEVELS))
until = st.sampled_from([None, timedelta(days=1), timedelta(days=-1)])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("give"), whose, where, level, until),
        st.tuples(st.just("give role"), which, where, level, until),
        st.tuples(st.just("end"), st.integers(0, 9)),
        st.tuples(st.just("hold"), whose, which, until),
        st.tuples(st.just("leave"), whose, which),
        st.tuples(st.just("close"), whose),
    ),
    max_size=12,
)


def apply(step: Any, people: list[User], roles: list[Group], spaces: list[Space]) -> None:
    def day(ahead: timedelta | None) -> Any:
        return None if ahead is None else timezone.now() + ahead

    match step:
        case ("give", who, at, held, ahead):
            grants.give(space=spaces[at], user=people[who], level=held, reason="a law", until=day(ahead))
        case ("give role", who, at, held, ahead):
            grants.give(space=spaces[at], role=roles[who], level=held, reason="a law", until=day(ahead))
        case ("end", number):
            if found := list(Grant.objects.order_by("since", "pk")):
                grants.end(found[number % len(found)])
        case ("hold", who, role, ahead):
            grants.hold_role(user=people[who], role=roles[role], until=day(ahead))
        case ("leave", who, role):
            grants.leave_role(user=people[who], role=roles[role])
        case ("close", who):
            people[who].is_active = False
            people[who].save(update_fields=["is_active"])


def from_the_record(person: User, space: Space) -> frozenset[str]:
    """What the grants themselves say, without guardian's rows."""
    now = timezone.now()
    held: set[str] = set()
    if not person.is_active:
        return frozenset()
    for grant in Grant.objects.filter(space__in=[space.pk, *([space.extends_id] if space.extends_id else [])]):
        lasts = grant.ended_at is None and (grant.until is None or grant.until > now)
        through = [h for h in person.holdings.filter(role=grant.role_id) if h.until is None or h.until > now]
        if lasts and (grant.user_id == person.pk or through):
            held.add(grant.level)
    return frozenset(held)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_list_and_detail_agree(db: None, story: list[Any]) -> None:
    with transaction.atomic():
        people = [account(f"person {number}") for number in range(PEOPLE)]
        roles = [Group.objects.create(name=f"role {number}") for number in range(ROLES)]
        first = Space.objects.create(kind="board")
        spaces = [first, Space.objects.create(kind="board", extends=first)]
        spaces += [Space.objects.create(kind="board") for _ in range(SPACES - 2)]
        things = sorted((Document.objects.create(space=s, kind="action") for s in spaces), key=lambda t: t.pk.hex)
        for step in story:
            apply(step, people, roles, spaces)
        together = levels_of_people([person.pk for person in people], [space.pk for space in spaces])
        everybody: list[Any] = [*people, AnonymousUser()]
        for person in everybody:
            listed = set(visible(person, Space.objects.filter(pk__in=[s.pk for s in spaces])))
            theirs = [thing for thing in things if thing.space in listed]
            assert page_by_space(person) == page_by_row(person, 0) == page_by_row(person, 2) == theirs
            each = levels_in(person, spaces)
            for space in spaces:
                held = levels(person, space)
                assert held == each[space.pk]
                assert (space in listed) == bool(held)
                if person.pk is not None:
                    assert held == together.get((person.pk, space.pk), frozenset()) == from_the_record(person, space)
                thing = Thing(space)
                assert can(person, "view", thing) == (space in listed)
                assert abilities(person, thing) == {verb for verb in VERBS if allowed(held, verb, "board")}
        transaction.set_rollback(True)


def page_by_space(person: Any) -> list[Document]:
    return list(visible(person, Document.objects.order_by("pk"))[:SPACES])


def page_by_row(person: Any, nearly_all: float) -> list[Document]:
    """As SQLite finds it for who holds many rows: of so many places each is asked, of fewer a list is made."""
    with pytest.MonkeyPatch.context() as everybody:
        everybody.setattr(seen, "MANY", -1)
        everybody.setattr(seen, "NEARLY_ALL", nearly_all)
        return page_by_space(person)


class Thing:
    """Something on a board."""

    permission_kind = "board"

    def __init__(self, space: Space) -> None:
        self.space = space
