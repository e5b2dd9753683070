"""The addresses of the sockets; stock y-websocket sends no final slash."""

from typing import Any

from channels.routing import URLRouter
from django.urls import re_path

from .document_socket import DocumentSocket
from .live_socket import LiveSocket


async def nowhere(scope: Any, receive: Any, send: Any) -> None:
    """An address that is no socket of ours: refused in the handshake."""
    await receive()
    await send({"type": "websocket.close"})


sockets = URLRouter(
    [
        re_path(r"^ws/documents/(?P<document>[^/]{1,64})/?$", DocumentSocket.as_asgi()),
        re_path(r"^ws/live/?$", LiveSocket.as_asgi()),
        re_path(r"", nowhere),  # type: ignore[arg-type]
    ]
)
