"""Decoding a document, in a child process with limits on memory and time: poison kills the child, never this process.

Run as a module it is that child: it reads requests (what to do, how many updates, each with its length before it) and
answers each with a length and what came of it, or with nothing when they could not be decoded. Numbers take 8 bytes.
"""

import json
import os
import resource
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Final

from pycrdt import Doc, merge_updates

from .authors import authors
from .authors import without as without_words

CPU_SECONDS: Final = 5  # of the child for one document: 90 kB of rich text takes 0.1
SECONDS: Final = 60.0  # by the clock on the wall: past it the machine is to blame, not the document
MEMORY_BYTES: Final = 1_500_000_000
ANSWER_BYTES: Final = 64_000_000
RENDER, FOLD, REWRITE, WITHOUT = 0, 1, 2, 3
RENDERER: Final = "workspace.prose.render"  # told by name: the child is a process of its own, below nothing
REWRITER: Final = "workspace.prose.rewrite"


class Undecodable(Exception):
    """The document could not be decoded within the limits."""


class Away(Undecodable):
    """The child did not come to it: the machine has no time or memory left. Nothing is said about the document."""


class Decoder:
    """One child, started when it is first needed and again after it died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def ask(self, what: int, updates: Sequence[bytes]) -> bytes:
        """What the child makes of these updates together; raises Undecodable, or Away."""
        request = b"".join([_number(what), _number(len(updates)), *(_number(len(u)) + u for u in updates)])
        with self._lock:
            try:
                answer = self._ask(request)
            except EOFError:  # it died; whatever it was before, a fresh one that dies again dies of this
                try:
                    answer = self._ask(request)
                except EOFError:
                    raise Undecodable("the decoder died of it") from None
        if not answer:
            raise Undecodable("it cannot be decoded")
        return answer

    def _ask(self, request: bytes) -> bytes:
        try:
            child = self._start()
            assert child.stdin is not None and child.stdout is not None
            with suppress(BrokenPipeError):  # it died: reading tells
                child.stdin.write(request)
                child.stdin.flush()
            until = time.monotonic() + SECONDS
            length = int.from_bytes(self._read(child.stdout, 8, until), "big")
            if length > ANSWER_BYTES:
                raise Undecodable("it decodes to too much")
            return self._read(child.stdout, length, until)
        except (EOFError, Undecodable):
            self._stop()
            raise
        except (OSError, TimeoutError) as error:
            self._stop()
            raise Away(type(error).__name__) from error

    def _start(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._stop()
            self._child = subprocess.Popen(
                [sys.executable, "-m", "realtime.decode"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=Path(__file__).resolve().parents[1],
                env={key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV") if key in os.environ},
            )
        return self._child

    def _stop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe:
                    with suppress(OSError):
                        pipe.close()
            self._child = None

    @staticmethod
    def _read(pipe: IO[bytes], count: int, until: float) -> bytes:
        out = bytearray()
        while len(out) < count:
            left = until - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                raise TimeoutError
            part = os.read(pipe.fileno(), count - len(out))
            if not part:
                raise EOFError
            out += part
        return bytes(out)


_decoder = Decoder()


def render(updates: Sequence[bytes]) -> dict[str, Any]:
    """{"json": ProseMirror JSON, "html", "text", "authors": [{client: letters}]} of all updates of a document.

    `authors` has an entry for each block of the JSON, or is empty. Raises Undecodable or Away.
    """
    answer: dict[str, Any] = json.loads(_decoder.ask(RENDER, updates))
    return answer


def fold(updates: Sequence[bytes]) -> bytes:
    """One update that amounts to these, without the content that was deleted; raises Undecodable or Away.

    A document drops in silence what lacks its dependency: whoever stores the answer checks first what it holds.
    """
    return _decoder.ask(FOLD, updates)


def rewrite(updates: Sequence[bytes], content: Any, client: int) -> bytes:
    """The update, under this client id, after which the document reads as the content; raises Undecodable."""
    return _decoder.ask(REWRITE, [json.dumps([content, client]).encode(), *updates])


def without(updates: Sequence[bytes], clients: Iterable[int]) -> Any:
    """ProseMirror JSON of the document without the words of these clients; raises Undecodable."""
    return json.loads(_decoder.ask(WITHOUT, [json.dumps(sorted(clients)).encode(), *updates]))


def _number(value: int) -> bytes:
    return value.to_bytes(8, "big")


def _serve() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while head := source.read(8):
        count = int.from_bytes(source.read(8), "big")
        updates = [source.read(int.from_bytes(source.read(8), "big")) for _ in range(count)]
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + 1 + CPU_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
        try:
            answer = _answer(int.from_bytes(head, "big"), updates)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # pycrdt's PanicException is a BaseException
            sys.stderr.write(f"decode: {type(error).__name__}\n")
            answer = b""
        sink.write(_number(len(answer)) + answer)
        sink.flush()


def _answer(what: int, updates: list[bytes]) -> bytes:
    asked: list[Any] = json.loads(updates.pop(0)) if what in (REWRITE, WITHOUT) else []
    whole = updates[0] if len(updates) == 1 else merge_updates(*updates)
    draw = import_module(RENDERER).render
    if what == REWRITE:
        changed: bytes = import_module(REWRITER).change_to(whole, *asked)
        return changed
    if what == WITHOUT:
        return json.dumps(draw(without_words(whole, frozenset(asked))).json).encode()
    if what == FOLD:
        doc: Doc[Any] = Doc()
        doc.apply_update(whole)
        return doc.get_update()
    drawn = draw(whole)
    try:
        written = authors(whole)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # pycrdt panics at some odd neighbours; who wrote what is not worth the text
        written = []
    if len(written) != len(drawn.json["content"]):  # what stood between blocks got one of its own
        written = []
    return json.dumps({"json": drawn.json, "html": drawn.html, "text": drawn.text, "authors": written}).encode()


if __name__ == "__main__":
    _serve()
