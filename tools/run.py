"""`make run`: build what changed, bring the data up to date, then serve and work until Ctrl-C."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

from tools import frontend, translations
from tools.say import ROOT, VAR, check_disk, fail, say

START_SECONDS = 60
STOP_SECONDS = 12  # a little more than the servers take to say goodbye to their sockets
ACCOUNTS = ("gh-convenor", "gh-women-miners-rep", "gh-miner", "tz-convenor", "mg-convenor", "observer-donor")


def check_port(host: str, port: str) -> None:
    if not port.isdigit() or not 0 < int(port) < 65536:
        fail(f"PORT must be a number from 1 to 65535, not {port!r}.")
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, int(port)))
    except PermissionError:
        fail(f"Port {port} is for the system only: choose one above 1023, as in `make run PORT=8001`.")
    except OSError:
        fail(f"Port {port} is taken by another program: stop it, or choose another: `make run PORT={int(port) + 1}`.")


def end_with_parent() -> None:
    """Runs in the child: when this script is killed, Linux ends what it started."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def start(purpose: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start one part in a session of its own: Ctrl-C reaches this script alone, which then ends the parts in order."""
    command = [sys.executable, "-m", "tools.serve", purpose]
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, preexec_fn=end_with_parent)


def stop(parts: dict[str, subprocess.Popen[bytes]]) -> None:
    for process in parts.values():
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in parts.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):  # what it started, or itself when it does not listen
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def is_up(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health/", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True  # it answers; what does not work stands in the answer
    except OSError:
        return False


def watch(parts: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, process in parts.items():
        if (code := process.poll()) is not None:
            fail(f"The {name} ended by itself (code {code}); what it said stands above.")


def announce(address: str, seconds: float) -> None:
    say(f"\n  Baraza is ready after {seconds:.0f} s:  {address}\n")
    if os.environ.get("DEMO") == "1":
        say("  Demonstration data. Sign in as one of these, password demo; two browsers make two people:")
        say(f"    {', '.join(ACCOUNTS)}\n")
    say("  Ctrl-C stops it.\n")


def stop_signal(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> None:
    began = time.monotonic()
    signal.signal(signal.SIGTERM, stop_signal)
    signal.signal(signal.SIGHUP, stop_signal)
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    check_port(host, port)
    check_disk()
    os.environ.setdefault("DEMO", "1")
    os.environ["PYTHONUNBUFFERED"] = "1"
    try:
        VAR.mkdir(exist_ok=True)
    except OSError as error:
        fail(f"Cannot write under {VAR}: {error.strerror}.")
    frontend.build()
    translations.compile_catalogues()
    if subprocess.run([sys.executable, "-m", "tools.prepare"], cwd=ROOT).returncode:
        sys.exit(1)
    say("· Starting the server and the background worker …")
    environment = os.environ | {"HOST": host, "PORT": port}
    parts = {"server": start("web", environment), "background worker": start("worker", environment)}
    address = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0') else host}:{port}"
    try:
        while not is_up(address):
            watch(parts)
            if time.monotonic() - began > START_SECONDS * 4:
                fail("The server did not answer in time; what it said stands above.")
            time.sleep(0.1)
        announce(address, time.monotonic() - began)
        while True:
            watch(parts)
            time.sleep(0.5)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave a part behind
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stop(parts)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        say("\nStopped.")
