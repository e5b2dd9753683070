"""Baraza as real processes, for tests that speak to it over the network or look at it in a browser.

    def test_a_page(server, page):                  # Daphne on a PostgreSQL and a Redis of its own, demonstration data
        page.goto(server.url)
        server.kill()                               # kill -9; sockets break
        server.start()                              # again on the same port and the same data
        server.rows("SELECT count(*) FROM realtime_event")
        visitor = server.visitor("gh-convenor")     # a session without a browser: get, post, socket, cookies

    def test_two(two_workers, redis_server):        # two uvicorn workers, one database, one Redis, one front
        two_workers.url                             # takes the workers in turn
        two_workers.urls[0], two_workers.urls[1]    # stays with one, goes to the other while that one is down
        two_workers.workers[0].kill()
        two_workers.front.cut()                     # the network goes, and `.mend()` comes back
        redis_server.stop(); redis_server.start()   # also `.freeze()` and `.thaw()`

Fixtures: `server`, `shared_server` (one for all tests that only read), `sqlite_server` (as `make run` has it),
`two_workers`, `redis_server`. Anything else with `open_server` and `open_two`:

    with open_server(kind="uvicorn", background=True, LOG_LEVEL="INFO") as server: ...
"""

import contextlib
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.databases import ROOT, environment, folder, postgres_clone, run, sqlite_clone
from tests.front import Front
from tests.owned import Owned, free_port, wait_until
from tests.redis_server import Redis
from tests.visitor import Visitor

START_SECONDS = 60  # 2 s on an idle machine


class Server:
    """One web process, and a background worker beside it when asked for."""

    def __init__(
        self, database_url: str, redis_url: str, *, kind: str, background: bool, settings: dict[str, str]
    ) -> None:
        self.database_url = database_url
        self.port = free_port()
        self.background = background
        self.owned = Owned(folder())
        self.log = folder() / f"server-{self.port}.log"
        state = folder() / f"state-{self.port}"
        own = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "STATE_DIR": str(state)}
        self.environment = environment(**own, HOST="127.0.0.1", PORT=str(self.port), SERVER=kind, **settings)
        self.process: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start what does not run, and return when it answers."""
        if self.process is None:
            self.process = self._start("web")
        if self.background and self.worker is None:
            self.worker = self._start("worker")
        wait_until(self._is_up, seconds=START_SECONDS, otherwise=lambda: f"The server did not answer:\n{self.said()}")

    def kill(self) -> None:
        """kill -9: nothing is flushed, nobody is told."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As on a new release: sockets are told to come again."""
        self._end(signal.SIGTERM)

    def freeze(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGCONT)

    def said(self) -> str:
        """The output of all its processes so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def visitor(self, username: str = "") -> Visitor:
        visitor = Visitor(self.url)
        return visitor.sign_in(username) if username else visitor

    def manage(self, *command: str) -> str:
        """`server.manage("shell", "-c", "…")` on the same database; returns what was printed."""
        return run("manage.py", *command, env=self.environment)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The answer of its database to one statement, which is committed."""
        if self.database_url.startswith("sqlite"):
            import sqlite3

            with (
                contextlib.closing(sqlite3.connect(self.database_url.removeprefix("sqlite:///"), timeout=20)) as file,
                file,
            ):
                return file.execute(query.replace("%s", "?"), values).fetchall()
        with psycopg.connect(self.database_url) as connection:
            answer = connection.execute(query.encode(), values or None)
            return answer.fetchall() if answer.description else []

    def close(self) -> None:
        self.owned.close()
        self.process = self.worker = None

    def _start(self, purpose: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tools.serve", purpose]
        return self.owned.start(command, log=self.log, env=self.environment, cwd=ROOT)

    def _end(self, sign: signal.Signals) -> None:
        for process in (self.process, self.worker):
            if process:
                self.owned.stop(process, sign)
        self.process = self.worker = None

    def _is_up(self) -> bool:
        for process in (self.process, self.worker):
            if process and process.poll() is not None:
                raise RuntimeError(f"The server ended at once:\n{self.said()}")
        try:
            with urllib.request.urlopen(f"{self.url}/health/", timeout=10):
                return True
        except urllib.error.HTTPError as answer:
            answer.close()
            return answer.code == 503  # it is up, and says what is not
        except OSError:
            return False


class TwoWorkers:
    """Two web processes on one database and one Redis behind one front."""

    def __init__(self, workers: list[Server]) -> None:
        self.workers = workers
        self.front = Front([worker.port for worker in workers])
        self.url = self.front.url
        self.urls = [self.front.door(prefer=index).url for index in range(len(workers))]


@contextlib.contextmanager
def open_redis() -> Iterator[Redis]:
    owned = Owned(folder())
    try:
        yield Redis(owned)
    finally:
        owned.close()


@contextlib.contextmanager
def open_server(
    *,
    kind: str = "daphne",
    database_url: str = "",
    redis_url: str | None = None,
    background: bool = False,
    **settings: str,
) -> Iterator[Server]:
    """A running server; what it is not told to use (a fresh database with demonstration data, a Redis) it gets."""
    with contextlib.ExitStack() as stack:
        if not database_url:
            database_url = stack.enter_context(postgres_clone())
        if redis_url is None:
            redis_url = stack.enter_context(open_redis()).url
        server = Server(database_url, redis_url, kind=kind, background=background, settings=settings)
        stack.callback(server.close)
        server.start()
        yield server


@contextlib.contextmanager
def open_two(
    *, redis_url: str | None = None, kind: str = "uvicorn", background: bool = False, **settings: str
) -> Iterator[TwoWorkers]:
    with contextlib.ExitStack() as stack:
        database_url = stack.enter_context(postgres_clone())
        if redis_url is None:
            redis_url = stack.enter_context(open_redis()).url
        where: dict[str, Any] = {"kind": kind, "database_url": database_url, "redis_url": redis_url} | settings
        # One background worker is enough for both.
        workers = [
            stack.enter_context(open_server(**where, background=background and first)) for first in (True, False)
        ]
        both = TwoWorkers(workers)
        stack.callback(both.front.close)
        yield both


@pytest.fixture
def redis_server() -> Iterator[Redis]:
    """A Redis for this test alone, which it may stop."""
    with open_redis() as redis:
        yield redis


@pytest.fixture
def server(redis_server: Redis) -> Iterator[Server]:
    """Daphne with the demonstration data, for this test alone."""
    with open_server(redis_url=redis_server.url) as server:
        yield server


@pytest.fixture(scope="session")
def shared_server() -> Iterator[Server]:
    """Daphne with the demonstration data, for all tests of this process that change nothing others look at."""
    with open_server() as server:
        yield server


@pytest.fixture
def sqlite_server() -> Iterator[Server]:
    """Daphne on SQLite and without Redis, as `make run` starts it."""
    with sqlite_clone() as url, open_server(database_url=url, redis_url="") as server:
        yield server


@pytest.fixture
def two_workers(redis_server: Redis) -> Iterator[TwoWorkers]:
    """Two uvicorn workers, for this test alone; they use `redis_server`."""
    with open_two(redis_url=redis_server.url) as both:
        yield both
