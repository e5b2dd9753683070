"""Bodies of requests under Daphne, which takes each in whole, onto the disk, before it calls anybody."""

from typing import Any

from daphne import http_protocol

from .limits import BODY_BYTES


class BoundedRequest(http_protocol.WebRequest):
    """Daphne's, which takes no more of a body in than a page would look at: it lies on the disk meanwhile."""

    came = 0
    is_over = False

    def gotLength(self, length: int | None) -> None:
        super().gotLength(0 if (length or 0) > BODY_BYTES else length)
        self._count(length or 0)

    def handleContentChunk(self, data: bytes) -> None:
        if not self.is_over:
            self.came += len(data)
            self._count(self.came)
        if not self.is_over:
            super().handleContentChunk(data)

    def process(self) -> Any:
        return None if self.is_over else super().process()

    def _count(self, size: int) -> None:
        if size > BODY_BYTES:
            self.is_over = True
            self.channel.transport.write(b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\n\r\n")
            self.channel.loseConnection()
