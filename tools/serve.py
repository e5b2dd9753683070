"""The commands that Baraza runs as, in one place for `make run`, the container and the tests.

python -m tools.serve web        pages and sockets; HOST, PORT and SERVER (daphne or uvicorn) say how
python -m tools.serve worker     background work
python -m tools.serve migrate    bring the database up to date, then end
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPLICATION = "workspace.config.asgi:application"
FRAME_BYTES = 2**20  # the largest WebSocket frame; the sockets' own limit is below it. Daphne's is the same, built in
GOODBYE_SECONDS = 10  # open requests may end, sockets are told to come again


def daphne(host: str, port: str) -> list[str]:
    return ["realtime.daphne_wire", "--bind", host, "--port", port, "--verbosity", "0", "--no-server-name", APPLICATION]


def uvicorn(host: str, port: str) -> list[str]:
    # The proxy's headers are Django's to judge (TRUSTED_PROXIES): uvicorn would believe any.
    options = (
        f"--host {host} --port {port} --loop uvloop --ws realtime.uvicorn_wire:WireProtocol --ws-max-size {FRAME_BYTES}"
    )
    options += " --ws-per-message-deflate false --no-proxy-headers --no-server-header --no-access-log"
    options += f" --log-level warning --timeout-graceful-shutdown {GOODBYE_SECONDS} --lifespan off"
    return ["uvicorn", *options.split(), APPLICATION]


SERVERS = {"daphne": daphne, "uvicorn": uvicorn}


def commands(purpose: str) -> list[list[str]]:
    """What to run, one after the other; the last stays. Each is a module with its arguments."""
    if purpose == "web":
        server = SERVERS.get(os.environ.get("SERVER", "daphne"))
        if server is None:
            sys.exit(f"SERVER must be {' or '.join(SERVERS)}, not {os.environ['SERVER']!r}.")
        return [server(os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000"))]
    if purpose == "worker":
        return [["django", "qcluster"]]
    if purpose == "migrate":
        return [["django", "createcachetable"], ["django", "migrate", "--noinput"]]
    sys.exit(__doc__)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.config.settings")
    os.environ["PYTHONPATH"] = str(ROOT)
    os.chdir(ROOT)
    *first, last = commands(sys.argv[1] if len(sys.argv) == 2 else "")
    for command in first:
        if code := os.spawnl(os.P_WAIT, sys.executable, sys.executable, "-m", *command):
            sys.exit(code)
    os.execl(sys.executable, sys.executable, "-m", *last)


if __name__ == "__main__":
    main()
