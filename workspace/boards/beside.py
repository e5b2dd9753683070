"""What the apps above want to know beside a board: columns of the one statement that fetches it for its page."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from .models import Board

Columns = Callable[[Any], Mapping[str, Combinable]]

_columns: list[Columns] = []


def register_columns(columns: Columns) -> None:
    """`columns(reader)` gives expressions over a board by the names under which they stand on it."""
    _columns.append(columns)


def with_columns(reader: Any, boards: QuerySet[Board]) -> QuerySet[Board]:
    """Boards with all of them."""
    for columns in _columns:
        boards = boards.annotate(**columns(reader))
    return boards
