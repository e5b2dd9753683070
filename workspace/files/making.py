"""What may be kept of a file that somebody sent, made by a process with limits (child.py)."""

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

from . import kinds, scanning, storage
from .limits import CHILD_SECONDS, MOST_BYTES
from .names import name_for
from .refusals import in_words
from .refusing import Refused

PLACES: Final = 2  # files that one web process has opened at a time: each may take a gigabyte
WAIT_SECONDS: Final = 30
ROOT: Final = Path(__file__).resolve().parents[2]

_places = threading.BoundedSemaphore(PLACES)


@dataclass(frozen=True)
class Made:
    """Ready to be kept; `path` and `thumbnail` are gone when the `with` ends."""

    name: str
    type: str
    size: int
    digest: str
    path: Path
    thumbnail: Path
    width: int | None
    height: int | None


@contextmanager
def made_safe(source: Path, name: str) -> Iterator[Made]:
    """Scan a file and make of it what may be kept. ValidationError says why not; nothing is left on the disk."""
    folder = Path(mkdtemp(dir=storage.work_folder()))
    into, thumbnail = folder / "file", folder / "thumbnail"
    try:
        try:
            if source.stat().st_size > MOST_BYTES:
                raise Refused("large")
            scanning.scan(source)
            told = _ask(source, into, thumbnail)
        except Refused as refused:
            raise in_words(refused) from refused
        kind = told["type"]
        if kind == kinds.TEXT and name.lower().endswith(".csv"):
            kind = kinds.CSV  # no content tells a table of text from other text
        with into.open("rb") as made:
            digest = file_digest(made, "sha256").hexdigest()
        yield Made(
            name_for(name, kind), kind, into.stat().st_size, digest, into, thumbnail,
            told.get("width"), told.get("height"),
        )  # fmt: skip
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _ask(source: Path, into: Path, thumbnail: Path) -> dict[str, Any]:
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise Refused("busy")
    try:
        child = subprocess.run(
            [sys.executable, "-m", "workspace.files.child", source, into, thumbnail],
            cwd=ROOT,
            env={"LANG": "C.UTF-8"},  # it needs to know nothing of us
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=CHILD_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused("busy") from error
    finally:
        _places.release()
    try:
        told: dict[str, Any] = json.loads(child.stdout)
    except ValueError as error:  # killed by a limit: on time, or on what it wrote
        raise Refused("bomb") from error
    if "refused" in told:
        raise Refused(told["refused"], told.get("n", 0))
    return told
