"""All rows of the tests' database, read and written as the database has them: no model converts anything."""

from typing import Any

from django.apps import apps
from django.db import connection

Rows = list[tuple[Any, ...]]


def our_tables() -> list[str]:
    ours = [app for app in apps.get_app_configs() if app.name.startswith(("workspace", "realtime", "permissions"))]
    return [model._meta.db_table for app in ours for model in app.get_models()]


def read(table: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        rows: Rows = cursor.fetchall()
    return rows


def marks(tables: list[str]) -> dict[str, Any]:
    """By table, what tells its rows apart from any other rows; on PostgreSQL in one go, for it is asked often."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            return {table: set(read(table)) for table in tables}
        mark = "SELECT count(*), sum(hashtextextended(each::text, 0)) FROM {} AS each"
        cursor.execute("; ".join(mark.format(connection.ops.quote_name(table)) for table in tables))
        found: dict[str, Any] = {}
        for table in tables:
            found[table] = cursor.fetchone()
            cursor.nextset()
    return found


class Inserts:
    """Rows that are put into their tables again and again; on PostgreSQL by one text of statements."""

    def __init__(self, rows: dict[str, Rows]) -> None:
        self.inserts = [(self._insert(table, new), new) for table, new in rows.items() if new]
        if connection.vendor == "postgresql":
            # what these rows refer to is there, and no trigger has to look for it
            self.text = "; ".join(
                [
                    "SET LOCAL session_replication_role = replica",
                    *(self._as_text(insert, new) for insert, new in self.inserts),
                    "SET LOCAL session_replication_role = origin",
                ]
            )

    def run(self) -> None:
        """In a transaction, at whose end references are looked at: the order of tables is no matter."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(self.text)
            else:
                for insert, new in self.inserts:
                    cursor.executemany(insert, new)

    @staticmethod
    def _insert(table: str, rows: Rows) -> str:
        return f"INSERT INTO {connection.ops.quote_name(table)} VALUES ({', '.join(['%s'] * len(rows[0]))})"

    @staticmethod
    def _as_text(insert: str, rows: Rows) -> str:
        head, _, places = insert.partition(" VALUES ")
        with connection.cursor() as cursor:
            text: str = cursor.mogrify(
                f"{head} VALUES {', '.join([places] * len(rows))}", [value for row in rows for value in row]
            )
        return text
