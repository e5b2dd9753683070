"""The way back to the empty database after a test that commits.

Django empties every table and then makes the permissions and content types again, under new ids: over a second a test,
of which there are hundreds. Here what was written goes and what the migrations wrote stays, ids included.
"""

from typing import Any

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

Rows = list[tuple[Any, ...]]


class Beginning:
    """All rows as they are now, and `restore()`, which brings exactly them back."""

    def __init__(self) -> None:
        tables = set(connection.introspection.table_names()) - {MigrationRecorder.Migration._meta.db_table}
        self.rows: dict[str, Rows] = {table: self._read(table) for table in sorted(tables)}

    def restore(self) -> None:
        with connection.constraint_checks_disabled(), transaction.atomic():
            if connection.vendor == "postgresql":  # triggers look at references for each row
                self._run("SET LOCAL session_replication_role = replica")
            for table, rows in self.rows.items():
                if not rows:
                    self._run(f"DELETE FROM {connection.ops.quote_name(table)}")
                elif self._read(table) != rows:
                    self._write(table, rows)

    def _write(self, table: str, rows: Rows) -> None:
        name = connection.ops.quote_name(table)
        self._run(f"DELETE FROM {name}")
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {name} VALUES ({', '.join(['%s'] * len(rows[0]))})", rows)

    @staticmethod
    def _read(table: str) -> Rows:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
            rows: Rows = cursor.fetchall()
        return rows

    @staticmethod
    def _run(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)
