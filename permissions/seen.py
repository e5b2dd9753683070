"""What rows let somebody see, as a condition on spaces and on what lives in them."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BooleanField, DateTimeField, Exists, Func, OuterRef, Q, QuerySet, UUIDField
from django.db.models.sql import Query
from django.utils import timezone

from .models import Space

Rows = QuerySet[Any]
RowsOf = Callable[[UUID, datetime], tuple[Rows, Rows]]
SOMEBODY, SOMETIME = UUID(int=2**128 - 1), datetime(1, 2, 3, tzinfo=UTC)  # stand in a wording for who asks, and when
MANY = 1_000  # rows: all that so many open is fetched and sorted in 30 ms; who holds more soon fills a page


def opened_by(own: Rows, through: Rows) -> Q:
    """Spaces that these rows open, and those that extend them."""
    mine = own.values("content_object_id").union(through.values("content_object_id"), all=True)
    return Q(pk__in=mine) | Q(extends__in=mine)


class LivesThere(Func):
    """That a thing lives in a space that these rows open: asked of the spaces first, then what lives in them.

    `rows(person, moment)` are those of one person, own and through roles. What to ask is put into SQL once and serves
    all people at all moments: it is asked several times for each page, and Django's wording takes longer than the
    answer.

    SQLite makes one plan for whoever asks, and would sort all that a moderator sees to show the first page of it.
    There a page in the order of a unique column is asked thing by thing until it is full, when roles open much.
    """

    def __init__(self, rows: RowsOf, person: Any) -> None:
        super().__init__("space", output_field=BooleanField())
        self.rows, self.person = rows, person

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> Any:
        lives_in, inside = compiler.compile(self.source_expressions[0])
        asked, marked = _opened(self.rows, connection.vendor)
        somebody, sometime = _put(connection, SOMEBODY, SOMETIME)
        person, now = _put(connection, self.person, timezone.now())
        meant = {somebody: person, sometime: now}
        return f"{lives_in} IN ({asked})", (*inside, *(meant.get(each, each) for each in marked))

    def as_sqlite(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> Any:
        own, through = self.rows(self.person, timezone.now())
        if not (_is_a_page(compiler.query) and through[: MANY + 1].count() > MANY):
            return self.as_sql(compiler, connection)
        here = Q(content_object=OuterRef("pk")) | Q(content_object=OuterRef("extends"))
        opened = Exists(through.filter(here)) | Exists(own.filter(here))
        its_space = Exists(Space.objects.filter(opened, pk=OuterRef("space")))
        return compiler.compile(its_space.resolve_expression(compiler.query))


@lru_cache(maxsize=8)
def _opened(rows: RowsOf, _vendor: str) -> tuple[str, tuple[Any, ...]]:
    """The spaces that somebody sees at some time, in SQL."""
    spaces = Space.objects.filter(opened_by(*rows(SOMEBODY, SOMETIME))).values("pk")
    asked: tuple[str, tuple[Any, ...]] = spaces.query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return asked


def _put(connection: Any, person: UUID, moment: datetime) -> tuple[Any, Any]:
    """As they stand among the parameters of a statement."""
    return UUIDField().get_db_prep_value(person, connection), DateTimeField().get_db_prep_value(moment, connection)


def _is_a_page(query: Query) -> bool:
    """Whether so many first ones are asked for, in the order of a unique column, along whose index they are found."""
    if query.high_mark in {None, 1} or not query.order_by:
        return False
    meta, first = query.get_meta(), str(query.order_by[0]).removeprefix("-")
    return any(field.unique and first in {"pk", field.name} for field in meta.concrete_fields)
