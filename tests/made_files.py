"""Files made safe once and kept many times: for worlds that need one and tests that are about something else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from workspace.files import storage
from workspace.files.keeping import Ready
from workspace.files.making import Made, made_safe
from workspace.files.models import File


@contextmanager
def ready_once(data: bytes, name: str) -> Iterator[Ready]:
    """As `keeping.ready`, for what these tests have opened before."""
    made, whole, thumbnail = _made(data, name)
    with TemporaryDirectory() as folder:
        made = replace(made, path=Path(folder) / "file", thumbnail=Path(folder) / "thumbnail")
        made.path.write_bytes(whole)
        if thumbnail:
            made.thumbnail.write_bytes(thumbnail)
        new = Ready(made)
        storage.keep(new.pk, made.path, made.thumbnail)
        try:
            yield new
        finally:
            if not File.objects.filter(pk=new.pk).exists():
                storage.forget(new.pk)


@cache
def _made(data: bytes, name: str) -> tuple[Made, bytes, bytes]:
    with TemporaryDirectory() as folder:
        source = Path(folder) / "sent"
        source.write_bytes(data)
        with made_safe(source, name) as made:
            small = made.thumbnail.read_bytes() if made.thumbnail.exists() else b""
            return made, made.path.read_bytes(), small
