"""The virus scanner: a command or clamd. What it finds is not kept; while it is away nothing is."""

import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests import sent_files as sent
from tests.cast import World
from tests.disk import Disk
from workspace.files.making import made_safe
from workspace.files.models import File, Upload

VIRUS = b"EICAR, or as good as that"


@pytest.fixture
def source(disk: Disk, tmp_path: Path) -> Path:
    path = tmp_path / "sent"
    path.write_bytes(sent.jpeg())
    return path


def command(tmp_path: Path) -> str:
    """A scanner that knows one virus, as clamscan would say it."""
    script = tmp_path / "scanner.py"
    script.write_text(f"import sys; sys.exit({VIRUS!r} in open(sys.argv[1], 'rb').read())")
    return f"{sys.executable} {script}"


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[str]:
    """As much of clamd as INSTREAM needs, behind a socket."""
    path = tmp_path / "clamd.sock"
    door = socket.socket(socket.AF_UNIX)
    door.bind(str(path))
    door.listen()

    def answer() -> None:
        while True:
            try:
                link, _address = door.accept()
            except OSError:
                return
            with link, link.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                data = b""
                while length := int.from_bytes(stream.read(4), "big"):
                    data += stream.read(length)
                link.sendall(b"stream: Eicar FOUND\0" if VIRUS in data else b"stream: OK\0")

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    yield f"clamd:{path}"
    door.shutdown(socket.SHUT_RDWR)
    door.close()
    thread.join(5)


@pytest.mark.parametrize("kind", ["command", "clamd"])
def test_what_the_scanner_finds_is_not_kept(
    kind: str, clamd: str, source: Path, settings: Any, tmp_path: Path, disk: Disk
) -> None:
    settings.FILES_SCANNER = clamd if kind == "clamd" else command(tmp_path)
    with made_safe(source, "photo.jpg") as made:
        assert made.type == "image/jpeg"
    source.write_bytes(sent.jpeg() + VIRUS)
    with pytest.raises(ValidationError, match="virus scanner found something"), made_safe(source, "photo.jpg"):
        pass
    assert not disk.files() and not disk.folders_of_work()


@pytest.mark.parametrize(
    "scanner", ["clamd:/nowhere/clamd.sock", "clamd://127.0.0.1:1", "/bin/nothing-here", "sh -c 'exit 2'"]
)
def test_while_the_scanner_is_away_nothing_is_kept(scanner: str, source: Path, settings: Any, disk: Disk) -> None:
    settings.FILES_SCANNER = scanner
    with pytest.raises(ValidationError, match="cannot be checked"), made_safe(source, "photo.jpg"):
        pass
    assert not disk.files() and not disk.folders_of_work()


@pytest.mark.django_db
def test_what_could_not_be_checked_waits_and_what_is_infected_goes(
    world: World, sign_in: Any, settings: Any, tmp_path: Path, disk: Disk
) -> None:
    client: Client = sign_in(world.member)
    data = sent.jpeg() + VIRUS
    told = {"name": "bus.jpg", "size": len(data), "mark": "m"}
    pk = client.post(f"/spaces/{world.board.space_id}/uploads/", told).json()["upload"]
    client.patch(f"/uploads/{pk}/", data, content_type="x/y", headers={"Upload-Offset": "0"})
    finish = f"/actions/{world.action.pk}/evidence/files/"
    settings.FILES_SCANNER = "clamd:/nowhere"
    assert "cannot be checked" in client.post(finish, {"upload": pk}).content.decode()
    assert Upload.objects.get().is_whole, "and need not be sent again"
    settings.FILES_SCANNER = command(tmp_path)
    assert "found something" in client.post(finish, {"upload": pk}).content.decode()
    assert not Upload.objects.exists() and not File.objects.exists()


@pytest.mark.django_db
def test_without_a_scanner_nothing_says_that_files_are_scanned(world: World, sign_in: Any, settings: Any) -> None:
    settings.FILES_SCANNER = ""
    page = sign_in(world.member).get(f"/actions/{world.action.pk}/").content.decode()
    assert "evidence-files" in page and "virus" not in page.lower()
