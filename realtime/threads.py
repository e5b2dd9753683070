"""Work beside the one at hand: tasks that are not forgotten, and threads that keep their database connections."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from django.db import close_old_connections, connections

P = ParamSpec("P")
R = TypeVar("R")

READERS = 4  # more would only wait for one another on two cores

_pools: dict[str, ThreadPoolExecutor] = {}


def _pool(name: str) -> ThreadPoolExecutor:
    if name not in _pools:
        _pools[name] = ThreadPoolExecutor(1 if name == "writer" else READERS, thread_name_prefix=f"baraza-{name}")
    return _pools[name]


_tasks: set[asyncio.Task[Any]] = set()


def spawn(work: Coroutine[Any, Any, Any]) -> None:
    """Start a task that nobody awaits; the event loop alone would not keep it from being collected."""
    task = asyncio.get_running_loop().create_task(work)
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


async def finished(seconds: float) -> None:
    """Wait for what was spawned on this loop, but no longer than that."""
    mine = {task for task in _tasks if task.get_loop() is asyncio.get_running_loop()} - {asyncio.current_task()}
    if mine:
        await asyncio.wait(mine, timeout=seconds)


async def run(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a function that reads the database."""
    return await _in("readers", function, *args, **kwargs)


async def write(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a function on the one thread that writes documents."""
    return await _in("writer", function, *args, **kwargs)


async def _in(name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    def work() -> R:
        close_old_connections()
        return function(*args, **kwargs)

    return await asyncio.get_running_loop().run_in_executor(_pool(name), work)


def close() -> None:
    """End the threads and their connections; the next use starts new ones."""
    for name, pool in list(_pools.items()):
        threads = 1 if name == "writer" else READERS
        together = threading.Barrier(threads)  # so that each thread takes one, and closes its own connections

        def end(together: threading.Barrier = together) -> None:
            together.wait()
            connections.close_all()

        for _ in range(threads):
            pool.submit(end)
        pool.shutdown(wait=True)
        del _pools[name]
