"""The world made once and laid out again for each test: rows as they were, in place of 400 statements."""

import pickle
from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from tests.rows import Inserts, our_tables, read

W = TypeVar("W")

_kept: dict[str, Any] = {}


def kept(make: Callable[[], W]) -> W:
    """What `make` made the first time, its rows in the database again; made anew when the levels have other ids."""
    levels = dict(Permission.objects.filter(codename__startswith="as_").values_list("codename", "pk"))
    if _kept.get("levels") != levels:
        tables = [Group._meta.db_table, *our_tables()]
        before = {table: set(read(table)) for table in tables}
        made = make()
        inserts = Inserts({table: [row for row in read(table) if row not in before[table]] for table in tables})
        _kept.update(levels=levels, world=pickle.dumps(made), inserts=inserts)
        return made
    with transaction.atomic():
        _kept["inserts"].run()
    again: W = pickle.loads(_kept["world"])
    return again
