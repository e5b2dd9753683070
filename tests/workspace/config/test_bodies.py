"""What a request may bring, over the network, on both servers; and files as they are served there."""

import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress

import pytest

from realtime.limits import BODY_BYTES
from tests.servers import Server, open_server

PIECE = b"10000\r\n" + bytes(0x10000) + b"\r\n"


@pytest.fixture(scope="module", params=["daphne", "uvicorn"])
def either(request: pytest.FixtureRequest) -> Iterator[Server]:
    with open_server(kind=request.param) as server:
        yield server


def answer_to(server: Server, head: str, pieces: int) -> bytes:
    """The first line that comes back; the server may hang up before all is sent."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as link:
        with suppress(ConnectionError, TimeoutError):
            link.sendall(f"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n{head}\r\n\r\n".encode())
            for _each in range(pieces):
                link.sendall(PIECE)
        with suppress(ConnectionError):
            return link.recv(4096).split(b"\r\n")[0]
    return b""


def test_a_body_that_says_it_is_too_large_is_refused_before_it_comes(either: Server) -> None:
    assert b" 413 " in answer_to(either, f"Content-Length: {BODY_BYTES + 1}", 0)
    assert either.visitor().get("/health/").status == 200


def test_a_body_that_does_not_say_how_large_it_is_ends_at_the_limit(either: Server) -> None:
    said = answer_to(either, "Transfer-Encoding: chunked", BODY_BYTES // 0x10000 + 200)
    assert said == b"" or b" 413 " in said
    assert either.visitor().get("/health/").status == 200


def test_a_picture_comes_whole_and_in_parts(either: Server) -> None:
    ((pk,),) = either.rows("SELECT f.id FROM files_file f JOIN evidence_evidence e ON e.file_id = f.id "
                           "WHERE e.caption = 'Notice board at the Tarkwa committee'")  # fmt: skip
    where = f"{either.url}/files/{pk}/"
    visitor = either.visitor("gh-academic")
    with visitor.opener.open(where, timeout=30) as answer:
        whole = answer.read()
        assert whole.startswith(b"\xff\xd8\xff") and int(answer.headers["Content-Length"]) == len(whole)
        etag = answer.headers["ETag"]
    with visitor.opener.open(urllib.request.Request(where, headers={"Range": "bytes=100-199"}), timeout=30) as part:
        assert part.status == 206 and part.read() == whole[100:200]
    with pytest.raises(urllib.error.HTTPError) as known:
        visitor.opener.open(urllib.request.Request(where, headers={"If-None-Match": etag}), timeout=30)
    assert known.value.code == 304
    with pytest.raises(urllib.error.HTTPError) as refused:
        either.visitor("tz-convenor").opener.open(where, timeout=30)
    assert refused.value.code == 404
