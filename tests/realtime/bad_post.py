"""Two workers in one event loop, and between them a post that keeps, loses, doubles and mixes up what it carries."""

import asyncio
import contextvars
import random
import threading
from collections import defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from channels import DEFAULT_CHANNEL_LAYER
from channels.layers import channel_layers
from django.db import connections

from realtime import hints, sockets, threads
from realtime import hub as hub_module
from realtime.hub import Hub

AT_WORKER: contextvars.ContextVar[Hub] = contextvars.ContextVar("worker")
NEVER = 1e9


class BadPost:
    """A channel layer that delivers when it is told to."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._arrived: dict[str, asyncio.Queue[dict[str, Any]]] = defaultdict(asyncio.Queue)
        self.kept: dict[str, deque[dict[str, Any]]] = {}

    async def new_channel(self, prefix: str) -> str:
        return f"{prefix}.{uuid4()}"

    async def group_add(self, group: str, channel: str) -> None:
        self.kept[channel] = deque()

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        for letters in list(self.kept.values()):  # also from other threads: a deque takes that
            letters.append(message)

    async def receive(self, channel: str) -> dict[str, Any]:
        return await self._arrived[channel].get()

    async def flush(self) -> None:
        """Nothing is kept any longer."""

    def deliver(self, order: int = 0, *, lose: int = 0, double: int = 0) -> None:
        """Hand over what is kept: in an order drawn from `order`; so many percent are lost, so many come twice."""
        draw = random.Random(order)
        for channel, letters in self.kept.items():
            waiting = list(letters)
            letters.clear()
            if order:
                draw.shuffle(waiting)
            for letter in waiting:
                if draw.randrange(100) < lose:
                    continue
                for _ in range(2 if draw.randrange(100) < double else 1):
                    self._arrived[channel].put_nowait(letter)


class Workers:
    """Two hubs on one database. What one tells the other goes through the bad post; their clocks strike when asked."""

    def __init__(self, loop: asyncio.AbstractEventLoop, patch: pytest.MonkeyPatch) -> None:
        self._loop = loop
        self.post = BadPost(loop)
        self._former_layer = channel_layers.set(DEFAULT_CHANNEL_LAYER, self.post)
        patch.setattr(sockets, "hub", AT_WORKER.get)
        for name in ("RECHECK_SECONDS", "SILENT_SECONDS"):
            patch.setattr(hub_module, name, NEVER)
        threads._pools["writer"] = ThreadPoolExecutor(2, thread_name_prefix="two-writers")
        self.hubs = [self._start(), self._start()]

    def _start(self) -> Hub:
        hub = Hub(self._loop)
        hub._alone = False
        hints.stop_listening_here(hub._hear_from_thread)  # also what this process tells goes by the post
        return hub

    async def kill(self, number: int) -> None:
        """End a worker where it stands, and start another in its place."""
        dead, self.hubs[number] = self.hubs[number], self._start()
        for task in dead._tasks:
            task.cancel()
        await asyncio.wait(dead._tasks)

    async def strike(self) -> None:
        """The slow clocks of both strike."""
        for hub in self.hubs:
            with suppress(asyncio.CancelledError):
                await hub._compare_heads()
            await hub._recheck_all()

    async def close(self) -> None:
        for hub in self.hubs:
            await hub.close()
        channel_layers.set(DEFAULT_CHANNEL_LAYER, self._former_layer)
        both = threading.Barrier(2)  # so that each thread closes the connection of its own

        def end() -> None:
            both.wait()
            connections.close_all()

        pool = threads._pools.pop("writer")
        for _ in range(2):
            pool.submit(end)
        pool.shutdown(wait=True)
