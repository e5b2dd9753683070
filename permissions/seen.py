"""What rows let somebody see, as a condition on spaces and on what lives in them."""

from typing import Any

from django.db.models import BooleanField, Exists, Func, OuterRef, Q, QuerySet
from django.db.models.sql import Query

from .models import Space

Rows = QuerySet[Any]
MANY = 1_000  # rows: all that so many open is fetched and sorted in 30 ms; who holds more soon fills a page


def opened_by(own: Rows, through: Rows) -> Q:
    """Spaces that these rows open, and those that extend them."""
    mine = own.values("content_object_id").union(through.values("content_object_id"), all=True)
    return Q(pk__in=mine) | Q(extends__in=mine)


class LivesThere(Func):
    """That a thing lives in a space that these rows open: asked of the spaces first, then what lives in them.

    SQLite makes one plan for whoever asks, and would sort all that a moderator sees to show the first page of it.
    There a page in the order of a unique column is asked thing by thing until it is full, when roles open much.
    """

    def __init__(self, own: Rows, through: Rows) -> None:
        super().__init__("space", output_field=BooleanField())  # named, so that its table has an alias in time
        self.own, self.through = own, through

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> Any:
        spaces = Space.objects.filter(opened_by(self.own, self.through)).values("pk")
        return compiler.compile(Q(space__in=spaces).resolve_expression(compiler.query))

    def as_sqlite(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> Any:
        if not (_is_a_page(compiler.query) and self.through[: MANY + 1].count() > MANY):
            return self.as_sql(compiler, connection)
        here = Q(content_object=OuterRef("pk")) | Q(content_object=OuterRef("extends"))
        opened = Exists(self.through.filter(here)) | Exists(self.own.filter(here))
        its_space = Exists(Space.objects.filter(opened, pk=OuterRef("space")))
        return compiler.compile(its_space.resolve_expression(compiler.query))


def _is_a_page(query: Query) -> bool:
    """Whether so many first ones are asked for, in the order of a unique column, along whose index they are found."""
    if query.high_mark in {None, 1} or not query.order_by:
        return False
    meta, first = query.get_meta(), str(query.order_by[0]).removeprefix("-")
    return any(field.unique and first in {"pk", field.name} for field in meta.concrete_fields)
