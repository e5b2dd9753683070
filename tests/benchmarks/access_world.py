"""Ten thousand spaces, and how long it takes to ask who may see what in them. Runs in the database of its environment.

python -m tests.benchmarks.access_world      prints a list of {what, ours, theirs, queries, theirs_queries} in ms
"""

import json
import os
import random
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

GROUPS, PEOPLE, SPACES, THINGS = 200, 5_000, 10_000, 200_000
PER_GROUP = SPACES // GROUPS
PAGE, CHECKS, SOCKETS = 50, 1_000, 1_000
OPEN = 0.8  # of the spaces of a group are open to all its members; the others to a few people each
TRIES = 7


def furnish() -> tuple[dict[str, Any], list[Any], list[Any]]:
    """Who reads, by what they are called, all people and the spaces; a moderator holds a role in everything."""
    from django.contrib.auth.models import Group, Permission

    from permissions.models import RoleHolding, Space, SpaceGroupPermission, SpaceUserPermission
    from realtime.models import Document, Event
    from workspace.people.models import User

    chance = random.Random(7)
    as_level = {
        level: Permission.objects.get(codename=f"as_{level}", content_type__model="space")
        for level in ("member", "reader", "moderator")
    }
    people = User.objects.bulk_create([User(username=f"p{n}", password="!") for n in range(PEOPLE)])
    roles = Group.objects.bulk_create([Group(name=f"members {n}") for n in range(GROUPS)])
    everywhere = Group.objects.create(name="moderators")
    spaces = [Space(kind="board") for _ in range(SPACES)]
    for n, space in enumerate(spaces):
        if n % PER_GROUP > PER_GROUP * 0.6:  # a thing that is shared wider extends the first space of its group
            space.extends = spaces[n - n % PER_GROUP]
    Space.objects.bulk_create(spaces, batch_size=2_000)
    convenor, named = User.objects.bulk_create([User(username=name, password="!") for name in ("many", "named")])
    holdings, by_role, by_person = [], [], []
    for n, person in enumerate(people[:-1]):
        holdings.append(RoleHolding(user=person, role=roles[n % GROUPS]))
    holdings.append(RoleHolding(user=people[-1], role=everywhere))
    holdings += [RoleHolding(user=convenor, role=role) for role in roles[: GROUPS // 8]]
    for n, space in enumerate(spaces):
        role = roles[n // PER_GROUP]
        by_role.append(SpaceGroupPermission(group=everywhere, permission=as_level["moderator"], content_object=space))
        if n % PER_GROUP < PER_GROUP * OPEN:
            by_role.append(SpaceGroupPermission(group=role, permission=as_level["member"], content_object=space))
        by_person += [
            SpaceUserPermission(user=person, permission=as_level["reader"], content_object=space)
            for person in chance.sample(people[:-1], 4)
        ]
    by_person += [
        SpaceUserPermission(user=named, permission=as_level["reader"], content_object=space)
        for space in spaces[: SPACES // 2]
    ]
    RoleHolding.objects.bulk_create(holdings, batch_size=2_000)
    SpaceGroupPermission.objects.bulk_create(by_role, batch_size=2_000)
    SpaceUserPermission.objects.bulk_create(by_person, batch_size=2_000)
    Document.objects.bulk_create(
        [Document(space=spaces[n % SPACES], kind="action") for n in range(THINGS)], batch_size=2_000
    )
    Event.objects.bulk_create(
        [Event(space=spaces[n % SPACES], seq=n // SPACES + 1, kind="action.added") for n in range(THINGS)],
        batch_size=2_000,
    )
    readers = {
        "a member": people[0],
        f"a member of {GROUPS // 8} groups": convenor,
        f"somebody let into {SPACES // 2:,} places by name": named,
        "a moderator of all": people[-1],
    }
    return readers, people, spaces


def timed(ask: Callable[[], Any]) -> tuple[float, int, Any]:
    """Milliseconds (the median), queries, and the answer."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    connection.queries_log.clear()  # it holds 9,000, and a full one counts nothing more
    with CaptureQueriesContext(connection) as asked:
        answer = ask()
    took = []
    for _ in range(TRIES if len(asked) < 100 else 1):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took), len(asked), answer


def guardians_spaces(person: Any) -> Any:
    """As guardian answers it, with its defaults mended: no permission on a whole model counts."""
    from guardian.shortcuts import get_objects_for_user

    from permissions.models import Space
    from permissions.roles import LEVELS

    return get_objects_for_user(
        person, [f"permissions.as_{level}" for level in LEVELS], klass=Space, any_perm=True, accept_global_perms=False
    )


def compare(readers: dict[str, Any], people: list[Any], spaces: list[Any]) -> list[dict[str, Any]]:
    from django.db.models import Q
    from guardian.backends import ObjectPermissionBackend

    from permissions.access import levels_in, visible
    from permissions.roles import LEVELS, allowed
    from realtime.entry import check_again
    from realtime.models import Document, Event

    def theirs_in(person: Any, things: Any) -> Any:
        mine = guardians_spaces(person).values("pk")
        return things.filter(Q(space__in=mine) | Q(space__extends__in=mine))

    def first(seen: Callable[[Any, Any], Any], person: Any) -> list[Any]:
        return [thing.pk for thing in seen(person, Document.objects.order_by("pk"))[:PAGE]]

    def newest(seen: Callable[[Any, Any], Any], person: Any) -> list[Any]:
        return [event.pk for event in seen(person, Event.objects.order_by("-at", "-seq"))[:PAGE]]

    def counted(seen: Callable[[Any, Any], Any], person: Any) -> int:
        number: int = seen(person, Document.objects.all()).count()
        return number

    found = []

    def note(what: str, ours: Callable[[], Any], theirs: Callable[[], Any] | None = None, *, same: bool = True) -> None:
        mine = timed(ours)
        other = timed(theirs) if theirs else (None, None, None)
        if theirs and same and mine[2] != other[2]:
            raise SystemExit(f"{what}: {mine[2]} is not {other[2]}")
        found.append(
            {"what": what, "ours": mine[0], "theirs": other[0], "queries": mine[1], "theirs_queries": other[1]}
        )

    for who, person in readers.items():
        note(f"list of {PAGE}, {who}", partial(first, visible, person), partial(first, theirs_in, person))
        note(f"list of the newest {PAGE}, {who}", partial(newest, visible, person), partial(newest, theirs_in, person))
        note(f"count, {who}", partial(counted, visible, person), partial(counted, theirs_in, person))
    member = people[0]
    chosen = random.Random(3).sample(spaces, CHECKS)

    def ours() -> list[bool]:
        held = levels_in(member, chosen)
        return [allowed(held[space.pk], "view", "action") for space in chosen]

    def theirs() -> list[bool]:
        backend = ObjectPermissionBackend()
        member.__dict__.pop("_guardian_perms_cache", None)
        answers = []
        for space in chosen:
            above = [space, *([space.extends] if space.extends_id else [])]
            answers.append(
                any(backend.has_perm(member, f"permissions.as_{level}", on) for on in above for level in LEVELS)
            )
        return answers

    note(f"{CHECKS:,} checks of one person", ours, theirs)
    watched = [(f"no such session {n}", person.pk) for n, person in enumerate(people[:SOCKETS])]
    note(
        f"re-check of {SOCKETS:,} sockets",
        lambda: len(check_again(watched, [spaces[n * 5].pk for n in range(SOCKETS)], []).levels),
    )
    return found


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.config.settings")
    import django

    django.setup()
    from django.db import connection

    world = furnish()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(json.dumps(compare(*world)))


if __name__ == "__main__":
    main()
