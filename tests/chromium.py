"""A Chromium for the browser tests: the machine's own, else Playwright's, else one from the system's packages."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.databases import one_at_a_time

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NONE = (
    "The browser tests need Chromium and could not get one. Install it (Debian and Ubuntu: apt-get install chromium; "
    "elsewhere: python -m playwright install chromium), or name one with CHROMIUM=/path/to/chromium."
)


def named() -> str | None:
    return os.environ.get("CHROMIUM")


def of_the_machine() -> str | None:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or next((place for place in PLACES if Path(place).exists()), None)


def of_playwright() -> str | None:
    """The one that Playwright downloads, fetched now when it is not there; None when that does not work."""
    code = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    try:
        answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
        path = answer.stdout.strip()
        if path and not Path(path).exists():
            command = [sys.executable, "-m", "playwright", "install", "chromium"]
            subprocess.run(command, capture_output=True, timeout=300)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return path if path and works(path) else None


def of_the_packages() -> str | None:
    """From apt, where we may: as root on Debian and its children."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "capture_output": True}
    subprocess.run(["apt-get", "update"], **quiet)  # type: ignore[call-overload]
    subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"], **quiet)  # type: ignore[call-overload]
    return of_the_machine()


def works(path: str) -> bool:
    """False for Ubuntu's stub that only asks for a snap, and for one that lacks its libraries."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


@cache
def chromium() -> str:
    """The path of a Chromium that starts; fetched once, however many workers ask."""
    ways: tuple[Callable[[], str | None], ...] = (named, of_the_machine, of_playwright, of_the_packages)
    with one_at_a_time("chromium"):
        for way in ways:
            path = way()
            if path and works(path):
                return path
    pytest.fail(NONE, pytrace=False)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """How pytest-playwright's `browser` starts: the same Chromium for everybody, and as root without its sandbox."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return browser_type_launch_args | {"executable_path": chromium(), "args": [*root, *ARGUMENTS]}
