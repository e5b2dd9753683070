"""Sockets against the real application, in the test's own event loop, on the real database."""

from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from django.db import connections
from django.test import Client

from realtime import threads
from realtime.hub import hub
from realtime.models import Document
from tests.cast import World

from .asgi import LiveSocket, Socket, Typist, cookie_of


class Stage:
    """Opens sockets for members of the cast, and closes all of them at the end."""

    def __init__(self, world: World, document: Document, cookies: dict[str, str]) -> None:
        self.world, self.document, self.cookies = world, document, cookies
        self.open: list[Socket] = []

    def typist(self, name: str, document: UUID | None = None, **known: Any) -> Typist:
        socket = Typist(document or self.document.pk, known.pop("cookie", self.cookies[name]), **known)
        self.open.append(socket)
        return socket

    async def ready(self, name: str, **known: Any) -> Typist:
        socket = self.typist(name, **known)
        await socket.synced()
        return socket

    def live(self, name: str, **known: Any) -> LiveSocket:
        socket = LiveSocket(known.pop("cookie", self.cookies[name]), **known)
        self.open.append(socket)
        return socket


@pytest.fixture
def document(world: World) -> Document:
    """An action's description in Ghana's own space."""
    return Document.objects.create(space=world.ghana.space, kind="action")


@pytest.fixture
def cookies(world: World, sign_in: Callable[[Any], Client]) -> dict[str, str]:
    """The session cookie of everybody in the cast."""
    return {name: cookie_of(sign_in(person)) for name, person in world.people.items()}


@pytest_asyncio.fixture
async def stage(
    transactional_db: None, world: World, document: Document, cookies: dict[str, str]
) -> AsyncIterator[Stage]:
    made = Stage(world, document, cookies)
    yield made
    for socket in made.open:
        await socket.leave()
    await hub().close()
    threads.close()
    await sync_to_async(connections.close_all)()
