"""The way back to the empty database after a test that commits.

Django empties every table and then makes the permissions and content types again, under new ids: over a second a test,
of which there are hundreds. Here what was written goes and what the migrations wrote stays, ids included.
"""

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from tests.rows import Inserts, read


class Beginning:
    """All rows as they are now, and `restore()`, which brings exactly them back."""

    def __init__(self) -> None:
        tables = set(connection.introspection.table_names()) - {MigrationRecorder.Migration._meta.db_table}
        rows = {table: read(table) for table in sorted(tables)}
        self.empty = [connection.ops.quote_name(table) for table in rows if not rows[table]]
        self.filled = {table: (set(found), Inserts({table: found})) for table, found in rows.items() if found}

    def restore(self) -> None:
        with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":  # no trigger has to look at the references of each row
                deletes = [f"DELETE FROM {table}" for table in self.empty]
                cursor.execute("; ".join(["SET LOCAL session_replication_role = replica", *deletes]))
            else:
                for table in self.empty:
                    cursor.execute(f"DELETE FROM {table}")
            for table, (rows, inserts) in self.filled.items():
                if set(read(table)) != rows:
                    cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
                    inserts.run()
