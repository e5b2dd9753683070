"""What a test breaks in PostgreSQL, for one database or one document of it; everything is mended when the block ends.

with rows_refused(server, document): ...        # its rows raise an error, those of others do not
with held_up(server, document) as held:         # a transaction stands still in the middle
    held.until_reached()
"""

import contextlib
import secrets
from collections.abc import Iterator
from uuid import UUID

import psycopg

from tests.owned import wait_until
from tests.servers import Server

PATIENCE = 30.0  # seconds


UPDATES, SNAPSHOTS, RENDERINGS = "realtime_documentupdate", "realtime_documentsnapshot", "realtime_documentrendering"
BEFORE_WRITING = "CREATE TRIGGER {0} BEFORE INSERT OR UPDATE ON {1} FOR EACH ROW EXECUTE FUNCTION {0}()"
AT_COMMIT = (
    "CREATE CONSTRAINT TRIGGER {0} AFTER INSERT ON {1} DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW EXECUTE FUNCTION {0}()"
)


@contextlib.contextmanager
def on_rows(
    server: Server, document: UUID, do: str, *, table: str = UPDATES, when: str = BEFORE_WRITING
) -> Iterator[None]:
    """Have PL/pgSQL done for each row of a document that is written."""
    name = f"fault_{secrets.token_hex(4)}"
    server.rows(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF NEW.document_id = '{document}' THEN {do} END IF; RETURN NEW; END $$"
    )
    server.rows(when.format(name, table))
    try:
        yield
    finally:
        server.rows(f"DROP FUNCTION {name} CASCADE")


def refuse(code: str) -> str:
    return f"RAISE EXCEPTION 'refused on purpose' USING ERRCODE = '{code}';"


@contextlib.contextmanager
def rows_refused(server: Server, document: UUID, code: str = "P0001") -> Iterator[None]:
    """Every row of this document raises an error of this SQLSTATE."""
    with on_rows(server, document, refuse(code)):
        yield


@contextlib.contextmanager
def rows_refused_once(server: Server, document: UUID, code: str) -> Iterator[str]:
    """The next row raises an error, those after it do not; gives a query for how many were tried."""
    name = f"tries_{secrets.token_hex(4)}"
    server.rows(f"CREATE SEQUENCE {name}")  # counts on when a transaction is rolled back
    with on_rows(server, document, f"IF nextval('{name}') = 1 THEN {refuse(code)} END IF;"):
        yield f"SELECT last_value FROM {name} WHERE is_called"


class Held:
    """An advisory lock that somebody's commit waits for."""

    def __init__(self, server: Server) -> None:
        self.key = secrets.randbelow(2**31)
        self.connection = psycopg.connect(server.database_url, autocommit=True)
        self.connection.execute("SELECT pg_advisory_lock(%s)", [self.key])

    def until_reached(self) -> None:
        query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted"

        def is_reached() -> bool:
            row = self.connection.execute(query, [self.key]).fetchone()
            return bool(row and row[0])

        wait_until(is_reached, seconds=PATIENCE, otherwise=lambda: "no commit came to the place where it is held")

    def let_go(self) -> None:
        self.connection.close()


@contextlib.contextmanager
def held_up(
    server: Server, document: UUID, *, table: str = UPDATES, when: str = BEFORE_WRITING, then: str = ""
) -> Iterator[Held]:
    """Who writes a row of this document stands still in the middle of it, or AT_COMMIT; `then`: PL/pgSQL after that."""
    held = Held(server)
    try:
        do = f"PERFORM pg_advisory_xact_lock({held.key}); {then}"
        with on_rows(server, document, do, table=table, when=when):
            try:
                yield held
            finally:
                held.let_go()  # first: the trigger goes only when no commit stands in it
    finally:
        held.let_go()


def break_connections(server: Server) -> None:
    """All connections to this database end; new ones are taken."""
    server.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()")  # fmt: skip
