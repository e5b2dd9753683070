"""The addresses of the sockets; stock y-websocket sends no final slash."""

from collections.abc import Awaitable, Callable
from typing import Any

from channels.routing import URLRouter
from django.urls import re_path

from .document_socket import DocumentSocket
from .live_socket import LiveSocket
from .sockets import Socket


def each_by(kind: type[Socket]) -> Callable[..., Awaitable[None]]:
    """An ASGI application that serves each connection by a socket of its own."""

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        await kind()(scope, receive, send)

    return serve


async def nowhere(scope: Any, receive: Any, send: Any) -> None:
    """An address that is no socket of ours: refused in the handshake."""
    await receive()
    await send({"type": "websocket.close"})


sockets = URLRouter(
    [
        re_path(r"^ws/documents/(?P<document>[^/]{1,64})/?$", each_by(DocumentSocket)),  # type: ignore[arg-type]
        re_path(r"^ws/live/?$", each_by(LiveSocket)),  # type: ignore[arg-type]
        re_path(r"", nowhere),  # type: ignore[arg-type]
    ]
)
