"""Databases for servers under test: migrated and filled with demonstration data once, then cloned for each."""

import contextlib
import fcntl
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).parents[1]
TEMPLATE = "live_template"


def folder() -> Path:
    return Path(os.environ["TEST_FOLDER"])


@contextlib.contextmanager
def one_at_a_time(name: str) -> Iterator[Path]:
    """One xdist worker makes it, the others wait; the path says whether it was made."""
    made = folder() / f"{name}.made"
    with (folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield made


def environment(**more: str) -> dict[str, str]:
    """What a server or a command of Baraza is started with."""
    return os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT), "DEMO": "1"} | more


def run(*command: str, env: dict[str, str]) -> str:
    """Run a command of Baraza to its end and return what it said."""
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def build(database_url: str) -> None:
    """The built front end, and a database that has all tables and the demonstration data."""
    from tools import frontend, translations

    frontend.build()
    translations.compile_catalogues()
    run("-m", "tools.prepare", env=environment(DATABASE_URL=database_url, REDIS_URL=""))


def postgres_url(name: str) -> str:
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def administer(statement: str, *names: str) -> None:
    with psycopg.connect(postgres_url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextlib.contextmanager
def postgres_clone() -> Iterator[str]:
    """The address of a fresh PostgreSQL database with the demonstration data, gone afterwards."""
    with one_at_a_time(TEMPLATE) as made:
        if not made.exists():
            administer("DROP DATABASE IF EXISTS {}", TEMPLATE)
            administer("CREATE DATABASE {}", TEMPLATE)
            build(postgres_url(TEMPLATE))
            made.touch()
        name = f"live_{secrets.token_hex(4)}"
        administer("CREATE DATABASE {} TEMPLATE {}", name, TEMPLATE)
    try:
        yield postgres_url(name)
    finally:
        administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@contextlib.contextmanager
def sqlite_clone() -> Iterator[str]:
    """The same as a SQLite file, as `make run` has it."""
    template = folder() / f"{TEMPLATE}.sqlite3"
    with one_at_a_time(template.name) as made:
        if not made.exists():
            build(f"sqlite:///{template}")
            made.touch()
    copy = folder() / f"live-{secrets.token_hex(4)}.sqlite3"
    shutil.copy(template, copy)
    try:
        yield f"sqlite:///{copy}"
    finally:
        for path in copy.parent.glob(f"{copy.name}*"):
            path.unlink(missing_ok=True)
