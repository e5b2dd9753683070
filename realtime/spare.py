"""Memory that nobody uses goes back to the machine: glibc keeps what was freed between two things that stay."""

import ctypes
from collections.abc import Callable
from typing import Final

GIVE_BACK_SECONDS: Final = 60.0  # from one time to the next: others may wait for memory meanwhile, for 1 to 20 ms


def _found() -> Callable[[int], int] | None:
    try:
        trim: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None  # no glibc: musl and others give back by themselves
    return trim


_trim: Final = _found()


def give_back() -> bool:
    """Give back what is free; whether there was any. For a thread: meanwhile Python goes on."""
    return _trim is not None and bool(_trim(0))
