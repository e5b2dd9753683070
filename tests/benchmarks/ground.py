"""What stands beside every server that is measured: PostgreSQL that waits for the disk, Redis, and their core."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from tests import services
from tests.owned import Owned, sweep
from tests.postgres import Postgres
from tests.redis_server import Redis

from .cores import OTHERS, on_core

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "shared_buffers": "128MB"}


class Ground:
    """`database()` gives the address of a fresh, empty database."""

    def __init__(self, owned: Owned) -> None:
        self.owned = owned
        with on_core(OTHERS):
            self.postgres = Postgres(owned, **DURABLE)
            self.redis = Redis(owned)

    def database(self) -> str:
        name = f"bench_{secrets.token_hex(4)}"
        with psycopg.connect(self.postgres.url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.postgres.database_url(name)

    def sqlite(self) -> str:
        return f"sqlite:///{self.owned.path}/bench-{secrets.token_hex(4)}.sqlite3"

    @property
    def pids(self) -> list[int]:
        return [process.pid for process in (self.postgres.process, self.redis.process) if process]

    @property
    def postgres_version(self) -> str:
        with psycopg.connect(self.postgres.url) as connection:
            return f"{connection.info.server_version // 10000}.{connection.info.server_version % 10000}"


@contextlib.contextmanager
def open_ground() -> Iterator[Ground]:
    sweep()
    owned = Owned()
    for name in services.SETTINGS:
        os.environ.pop(name, None)
    os.environ["TEST_FOLDER"] = str(owned.path)
    os.environ["STATIC_ROOT"] = str(Path(__file__).parents[2] / "var" / "static")
    try:
        yield Ground(owned)
    finally:
        owned.close()
