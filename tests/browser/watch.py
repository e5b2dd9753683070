"""What a page must never do, noticed while tests use it: break our policy, throw, or ask another host."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Response

# What Chromium itself says when the network goes or a command is refused: tests do both on purpose.
EXPECTED = ("Failed to load resource", "WebSocket connection to", "net::ERR_", "htmx:sendError", "htmx:afterRequest")


class Watch:
    """`Watch(context, url)`, then `assert_clean()` when the test is over."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.host = urlsplit(url).netloc
        self.abroad: list[str] = []
        self.said: list[str] = []
        context.on("request", lambda request: self._asked(request.url))
        context.on("console", self._console)
        context.on("response", self._answered)
        context.on("weberror", lambda error: self.said.append(str(error.error)))

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.hostname != urlsplit(f"//{self.host}").hostname:
            self.abroad.append(url)

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in ("script", "stylesheet", "image", "font"):
            self.said.append(f"{response.status} {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(words in message.text for words in EXPECTED):
            self.said.append(f"{message.text} ({message.location.get('url')})")

    def assert_clean(self) -> None:
        assert not self.abroad, f"Asked another host: {self.abroad}"
        assert not self.said, f"The console said: {self.said}"
