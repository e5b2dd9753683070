"""A page of what somebody sees costs the same however much that is, and holds what the whole list begins with."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permissions import seen
from permissions.access import stand_in, visible
from permissions.models import RoleHolding, Space, SpaceGroupPermission, SpaceUserPermission
from realtime.models import Document, Event
from realtime.tasks import weigh_tables
from tests.cast import account
from workspace.people.models import User

pytestmark = [pytest.mark.data, pytest.mark.django_db]

ON_SQLITE = connection.vendor == "sqlite"
PAGE = 10


@pytest.fixture
def many() -> list[Space]:
    """More places than somebody with many rows needs; every third extends the first."""
    spaces = [Space(kind="board") for _ in range(seen.MANY + 20)]
    for space in spaces[1::3]:
        space.extends = spaces[0]
    Space.objects.bulk_create(spaces)
    Document.objects.bulk_create([Document(space=space, kind="action") for space in spaces for _ in range(2)])
    return spaces


def let_in(role: str, spaces: list[Space]) -> Group:
    reader = Permission.objects.get(codename="as_reader", content_type__model="space")
    group = Group.objects.create(name=role)
    rows = [SpaceGroupPermission(group=group, permission=reader, content_object=space) for space in spaces]
    SpaceGroupPermission.objects.bulk_create(rows)
    return group


def holder(name: str, *roles: Group) -> User:
    person = account(name)
    RoleHolding.objects.bulk_create([RoleHolding(user=person, role=role) for role in roles])
    return person


def in_order(person: Any) -> Any:
    return visible(person, Document.objects.order_by("pk"))


def queries_of(person: Any) -> int:
    with CaptureQueriesContext(connection) as asked:
        list(in_order(person)[:PAGE])
    return len(asked)


def sorts(person: Any) -> bool:
    return "TEMP B-TREE" in in_order(person)[:PAGE].explain()


def test_a_page_is_what_the_list_begins_with(many: list[Space]) -> None:
    everywhere, nearly = let_in("everywhere", many), let_in("nearly", many[: seen.MANY + 2])
    reader = Permission.objects.get(codename="as_reader", content_type__model="space")
    named = holder("named", nearly)
    SpaceUserPermission.objects.create(user=named, permission=reader, content_object=many[-1])
    shown = stand_in(User(username="shown"), frozenset({nearly.pk}))
    few = holder("few", let_in("here", many[:3]))
    for person in (holder("moderator", everywhere), named, shown, few, account("nobody")):
        whole = list(in_order(person))
        assert whole == sorted(whole, key=lambda thing: thing.pk.hex)
        assert [*in_order(person)[:PAGE], *in_order(person)[PAGE : len(many) * 2]] == whole
        assert list(visible(person, Document.objects.order_by("-pk"))[:PAGE]) == whole[::-1][:PAGE]


def test_a_page_asks_as_often_for_who_sees_much_as_for_who_sees_little(many: list[Space]) -> None:
    moderator = holder("moderator", let_in("everywhere", many))
    member = holder("member", let_in("here", many[:3]))
    assert queries_of(moderator) == queries_of(member) == queries_of(account("nobody")) == (2 if ON_SQLITE else 1)


def test_who_sees_much_walks_to_the_page_and_who_sees_little_looks_into_their_places(many: list[Space]) -> None:
    everywhere = let_in("everywhere", many)
    assert not sorts(holder("moderator", everywhere))
    assert sorts(holder("member", let_in("here", many[:3]))) == ON_SQLITE  # PostgreSQL weighs it by itself
    another = holder("another", everywhere)
    newest = visible(another, Document.objects.order_by("-created_at"))[:PAGE].explain()
    assert ("USING INDEX realtime_document_space" in newest) == ON_SQLITE  # no index to walk along
    lately = visible(another, Event.objects.order_by("-at", "-seq"))[:PAGE].explain()
    assert not ON_SQLITE or ("events_in_time" in lately and "TEMP B-TREE" not in lately)


def test_who_is_let_into_many_places_of_more_walks_to_the_newest_as_well(many: list[Space]) -> None:
    Space.objects.bulk_create([Space(kind="board") for _ in many])
    Event.objects.bulk_create([Event(space=space, seq=n, kind="action.added") for space in many for n in (1, 2)])
    person = account("named")
    reader = Permission.objects.get(codename="as_reader", content_type__model="space")
    rows = [SpaceUserPermission(user=person, permission=reader, content_object=space) for space in many[:-5]]
    SpaceUserPermission.objects.bulk_create(rows)
    seen_of = visible(person, Event.objects.order_by("-at", "-seq"))
    whole = sorted(visible(person, Event.objects.all()), key=lambda event: (event.at, event.seq), reverse=True)
    page = list(seen_of[:PAGE])
    assert [(each.at, each.seq) for each in page] == [(each.at, each.seq) for each in whole[:PAGE]]
    assert {each.space_id for each in page} <= {each.space_id for each in whole}
    assert not ON_SQLITE or "TEMP B-TREE" not in seen_of[:PAGE].explain()


def test_the_background_worker_has_sqlite_count_the_tables_by_which_it_plans(many: list[Space]) -> None:
    with CaptureQueriesContext(connection) as asked:
        weigh_tables()
    assert bool(asked) == ON_SQLITE
    if ON_SQLITE:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM sqlite_stat1 WHERE tbl = %s", [Space._meta.db_table])
            assert cursor.fetchone() != (0,)
