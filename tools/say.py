"""What the scripts say: a line for each step, and one sentence when a step fails."""

import os
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
NEEDED_MEGABYTES = 200  # below it a build fails half way with a message about something else


def say(text: str) -> None:
    print(text, flush=True)


def fail(sentence: str) -> NoReturn:
    sys.exit(f"✗ {sentence}")


def trusted_certificates() -> str:
    """The machine's own list of certificates, for networks that look into connections; empty when it has none."""
    given = os.environ.get("SSL_CERT_FILE") or ssl.get_default_verify_paths().cafile or ""
    return given if Path(given).is_file() else ""


def check_disk() -> None:
    free = shutil.disk_usage(ROOT).free // 2**20
    if free < NEEDED_MEGABYTES:
        fail(f"The disk is full: {free} MB are free in {ROOT}, {NEEDED_MEGABYTES} MB are needed.")


def step(
    what: str,
    command: Sequence[str | Path],
    *,
    otherwise: str,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run `command` quietly under the line `what`; when it fails, show its last lines and end with `otherwise`."""
    say(f"· {what} …")
    began = time.monotonic()
    try:
        done = subprocess.run(
            command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        )
    except OSError as error:
        fail(f"{otherwise} ({error})")
    if done.returncode:
        lines = done.stdout.splitlines()
        shown = lines if len(lines) <= 50 else [*lines[:20], "…", *lines[-30:]]  # npm puts the cause first, Vite last
        sys.stderr.write("\n".join(shown) + "\n")
        if "No space left on device" in done.stdout or "ENOSPC" in done.stdout:
            fail("The disk is full: free some space and start again.")
        fail(otherwise)
    took = time.monotonic() - began
    if took > 2:
        say(f"  done in {took:.0f} s")
