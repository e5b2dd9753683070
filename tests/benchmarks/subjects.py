"""The servers that are measured, each started as its makers ship it, on a core of its own."""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

from tests.databases import ROOT, run
from tests.owned import Owned, answers, free_port, wait_until
from tests.servers import START_SECONDS, Server
from tools.node import find_pinned_node

from .cores import OTHERS, SERVER, on_core
from .generator import Generator
from .ground import Ground

METRICS_TOKEN = "benchmark"
PEERS = Path(__file__).parent / "peers"


class Subject:
    """A server with fresh data. `label` is its name in the tables, `stores` when it stores what it shows."""

    label = ""
    stores = ""
    dialect = "y-websocket"
    path = "/{document}"
    core = SERVER

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.people: list[str] = []

    @property
    def url(self) -> str:
        raise NotImplementedError

    @property
    def pids(self) -> list[int]:
        raise NotImplementedError

    def start(self) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def documents(self, number: int) -> list[str]:
        """The ids of so many new, empty documents."""
        return [secrets.token_hex(16) for _ in range(number)]

    @property
    def door(self) -> dict[str, Any]:
        """What the generator must know to join."""
        server = {
            "url": self.url.replace("http", "ws", 1),
            "origin": self.url,
            "dialect": self.dialect,
            "path": self.path,
        }
        return {"server": server, "people": self.people}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Baraza(Subject):
    """Ours in production settings: access checks, limits, presence and durable commits on."""

    path = "/ws/documents/{document}"
    stores = "before it shows"
    kind = "daphne"

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.server = self.make(self.database(), ground.redis.url)
        self.space = ""

    def database(self) -> str:
        return self.ground.database()

    def make(self, database_url: str, redis_url: str) -> Server:
        settings = {"DEMO": "", "BARAZA_ENV": "production", "ALLOWED_HOSTS": "127.0.0.1"}
        settings |= {"SECRET_KEY": "benchmark" * 8, "METRICS_TOKEN": METRICS_TOKEN}
        server = Server(database_url, redis_url, kind=self.kind, background=False, settings=settings)
        server.environment["PUBLIC_URL"] = server.url
        return server

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def pids(self) -> list[int]:
        assert self.server.process
        return [self.server.process.pid]

    def start(self) -> None:
        run("-m", "tools.serve", "migrate", env=self.server.environment)
        self.furnish()
        self.up()

    def furnish(self) -> None:
        """What is there before the server starts."""
        made = self._world("people")
        self.space, self.people = made["space"], made["cookies"]

    def up(self) -> None:
        """Start the web process alone, on the data that is there."""
        with on_core(self.core):
            self.server.start()

    def close(self) -> None:
        self.server.close()

    def documents(self, number: int) -> list[str]:
        made: list[str] = self._world("documents", self.space, str(number))
        return made

    def history(self, generator: Generator, *, edits: int, characters: int) -> tuple[str, dict[str, Any]]:
        """A document with so many edits in its log, folded; and what Yjs itself says about it."""
        path = self.ground.owned.path / f"history-{edits}"
        yjs = generator.ask("history", edits=edits, characters=characters, path=str(path))
        document: str = self._world("history", self.space, str(path))
        path.unlink()
        return document, yjs

    def head(self, document: str) -> int:
        """How many rows the log of a document has."""
        return int(self.server.rows("SELECT head FROM realtime_document WHERE id = %s", document)[0][0])

    def remove(self, number: int) -> float:
        """End the time of writer `number`, counted from 1; gives when that was committed, in seconds since 1970."""
        at: float = self._world("remove", self.space, str(number))
        return at

    def start_background(self) -> None:
        """A background worker beside the web process."""
        self.server.background = True
        with on_core(OTHERS):
            self.server.start()

    def _world(self, *what: str) -> Any:
        return json.loads(run("-m", "tests.benchmarks.world", *what, env=self.server.environment))


class OnDaphne(Baraza):
    label = "Baraza on Daphne"


class OnUvicorn(Baraza):
    label = "Baraza on uvicorn"
    kind = "uvicorn"


class OnSqlite(Baraza):
    label = "Baraza on Daphne and SQLite"

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.server = self.make(self.server.database_url, "")

    def database(self) -> str:
        return self.ground.sqlite()


class Foreign(Subject):
    """A server of somebody else: one command that listens at PORT."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.port = free_port()
        self.owned = Owned(ground.owned.path)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pids(self) -> list[int]:
        assert self.process
        return [self.process.pid]

    def command(self) -> list[str | Path]:
        raise NotImplementedError

    def settings(self) -> dict[str, str]:
        return {}

    def start(self) -> None:
        log = self.ground.owned.path / f"foreign-{self.port}.log"
        env = os.environ | {"PORT": str(self.port), "HOST": "127.0.0.1", "NODE_ENV": "production"} | self.settings()
        with on_core(self.core):
            self.process = self.owned.start(self.command(), log=log, env=env, cwd=ROOT)
        wait_until(
            lambda: answers(self.port),
            seconds=START_SECONDS,
            otherwise=lambda: f"{self.label} did not start:\n{log.read_text()}",
        )

    def close(self) -> None:
        self.owned.close()


class Hocuspocus(Foreign):
    label = "Hocuspocus"
    stores = "2–10 s later"
    dialect = "hocuspocus"
    path = "/"

    def command(self) -> list[str | Path]:
        return [find_pinned_node().node, PEERS / "hocuspocus.js"]

    def settings(self) -> dict[str, str]:
        return {"DATABASE_URL": self.ground.database()}


class YWebsocket(Foreign):
    label = "y-websocket’s server"
    stores = "never"

    def command(self) -> list[str | Path]:
        return [find_pinned_node().node, PEERS / "node_modules/y-websocket/bin/server.cjs"]


class NaiveChannels(Foreign):
    label = "naive Channels consumer"
    stores = "never"

    def command(self) -> list[str | Path]:
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--verbosity", "0"]
        return [sys.executable, "-m", "daphne", *options, "tests.benchmarks.naive:application"]

    def settings(self) -> dict[str, str]:
        return {"REDIS_URL": self.ground.redis.url, "DJANGO_SETTINGS_MODULE": ""}
