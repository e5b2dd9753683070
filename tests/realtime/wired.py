"""A tab on a real connection, which reads nothing that the test has not asked for."""

import socket
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from realtime import protocol
from tests.heard import Question, Rows, Stored, heard
from tests.servers import Server

WAIT = 30


class Tab:
    """Our own client on a real socket."""

    def __init__(self, server: Server, *, who: str = "gh-convenor", narrow: bool = False) -> None:
        ((self.document,),) = server.rows(
            "SELECT description_id FROM boards_action WHERE title LIKE %s", "Women%committee"
        )
        self.raw = socket.create_connection(("127.0.0.1", server.port), timeout=WAIT)
        if narrow:
            self.raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        self.socket: ClientConnection = connect(
            f"ws://127.0.0.1:{server.port}/ws/documents/{self.document}?after=0",
            sock=self.raw,
            origin=Origin(server.url),
            additional_headers={"Cookie": server.visitor(who).cookies},
            compression=None,
            max_size=None,
            ping_interval=None,
            legacy=True,
            max_queue=1,  # what the test has not asked for stays in the kernel
        )
        self.doc: Doc[Any] = Doc()
        self.root = self.doc.get("default", type=XmlFragment)
        self.head = self.sent = self.stored = self.rows = 0

    def take(self) -> None:
        """Read one message."""
        data = self.socket.recv(timeout=WAIT)
        assert isinstance(data, bytes)
        match heard(data):
            case Question():
                self.send(protocol.sync_step_2(protocol.NOTHING))
            case Rows(first, last, body):
                assert first <= self.head
                self.doc.apply_update(body)
                self.head, self.rows = last, self.rows + 1
            case Stored(count):
                self.stored = count

    def send(self, frame: bytes) -> None:
        self.sent += 1
        self.socket.send(frame)

    def write(self, text: str) -> None:
        """A new paragraph, stored."""
        self.type(text)
        self.all_stored()

    def type(self, text: str) -> None:
        """A new paragraph, sent."""
        before = self.doc.get_state()
        with self.doc.transaction():
            element = XmlElement("paragraph")
            self.root.children.append(element)
            element.children.append(XmlText(text))
        self.send(protocol.sync_update(self.doc.get_update(before)))

    def all_stored(self) -> None:
        while not self.sent or self.stored < self.sent:
            self.take()
