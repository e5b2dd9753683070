"""PostgreSQL and Redis for the tests: a pytest plugin, loaded by `-p tests.services` (in pyproject.toml).

It must be a plugin and not a conftest: the servers are up before Django reads DATABASE_URL and REDIS_URL.
All xdist workers share the one pair, each with a database of its own. With TEST_SQLITE=1 the same tests run on
a SQLite file and Django's memory. Everything lives in one temporary folder, named by TEST_FOLDER, which goes
with the run; what a killed run left goes at the next start.
"""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.owned import Owned, sweep

IN_WORKER = "PYTEST_XDIST_WORKER"
# What the tests mean by them is theirs to say, not the shell's in which they are started.
SETTINGS = [
    "ALLOWED_HOSTS",
    "BARAZA_ENV",
    "DEBUG",
    "EMAIL_URL",
    "PUBLIC_URL",
    "REQUIRE_MFA",
    "SECRET_KEY",
    "TIME_ZONE",
    "TRUSTED_PROXIES",
]


class Services:
    owned: Owned | None = None


def start() -> None:
    sweep()
    Services.owned = owned = Owned()
    os.environ["TEST_FOLDER"] = str(owned.path)
    for name in SETTINGS:
        os.environ.pop(name, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "workspace.config.settings",
        "DEMO": "1",
        "STATE_DIR": str(owned.path / "state"),
        "FILES_ROOT": str(owned.path / "files"),  # of all servers of a run: their databases are copies of one
    }
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        # The many processes that tests start would each compile all anew: over a second of work before anything runs.
        os.environ["PYTHONPYCACHEPREFIX"] = str(owned.path / "bytecode")
    static = Path(__file__).parents[1] / "var" / "static"
    static.mkdir(
        parents=True, exist_ok=True
    )  # before `make run` collects into it; whitenoise warns where there is none
    os.environ["STATIC_ROOT"] = str(static)
    if on_sqlite():
        os.environ["DATABASE_URL"] = f"sqlite:///{owned.path}/baraza.sqlite3"
        os.environ["REDIS_URL"] = ""
        return
    from tests.postgres import Postgres
    from tests.redis_server import Redis

    os.environ["DATABASE_URL"] = Postgres(owned).database_url("baraza")
    os.environ["REDIS_URL"] = Redis(owned).url


def on_sqlite() -> bool:
    return os.environ.get("TEST_SQLITE") == "1"


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None]:
    if IN_WORKER not in os.environ:
        start()
    yield


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    if Services.owned and IN_WORKER not in os.environ:
        Services.owned.close()
        Services.owned = None


def pytest_report_header() -> str:
    return "on SQLite and memory" if on_sqlite() else "on PostgreSQL and Redis"


@pytest.fixture(scope="session")
def test_folder() -> Path:
    """The temporary folder of this run, shared by all its workers."""
    return Path(os.environ["TEST_FOLDER"])
