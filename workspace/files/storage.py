"""Where bytes lie: under FILES_ROOT, by ids that the server made. No address leads there but through views.py."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.storage import storages

THUMBNAIL = ".thumbnail"
KEPT, UNFINISHED, WORK = "kept", "unfinished", "work"


def kept_name(pk: UUID, *, thumbnail: bool = False) -> str:
    """What the storage knows a file by."""
    return f"{KEPT}/{pk.hex[:2]}/{pk.hex}{THUMBNAIL if thumbnail else ''}"


def keep(pk: UUID, source: Path, thumbnail: Path) -> None:
    """Take over what was made of a file."""
    for path, is_thumbnail in ((source, False), (thumbnail, True)):
        if path.exists():
            with path.open("rb") as data:
                storages["files"].save(kept_name(pk, thumbnail=is_thumbnail), data)


def read(pk: UUID, *, thumbnail: bool = False) -> bytes:
    """All of a file, or of its thumbnail; FileNotFoundError when the disk has lost it."""
    with storages["files"].open(kept_name(pk, thumbnail=thumbnail)) as opened:
        return bytes(opened.read())


def forget(pk: UUID) -> None:
    """Delete the bytes of a file."""
    for is_thumbnail in (False, True):
        storages["files"].delete(kept_name(pk, thumbnail=is_thumbnail))


def part_of(pk: UUID) -> Path:
    """Where the pieces of an upload are put together."""
    return _folder(UNFINISHED) / pk.hex


def work_folder() -> Path:
    """Where files are opened."""
    return _folder(WORK)


def write_piece(pk: UUID, offset: int, piece: bytes) -> None:
    """Put a piece at its place, on the disk for good; what an earlier try left behind it goes."""
    with os.fdopen(os.open(part_of(pk), os.O_RDWR | os.O_CREAT, 0o600), "r+b") as part:
        part.truncate(offset)
        part.seek(offset)
        part.write(piece)
        part.flush()
        os.fsync(part.fileno())


def drop_part(pk: UUID) -> None:
    """Delete what came of an upload."""
    part_of(pk).unlink(missing_ok=True)


def lying(folder: str) -> Iterator[tuple[Path, float]]:
    """Each file in a folder of ours, with when it was written."""
    for path in _folder(folder).rglob("*"):
        if path.is_file():
            yield path, path.stat().st_mtime


def _folder(name: str) -> Path:
    folder = Path(settings.FILES_ROOT) / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
