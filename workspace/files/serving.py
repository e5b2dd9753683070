"""The bytes of a file, for who was let in to it: whole or in ranges, never as anything that a browser would run."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

from asgiref.sync import sync_to_async
from django.core.files.storage import storages
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from . import kinds
from .models import File
from .names import clean_name
from .storage import kept_name

PIECE: Final = 64 * 1024
INLINE: Final = frozenset({kinds.JPEG, kinds.WEBP})  # made by us, from pixels alone
RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
HEADERS: Final = {
    "Accept-Ranges": "bytes",
    "Cache-Control": "private, no-cache",  # each look asks again whether one still may
    # Opened by itself, it may load nothing, run nothing, and is of no origin.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def serve(request: HttpRequest, file: File, *, thumbnail: bool = False) -> HttpResponseBase:
    """Answer with a file, or its thumbnail. The caller has asked whether the reader may see it."""
    kind = kinds.WEBP if thumbnail else file.type
    etag = f'"{file.digest[:40]}{"-t" if thumbnail else ""}"'
    if etag in re.split(r"\s*,\s*", request.headers.get("If-None-Match", "")):
        return _told(HttpResponse(status=304), etag)
    try:
        opened = storages["files"].open(kept_name(file.pk, thumbnail=thumbnail))
    except FileNotFoundError as error:
        raise Http404 from error
    size = opened.size
    found = _range_of(request, size, etag)
    if found is None:
        opened.close()
        return _told(HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}), etag)
    first, last = found
    pieces: Any = _pieces(opened, first, last - first + 1)
    answer = StreamingHttpResponse(_awaited(pieces) if isinstance(request, ASGIRequest) else pieces)
    if (first, last) != (0, size - 1):
        answer.status_code = 206
        answer.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    answer.headers["Content-Length"] = str(last - first + 1)
    answer.headers["Content-Type"] = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    is_inline = kind in INLINE and "download" not in request.GET
    disposition = content_disposition_header(not is_inline, clean_name(file.name))
    answer.headers["Content-Disposition"] = disposition or "attachment"
    return _told(answer, etag)


def _told(answer: HttpResponseBase, etag: str) -> HttpResponseBase:
    answer.headers["ETag"] = etag
    for name, value in HEADERS.items():
        answer.headers[name] = value
    return answer


def _range_of(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """The first and the last byte that are asked for; None when there are none such."""
    whole = (0, size - 1)
    found = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if found is None or not any(found.groups()) or request.headers.get("If-Range", etag) != etag:
        return whole
    begin, end = found.groups()
    first, last = (int(begin), int(end or size - 1)) if begin else (max(0, size - int(end)), size - 1)
    last = min(last, size - 1)
    return (first, last) if first <= last else None


def _pieces(opened: Any, first: int, left: int) -> Iterator[bytes]:
    with opened:
        opened.seek(first)
        while left > 0 and (piece := opened.read(min(PIECE, left))):
            left -= len(piece)
            yield piece


async def _awaited(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Piece by piece as the connection takes them, read beside the event loop."""
    read = sync_to_async(lambda: next(pieces, b""), thread_sensitive=False)
    while piece := await read():
        yield piece
