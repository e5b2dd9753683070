"""The virus scanner, if there is one: a socket of clamd, or a command. Without one nothing is said about viruses."""

import shlex
import socket
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from .refusing import Refused

SECONDS = 60
PIECE = 64 * 1024


def scan(path: Path) -> None:
    """Refused when the scanner finds something, and when it does not answer: what was not looked at is not kept."""
    scanner: str = settings.FILES_SCANNER
    if not scanner:
        return
    try:
        clean = _by_clamd(scanner, path) if scanner.startswith("clamd:") else _by_command(scanner, path)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise Refused("scanner-away") from error
    if not clean:
        raise Refused("infected")


def _by_command(command: str, path: Path) -> bool:
    """As clamscan answers: 0 is clean, 1 is not, anything else is no answer."""
    done = subprocess.run([*shlex.split(command), str(path)], capture_output=True, timeout=SECONDS)
    if done.returncode not in (0, 1):
        raise OSError(f"the scanner ended with {done.returncode}")
    return done.returncode == 0


def _by_clamd(address: str, path: Path) -> bool:
    """The file streamed to clamd at `clamd:/path/to/socket` or `clamd://host:port`."""
    with _connected(address) as link, path.open("rb") as source:
        link.sendall(b"zINSTREAM\0")
        while piece := source.read(PIECE):
            link.sendall(len(piece).to_bytes(4, "big") + piece)
        link.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and (more := link.recv(4096)):
            answer += more
    said = answer.rstrip(b"\0\n")
    if said.endswith(b"OK"):
        return True
    if said.endswith(b"FOUND"):
        return False
    raise OSError("the scanner gave no answer")


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or 3310), timeout=SECONDS)
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    link.settimeout(SECONDS)
    link.connect(parts.path)
    return link
