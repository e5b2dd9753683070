"""A house of two workers for the faults, and a crowd in a new document of it.

FAULT_SECONDS: how long an outage lasts (2; 60 at night). FAULT_REPEATS: how often each fault is done (1).
"""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from tests.databases import postgres_clone
from tests.faults.crowd import Crowd
from tests.faults.hints import Hints
from tests.front import Front
from tests.redis_server import Redis
from tests.servers import Server, open_redis, open_server

PEOPLE = ("gh-convenor", "gh-women-miners-rep", "gh-miner")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    repeats = int(os.environ.get("FAULT_REPEATS", "1"))
    if repeats > 1:
        metafunc.fixturenames.append("_time")
        metafunc.parametrize("_time", range(1, repeats + 1))


@pytest.fixture(scope="session")
def outage_seconds() -> float:
    return float(os.environ.get("FAULT_SECONDS", "2"))


@dataclass
class House:
    """Two workers, the networks around them, and who is signed in."""

    workers: list[Server]
    front: Front  # between people and workers
    store: Front  # between the workers and their database, which this process reaches without it
    redis: Redis
    hints: Hints
    cookies: list[str]
    doors: list[str]  # an address for each worker, which leads to the other while that one is down

    def another_worker(self) -> AbstractContextManager[Server]:
        """One more, for a while."""
        known = self.workers[0].environment
        return open_server(kind="uvicorn", database_url=known["DATABASE_URL"], redis_url=known["REDIS_URL"])

    def mend(self) -> None:
        """Everything runs again."""
        self.hints.is_mischievous = self.hints.is_deaf = False
        if self.redis.is_running:
            self.redis.thaw()
        else:
            self.redis.start()
        self.front.mend()
        self.store.mend()
        for worker in self.workers:
            if worker.process:
                worker.thaw()
            worker.start()


def build(stack: ExitStack, database_url: str) -> House:
    """A house on this database, which goes with the stack."""
    redis = stack.enter_context(open_redis())
    hints = Hints(redis.port)
    stack.callback(hints.close)
    store = Front([urlsplit(database_url).port or 0])
    stack.callback(store.close)
    through = database_url.replace(f":{store.ports[0]}/", f":{urlsplit(store.url).port}/")
    known: dict[str, Any] = {"database_url": through, "redis_url": hints.redis_url, "LOG_LEVEL": "INFO"}
    workers = [stack.enter_context(open_server(kind="uvicorn", **known)) for _ in range(2)]
    for worker in workers:
        worker.database_url = database_url  # for what the test asks it
    front = Front([worker.port for worker in workers])
    stack.callback(front.close)
    cookies = [workers[0].visitor(person).cookies for person in PEOPLE]
    doors = [front.door(prefer=index).url for index in range(2)]
    return House(workers, front, store, redis, hints, cookies, doors)


class Houses:
    """One house for all faults that a process of the tests does; a new one after a fault that it did not survive."""

    def __init__(self) -> None:
        self.stack = ExitStack()
        self.house: House | None = None

    def enter(self) -> House:
        if self.house is None:
            self.house = build(self.stack, self.stack.enter_context(postgres_clone()))
        self.house.mend()
        return self.house

    def leave(self) -> None:
        self.stack.close()
        self.stack, self.house = ExitStack(), None


@pytest.fixture(scope="session")
def houses() -> Iterator[Houses]:
    houses = Houses()
    yield houses
    houses.leave()


@pytest.fixture
def house(houses: Houses, request: pytest.FixtureRequest) -> Iterator[House]:
    failed = request.session.testsfailed
    yield houses.enter()
    if request.session.testsfailed > failed:
        houses.leave()


Gather = Callable[[Server], Crowd]


@pytest.fixture
def gather() -> Iterator[Callable[[Server], Crowd]]:
    """Begins a crowd, nobody in it yet, in a new document of a server's database."""
    crowds: list[Crowd] = []

    def begin(server: Server) -> Crowd:
        crowds.append(Crowd(server, new_document(server)))
        return crowds[-1]

    yield begin
    for crowd in crowds:
        crowd.close()


def new_document(server: Server) -> UUID:
    """An empty text in the space where PEOPLE may write."""
    document = uuid.uuid4()
    key = document.hex if server.database_url.startswith("sqlite") else str(document)
    server.rows(
        "INSERT INTO realtime_document (id, space_id, kind, head, epoch, created_at, last_version, quarantined_for)"
        " SELECT %s, d.space_id, d.kind, 0, 1, d.created_at, 0, '' FROM realtime_document d"
        " JOIN boards_action a ON a.description_id = d.id WHERE a.title LIKE 'Women%%committee'",
        key,
    )
    return document


@pytest.fixture
def crowd(house: House, gather: Gather) -> Crowd:
    return gather_at(house, gather)


def gather_at(house: House, gather: Gather) -> Crowd:
    """Two people at each worker in one document, each with our client and with a stock one."""
    crowd = gather(house.workers[0])
    for door, cookies in zip(house.doors, (house.cookies[:2], house.cookies[1:]), strict=True):
        crowd.join(door, cookies)
    return crowd
