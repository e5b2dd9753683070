"""A server that is asked to stop in the middle of typing: what it acknowledged is stored, and clients come again."""

import signal
import threading
from typing import Any

import pytest
import websockets.exceptions
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from realtime import protocol
from realtime.protocol import read_uint
from tests.servers import Server, open_server

from .asgi import whole_text


class Typing:
    """A client of ours on a plain connection."""

    def __init__(self, server: Server, document: str) -> None:
        self.socket = server.visitor("gh-convenor").socket(f"/ws/documents/{document}?after=0&epoch=1")
        self.doc: Doc[Any] = Doc()
        self.root = self.doc.get("default", type=XmlFragment)
        self.outgoing: list[bytes] = []
        self.doc.observe(lambda event: self.outgoing.append(event.update))
        self.stored = 0

    def read_until(self, wanted: int) -> bytes:
        """Read messages up to one of a kind; the body of it."""
        while True:
            data = self.socket.recv(timeout=30)
            assert isinstance(data, bytes)
            kind, at = read_uint(data, 0, len(data))
            if kind == protocol.STORED:
                self.stored, _ = read_uint(data, at, len(data))
            if kind == wanted:
                return data

    def read_to_the_end(self) -> websockets.exceptions.ConnectionClosed:
        """How the server closed."""
        try:
            while True:
                self.read_until(protocol.STORED)
        except websockets.exceptions.ConnectionClosed as closed:
            return closed

    def type(self, words: str) -> None:
        paragraph, text = XmlElement("paragraph"), XmlText()
        self.root.children.append(paragraph)
        paragraph.children.append(text)
        text.insert(0, words)
        for update in self.outgoing:
            self.socket.send(protocol.sync_update(update))
        self.outgoing.clear()


@pytest.mark.parametrize("kind", ["uvicorn"])
def test_a_stop_stores_acknowledges_and_sends_away(kind: str) -> None:
    with open_server(kind=kind) as server:
        ((document,),) = server.rows(
            "SELECT description_id FROM boards_action WHERE title LIKE 'Guide to the licence%%'"
        )
        tab = Typing(server, document)
        tab.read_until(protocol.SYNC)  # its sync step 1
        tab.socket.send(protocol.sync_step_2(protocol.NOTHING))
        tab.read_until(protocol.STORED)
        tab.type("the first words")
        before = tab.stored
        while tab.stored == before:
            tab.read_until(protocol.STORED)
        for number in range(20):
            tab.type(f"mark {number}.")
        process = server.process
        assert process
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        ended = tab.read_to_the_end()
        stopping.join()
        assert process.returncode != -signal.SIGKILL  # it ended by itself
        assert ended.rcvd is not None
        assert ended.rcvd.code == protocol.RESTARTING
        rows = server.rows("SELECT body FROM realtime_documentupdate WHERE document_id = %s ORDER BY seq", document)
        text = whole_text([bytes(body) for (body,) in rows])
        assert "the first words" in text
        # each paragraph is three changes; the first frame was the answer to the server's question
        known = (tab.stored - 1) // 3 - 1
        assert all(f"mark {number}." in text for number in range(known))
        assert known >= 0
