"""A server that is asked to stop in the middle of typing: what it acknowledged is stored, and clients come again."""

import signal
import threading
from contextlib import closing
from typing import Any

import pytest
from pycrdt import Doc, XmlFragment, merge_updates
from websockets.exceptions import ConnectionClosed

from realtime import protocol
from tests.servers import open_server

from .wired import Tab


def read_to_the_end(tab: Tab) -> ConnectionClosed:
    """How the server closed."""
    try:
        while True:
            tab.take()
    except ConnectionClosed as closed:
        return closed


@pytest.mark.parametrize("kind", ["daphne", "uvicorn"])
def test_a_stop_stores_acknowledges_and_sends_away(kind: str) -> None:
    with open_server(kind=kind) as server:
        tab = Tab(server)
        with closing(tab.socket):
            tab.all_stored()
            tab.write("the first words")
            known = tab.stored
            for number in range(20):
                tab.type(f"mark {number}.")
            process = server.process
            assert process
            stopping = threading.Thread(target=server.stop)
            stopping.start()
            ended = read_to_the_end(tab)
            stopping.join()
        assert process.returncode != -signal.SIGKILL  # it ended by itself
        assert ended.rcvd is not None
        assert ended.rcvd.code == protocol.RESTARTING
        rows = server.rows("SELECT body FROM realtime_documentupdate WHERE document_id = %s ORDER BY seq", tab.document)
        stored: Doc[Any] = Doc()
        root = stored.get("default", type=XmlFragment)
        stored.apply_update(merge_updates(*[bytes(body) for (body,) in rows]))
        text = str(root)
        assert "the first words" in text
        assert tab.stored >= known
        assert all(f"mark {number}." in text for number in range(tab.stored - known))
