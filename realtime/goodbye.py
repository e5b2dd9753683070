"""A stop that was asked for (SIGTERM): what came is stored and acknowledged, clients are told to come again."""

import asyncio
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .hub import Hub

_watched: list["Hub"] = []
_former: list[Callable[[int, FrameType | None], object]] = []


def say_goodbye(hub: "Hub") -> None:
    """Close this hub before the server obeys SIGTERM. By its first socket the server has set up its own handler."""
    _watched.append(hub)
    if _former or threading.current_thread() is not threading.main_thread():
        return
    former = signal.getsignal(signal.SIGTERM)
    _former.append(former if callable(former) else _end)
    signal.signal(signal.SIGTERM, _terminate)


def forget(hub: "Hub") -> None:
    """It is closed."""
    if hub in _watched:
        _watched.remove(hub)


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _terminate(number: int, frame: FrameType | None) -> None:
    former = _former[0]
    open_hubs = [hub for hub in _watched if not hub.closing and hub.loop.is_running()]
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
