"""A temporary folder and the processes started in it: both end with their owner.

What an owner that was killed left behind is swept by the next.
"""

import atexit
import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

PREFIX = "baraza-tests-"
STOP_SECONDS = 10  # PostgreSQL's fast shutdown takes under one


def birth(pid: int) -> str:
    """When the process began, which tells it from a later one with the same id; empty when there is none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        answer = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
        return answer.replace(" ", "_")
    return "" if fields[0] == "Z" else fields[19]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(condition: Callable[[], object], *, seconds: float, otherwise: Callable[[], str]) -> None:
    """Ask until the answer is true; raise TimeoutError with `otherwise()` when it does not come."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(otherwise())
        time.sleep(0.02)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Owned:
    """A folder of this process; `run/<pid>` in it names each process that lives there."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = folder or self._make()
        self.processes: list[subprocess.Popen[bytes]] = []
        self.mine = folder is None
        atexit.register(self.close)

    @staticmethod
    def _make() -> Path:
        path = temporary_root() / f"{PREFIX}{os.getpid()}-{secrets.token_hex(4)}"
        path.mkdir(mode=0o711)  # others may pass, not list: PostgreSQL runs as another user when we are root
        path.chmod(0o711)
        (path / "run").mkdir()
        (path / "owner").write_text(f"{os.getpid()} {birth(os.getpid())}")
        return path

    def start(
        self,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        user: str | int | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a process in a group of its own, so that Ctrl-C reaches us first and we end it in order."""
        as_user: dict[str, Any] = {} if user is None else {"user": user, "group": user_group(user), "extra_groups": []}
        with log.open("ab") as out:
            process = subprocess.Popen(
                command,
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env=env,
                cwd=cwd,
                start_new_session=True,
                **as_user,
            )
        (self.path / "run" / str(process.pid)).write_text(birth(process.pid))
        self.processes.append(process)
        return process

    def stop(self, process: subprocess.Popen[bytes], sign: signal.Signals = signal.SIGTERM) -> None:
        """End one process and what it started; by force when it does not listen."""
        if process.poll() is None:
            process.send_signal(sign)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        end_group(process.pid)
        (self.path / "run" / str(process.pid)).unlink(missing_ok=True)
        if process in self.processes:
            self.processes.remove(process)

    def close(self) -> None:
        for process in reversed(self.processes[:]):
            self.stop(process, signal.SIGINT)
        if self.mine:
            shutil.rmtree(self.path, ignore_errors=True)
        atexit.unregister(self.close)


def user_group(user: str | int) -> int:
    import pwd

    return (pwd.getpwnam(user) if isinstance(user, str) else pwd.getpwuid(user)).pw_gid


def temporary_root() -> Path:
    """Where any user may pass: a TMPDIR under a closed home would lock PostgreSQL's user out."""
    root = Path(tempfile.gettempdir()).resolve()
    return root if os.geteuid() != 0 or is_open_to_all(root) else Path("/tmp")


def is_open_to_all(path: Path) -> bool:
    return all(place.stat().st_mode & 0o001 for place in (path, *path.parents))


def end_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def sweep() -> None:
    """End and remove what a run left that was killed; a folder whose owner still lives is left alone."""
    for folder in temporary_root().glob(f"{PREFIX}*"):
        try:
            pid, _, born = (folder / "owner").read_text().partition(" ")
            if birth(int(pid)) == born:
                continue
            for left in (folder / "run").iterdir():
                if left.read_text() and birth(int(left.name)) == left.read_text():
                    end_group(int(left.name))
        except (OSError, ValueError):
            if _is_new(folder):
                continue  # perhaps being made this moment
        shutil.rmtree(folder, ignore_errors=True)


def _is_new(folder: Path) -> bool:
    """Whether a folder was made in the last minute, or is gone meanwhile: another run sweeps, too."""
    try:
        return time.time() - folder.stat().st_mtime < 60
    except FileNotFoundError:
        return True
