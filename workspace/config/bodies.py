"""No request brings more than a form with files may hold: it would lie on the disk before any page looks at it.

Daphne takes a body in before it calls us: `realtime.daphne_wire` counts there.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from realtime.limits import BODY_BYTES

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Receive, Send], Awaitable[None]]

SENTENCE = b"This is more than 24 MB at once. Go back, and send the files one by one. Nothing was changed.\n"


def bounded(pages: Application) -> Application:
    """Answer 413 as soon as a body is too large, by what it says of itself or by what came."""

    async def run(scope: Any, receive: Receive, send: Send) -> None:
        if _said(scope) > BODY_BYTES:
            await _refuse(send)
            return
        came, answered = 0, False

        async def count() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            return {"type": "http.disconnect"} if came > BODY_BYTES else message

        async def note(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        await pages(scope, count, note)
        if came > BODY_BYTES and not answered:
            await _refuse(send)

    return run


def _said(scope: Any) -> int:
    said = dict(scope["headers"]).get(b"content-length", b"")
    return int(said) if said.isdigit() else 0


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": SENTENCE})
