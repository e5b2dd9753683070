"""What rows let somebody see, as a condition on spaces and on what lives in them.

It is put into SQL once, and serves all people at all moments: it is asked several times for each page, and Django's
wording takes longer than the answer.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BooleanField, DateTimeField, Exists, Func, Model, OuterRef, Q, QuerySet, UUIDField
from django.db.models.sql import Query
from django.utils import timezone

from .models import Space

Rows = QuerySet[Any]
RowsOf = Callable[[UUID, datetime], tuple[Rows, Rows]]
Form = Callable[[Rows, Rows], Rows]
MANY = 250  # rows: all that lives in so many places is fetched and sorted in 5 ms, sooner than the places are listed
NEARLY_ALL = 0.75  # of all places: nearly every thing is shown, and asking each is quicker than listing the places
SOMEBODY, SOMETIME = UUID(int=2**128 - 1), datetime(1, 2, 3, tzinfo=UTC)  # stand in a wording for who asks, and when
SOMEWHERE = UUID(int=2**128 - 2)  # and for the column that names the one place that is looked at
LISTED = (  # the spaces that rows open, as SQLite lists them quickest: no space is looked up but those that extend one
    "WITH mine (place) AS ({mine}) SELECT place FROM mine UNION ALL "
    f'SELECT there.id FROM mine CROSS JOIN "{Space._meta.db_table}" AS there ON there.extends_id = place'
)


def opened_by(own: Rows, through: Rows) -> Q:
    """Spaces that these rows open, and those that extend them."""
    mine = _mine(own, through)
    return Q(pk__in=mine) | Q(extends__in=mine)


def _mine(own: Rows, through: Rows) -> Rows:
    return own.values("content_object_id").union(through.values("content_object_id"), all=True)


def _spaces(own: Rows, through: Rows) -> Rows:
    return Space.objects.filter(opened_by(own, through)).values("pk")


def _each(own: Rows, through: Rows) -> Rows:
    here = Q(content_object=OuterRef("pk")) | Q(content_object=OuterRef("extends"))
    return Space.objects.filter(Exists(through.filter(here)) | Exists(own.filter(here)), pk=SOMEWHERE).values("pk")


class LivesThere(Func):
    """That a thing lives in a space that these rows open: asked of the spaces first, then what lives in them.

    `rows(person, moment)` are those of one person, own and through roles.

    SQLite makes one plan for whoever asks, and would sort all that a moderator sees to show the first page of it.
    There a page in the order of an index is walked to until it is full, by those to whom much is open.
    """

    def __init__(self, rows: RowsOf, person: Any) -> None:
        super().__init__("space", output_field=BooleanField())
        self.rows, self.person = rows, person

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> Any:
        lives_in, inside = compiler.compile(self.source_expressions[0])
        asked, meant = self._asked(_spaces, connection)
        return f"{lives_in} IN ({asked})", (*inside, *meant)

    def as_sqlite(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> Any:
        if not _is_a_page(compiler.query):
            return self.as_sql(compiler, connection)
        held, places = self._how_many(connection)
        if held <= MANY:
            return self.as_sql(compiler, connection)
        lives_in, inside = compiler.compile(self.source_expressions[0])
        if held >= NEARLY_ALL * places:
            asked, meant = self._asked(_each, connection, lives_in)
            return f"EXISTS ({asked})", meant
        asked, meant = self._asked(_mine, connection)
        return f"+{lives_in} IN ({LISTED.format(mine=asked)})", (*inside, *meant)  # + keeps it to the order of the page

    def _how_many(self, connection: Any) -> tuple[int, int]:
        """The rows that let this person in somewhere, and all places."""
        asked, meant = self._asked(_mine, connection)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT (SELECT COUNT(*) FROM ({asked})), COUNT(*) FROM {Space._meta.db_table}", meant)
            held, places = cursor.fetchone()
        return held, places

    def _asked(self, form: Form, connection: Any, lives_in: str = "") -> tuple[str, tuple[Any, ...]]:
        """As this person asks it now; `lives_in` is the column of the one space that is looked at."""
        asked, marked = _worded(self.rows, form, connection.vendor)
        somebody, sometime, somewhere = _put(connection, SOMEBODY, SOMETIME, SOMEWHERE)
        person, now, _nowhere = _put(connection, self.person, timezone.now(), SOMEWHERE)
        if lives_in:
            asked %= tuple(lives_in if each == somewhere else "%s" for each in marked)
        meant = {somebody: person, sometime: now}
        return asked, tuple(meant.get(each, each) for each in marked if each != somewhere)


@lru_cache(maxsize=32)
def _worded(rows: RowsOf, form: Form, _vendor: str) -> tuple[str, tuple[Any, ...]]:
    """What this form makes of the rows that somebody holds at some time, in SQL."""
    asked: tuple[str, tuple[Any, ...]] = form(*rows(SOMEBODY, SOMETIME)).query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return asked


def _put(connection: Any, person: UUID, moment: datetime, place: UUID) -> tuple[Any, Any, Any]:
    """As they stand among the parameters of a statement."""
    ids = UUIDField()
    return (
        ids.get_db_prep_value(person, connection),
        DateTimeField().get_db_prep_value(moment, connection),
        ids.get_db_prep_value(place, connection),
    )


def _is_a_page(query: Query) -> bool:
    """Whether so many first ones are asked for, in an order along which an index leads, and of nothing around them."""
    if query.high_mark in {None, 1} or not query.order_by or query.subquery:
        return False
    return str(query.order_by[0]).removeprefix("-") in _leading(query.get_meta().model)


@cache
def _leading(model: type[Model]) -> frozenset[str]:
    """The columns with which an index of this model begins."""
    meta: Any = model._meta
    alone = {field.name for field in meta.concrete_fields if field.unique or field.db_index}
    together = {each.fields[0].removeprefix("-") for each in meta.indexes if each.fields and not each.condition}
    return frozenset({"pk"} | alone | together)
