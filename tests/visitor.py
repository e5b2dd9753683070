"""Somebody with a session and no browser: pages, forms and sockets, with the cookies and headers a browser sends."""

import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

import websockets.sync.client
from websockets.typing import Origin


@dataclass(frozen=True)
class Answer:
    status: int
    url: str
    text: str
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Visitor:
    """`get` and `post` follow redirects; a POST carries the CSRF token of the pages seen so far."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask(urllib.request.Request(self.url + path, headers=headers))

    def post(self, path: str, data: dict[str, Any] | None = None, **headers: str) -> Answer:
        body = urllib.parse.urlencode(data or {}, doseq=True).encode()
        sent = {"X-CSRFToken": self.cookie("csrftoken"), "Origin": self.url, "Referer": self.url + path} | headers
        return self._ask(urllib.request.Request(self.url + path, data=body, headers=sent, method="POST"))

    def sign_in(self, username: str, password: str = "demo") -> "Visitor":
        page = self.get("/sign-in/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        data = {"username": username, "password": password, "csrfmiddlewaretoken": token[1] if token else ""}
        answer = self.post("/sign-in/", data)
        assert answer.status == 200, f"{username} could not sign in: {answer.status} {answer.text[:500]}"
        assert not answer.url.endswith("/sign-in/"), f"{username} could not sign in: {answer.text[:2000]}"
        return self

    def cookie(self, name: str) -> str:
        return next((cookie.value or "" for cookie in self.jar if cookie.name == name), "")

    @property
    def cookies(self) -> str:
        """What a Cookie header holds, for clients of other kinds."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def socket(self, path: str, *, origin: str | None = None) -> websockets.sync.client.ClientConnection:
        """An open WebSocket; `with visitor.socket("/ws/live/") as socket: socket.recv()`."""
        address = self.url.replace("http", "ws", 1) + path
        headers = {"Cookie": self.cookies} if self.cookies else {}
        return websockets.sync.client.connect(
            address, origin=Origin(origin or self.url), additional_headers=headers, open_timeout=10, compression=None
        )

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=30) as answer:
                return Answer(answer.status, answer.url, answer.read().decode(), dict(answer.headers))
        except urllib.error.HTTPError as refusal:
            return Answer(refusal.code, refusal.url or "", refusal.read().decode(), dict(refusal.headers))
