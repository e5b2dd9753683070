"""The bytes of an open document: the last rows of its log, and one update that holds everything before."""

from collections import deque
from typing import Final

from pycrdt import get_update

from . import protocol
from .documents import Loaded, Row, merged
from .protocol import Malformed

ROWS_KEPT: Final = 1000  # half a minute of a document at its busiest: longer absences are sent the whole
ANSWERS_KEPT: Final = 16  # after a restart all come back at once, and most of them lack the same


class Tail:
    """Grows row by row. Answers are shared by all who lack the same, until the next row comes."""

    def __init__(self, loaded: Loaded) -> None:
        self.head = loaded.head
        self._rows = deque(loaded.rows)
        self._follow = loaded.snapshot.seq  # the number before the first row
        self._parts = loaded.parts
        self.size = sum(map(len, self._parts))
        self._answers: dict[int | bytes, bytes] = {}

    def grow(self, rows: list[Row]) -> None:
        """Take in rows that follow the head."""
        self._answers.clear()
        for row in rows:
            self._rows.append(row)
            self._parts.append(row.body)
            self.size += len(row.body)
            self.head = row.seq
        while len(self._rows) > ROWS_KEPT:
            self._follow = self._rows.popleft().seq
        if len(self._parts) > ROWS_KEPT:
            self.whole()

    def whole(self) -> bytes:
        """One update that holds everything up to the head."""
        if len(self._parts) > 1:
            self._parts = [merged(self._parts)]
        return self._parts[0]

    def since(self, number: int) -> tuple[int, bytes]:
        """The update that leads to the head, and the number it leads from: the one asked for, or 0."""
        if not self._follow <= number <= self.head:
            return 0, self.whole()
        found = self._answers.get(number)
        if found is None:
            found = self._keep(number, merged([row.body for row in self._rows if row.seq > number]))
        return number, found

    def difference(self, state: bytes) -> bytes:
        """What somebody with this state vector lacks; raises Malformed."""
        found = self._answers.get(state)
        if found is None:
            end = len(state)
            count, at = protocol.read_uint(state, 0, end)
            for _ in range(min(count, end) * 2):
                _, at = protocol.read_uint(state, at, end)
            if at != end or count > end:
                raise Malformed("state vector")
            found = self._keep(state, get_update(self.whole(), state))
        return found

    def _keep(self, asked: int | bytes, answer: bytes) -> bytes:
        if len(self._answers) >= ANSWERS_KEPT:
            self._answers.pop(next(iter(self._answers)))
        self._answers[asked] = answer
        return answer
