"""What a connection of Daphne holds once it is open: a quarter of what autobahn gives it at the handshake.

autobahn copies its configuration into every connection, keeps all of the request and the answer, and holds ready what
few of them use. An idle one holds none of that: what is alike for all stands in the class, the rest is made when asked.
"""

from collections import deque
from functools import cached_property
from typing import Any, Final

from autobahn.websocket.protocol import TrafficStats
from autobahn.websocket.utf8validator import Utf8Validator
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet.defer import Deferred

HANDSHAKE: Final = {
    "_raw_query_string", "_results", "_transport_details", "_valid_events", "_wskey", "application_deferred",
    "clean_headers", "http_headers", "http_request_data", "http_request_host", "http_request_params",
    "http_request_path", "http_request_uri", "http_response_data", "http_status_line", "is_open",
    "perMessageCompressionAccept", "protocol_to_accept", "root_path", "server_addr", "websocket_extensions",
    "websocket_extensions_in_use", "websocket_origin", "websocket_protocol_in_use", "websocket_protocols",
}  # fmt: skip
MADE_WHEN_ASKED: Final = {"is_closed", "send_queue", "trafficStats", "utf8validator"}
AFRESH: Final = {  # how these stand where nothing is under way
    "autoPingPending": None, "autoPingPendingCall": None, "autoPingPendingSent": None, "autoPingTimeoutCall": None,
    "closeHandshakeTimeoutCall": None, "closedByMe": False, "current_frame": None, "current_frame_masker": None,
    "droppedByMe": False, "failedByMe": False, "inside_message": False, "localCloseCode": None,
    "localCloseReason": None, "openHandshakeTimeoutCall": None, "remoteCloseCode": None, "remoteCloseReason": None,
    "send_state": 0, "_perMessageCompress": None, "trackedTimings": None, "triggered": False, "wasClean": False,
    "wasCloseHandshakeTimeout": False, "wasMaxFramePayloadSizeExceeded": False,
    "wasMaxMessagePayloadSizeExceeded": False, "wasNotCleanReason": None, "wasOpenHandshakeTimeout": False,
    "wasServerConnectionDropTimeout": False, "wasServingFlashSocketPolicyFile": False,
}  # fmt: skip


def made(kind: Any) -> Any:
    """An object of a library that has no types."""
    return kind()


class Asked:
    """Of the request what Daphne still tells its log at the end."""

    __slots__ = ("path",)

    def __init__(self, path: str) -> None:
        self.path = path


class LeanProtocol(WebSocketProtocol):
    """Daphne's, which is small while it is silent."""

    trafficStats: Any = made(TrafficStats)  # noqa: N815 — autobahn’s name; of all together, nobody reads them
    is_closed: Any = cached_property(lambda self: made(Deferred))
    send_queue: Any = cached_property(lambda self: made(deque))
    utf8validator: Any = cached_property(lambda self: made(Utf8Validator))

    def connectionMade(self) -> None:
        self.configured(self.factory)
        super().connectionMade()

    @classmethod
    def configured(cls, factory: Any) -> None:
        """What the class has is not copied into each connection. There is one factory in a process of Daphne's."""
        if "maxFramePayloadSize" not in vars(cls):
            for name in cls.CONFIG_ATTRS:
                if not callable(value := getattr(factory, name)):  # it would become a method
                    setattr(cls, name, value)

    def let_go_of_the_handshake(self) -> None:
        """It is open: keep what goes on."""
        if self.state != self.STATE_OPEN:
            return
        kept = {
            name: value
            for name, value in vars(self).items()
            if name not in HANDSHAKE and name not in MADE_WHEN_ASKED and not (name in AFRESH and value is AFRESH[name])
        }
        kept["request"] = Asked(self.request.path)
        self.__dict__ = kept  # a new one: a dict from which much is taken keeps its size

    def sendData(self, data: bytes, sync: bool = False, chopsize: int | None = None) -> None:
        if sync or chopsize or "send_queue" in vars(self):
            super().sendData(data, sync, chopsize)
        else:
            self.transport.write(data)


for _name, _value in AFRESH.items():
    setattr(LeanProtocol, _name, _value)
