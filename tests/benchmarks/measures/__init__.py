"""What is measured, in the order in which it is."""

from collections.abc import Callable
from typing import Final

from ..bench import Bench
from ..figures import Result
from . import (
    access,
    board,
    idle_sockets,
    lone_typist,
    long_history,
    many_documents,
    one_document,
    presence,
    reconnect,
    revocation,
    soak,
    two_workers,
)

ROOMS = (
    one_document, many_documents, lone_typist, presence, two_workers, reconnect, idle_sockets, long_history, access,
    revocation, board, soak,
)  # fmt: skip
MEASURES: Final[dict[str, Callable[[Bench], Result]]] = {room.NAME: room.measure for room in ROOMS}
ASKED_FOR: Final = (soak.NAME,)  # takes hours: only when it is named
