"""A stop that was asked for (SIGTERM): what came is stored and acknowledged, clients are told to come again."""

import asyncio
import signal
import threading
from collections.abc import Callable, Iterable
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .hub import Hub

_former: list[Callable[[int, FrameType | None], object]] = []


def say_goodbye(hubs: Callable[[], Iterable["Hub"]]) -> None:
    """Close these hubs before the server obeys SIGTERM. By its first socket the server has set up its own handler."""
    if _former or threading.current_thread() is not threading.main_thread():
        return
    former = signal.getsignal(signal.SIGTERM)
    _former.append(former if callable(former) else _end)
    signal.signal(signal.SIGTERM, lambda number, frame: _terminate(hubs(), number, frame))


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _terminate(hubs: Iterable["Hub"], number: int, frame: FrameType | None) -> None:
    former = _former[0]
    open_hubs = [hub for hub in hubs if not hub.closing and hub.loop.is_running()]
    if not open_hubs:
        former(number, frame)
        return

    async def close(hub: "Hub") -> None:
        try:
            await hub.close()
        finally:
            former(number, None)

    for hub in open_hubs:
        hub.closing = True
        asyncio.run_coroutine_threadsafe(close(hub), hub.loop)
