"""The production set-up without an engine: the commands and settings of compose.yml, started here as they are.

One migration, two web workers and a background worker, on one PostgreSQL and one Redis, behind one port.
"""

import contextlib
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import ROOT, administer, postgres_url
from tests.docker.compose import read
from tests.front import Front
from tests.owned import Owned, free_port, wait_until
from tests.redis_server import Redis
from tests.services import on_sqlite
from tests.visitor import Visitor

pytestmark = pytest.mark.skipif(on_sqlite(), reason="production has PostgreSQL")

PASSWORD = "a long word of nobody else"
START_SECONDS = 60


class Production:
    """Runs the services of compose.yml as processes; what names another container is put at its place here."""

    def __init__(self, owned: Owned, folder: Path, database_url: str, redis_url: str) -> None:
        self.owned, self.folder = owned, folder
        self.services = read(SECRET_KEY=secrets.token_urlsafe(50), SITE="127.0.0.1", POSTGRES_PASSWORD="x")["services"]
        self.front = Front([])
        self.here = {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "PUBLIC_URL": self.front.url,  # no certificate here: the one address that cannot be https
            "STATE_DIR": str(folder / "state"),
            "HOST": "127.0.0.1",
        }

    def environment(self, name: str, **more: str) -> dict[str, str]:
        shell = {key: os.environ[key] for key in ("PATH", "HOME", "STATIC_ROOT", "LANG") if key in os.environ}
        composed: dict[str, str] = self.services[name]["environment"]
        return shell | composed | self.here | more

    def run(self, name: str, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        arguments = [sys.executable, *(command or ("-m", "tools.serve", *self.services[name]["command"]))]
        return subprocess.run(arguments, cwd=ROOT, env=self.environment(name, **more), capture_output=True, text=True)

    def start(self, name: str) -> None:
        port = str(free_port())
        command = [sys.executable, "-m", "tools.serve", *self.services[name]["command"]]
        log = self.folder / f"{name}.log"
        process = self.owned.start(command, log=log, env=self.environment(name, PORT=port), cwd=ROOT)

        def is_healthy() -> bool:
            assert process.poll() is None, log.read_text()
            program, *arguments = self.services[name]["healthcheck"]["test"][1:]
            assert program == "python"
            return self.run(name, *arguments, PORT=port).returncode == 0

        wait_until(is_healthy, seconds=START_SECONDS, otherwise=lambda: f"{name} is not healthy:\n{log.read_text()}")
        if name.startswith("web"):
            self.front.ports.append(int(port))


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    with contextlib.ExitStack() as stack:
        owned = Owned(Path(os.environ["TEST_FOLDER"]))
        stack.callback(owned.close)
        name = f"production_{secrets.token_hex(4)}"
        administer("CREATE DATABASE {}", name)
        stack.callback(administer, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        redis = Redis(owned)
        production = Production(owned, tmp_path_factory.mktemp("production"), postgres_url(name), redis.url)
        stack.callback(production.front.close)
        migrated = production.run("migrate")
        assert migrated.returncode == 0, migrated.stderr
        for service in ("web-1", "web-2", "worker"):
            production.start(service)
        stack.callback(owned.close)  # before the database goes
        yield production


def test_two_workers_share_a_session(production: Production) -> None:
    code = f"User.objects.create_user('convenor', password={PASSWORD!r})"
    made = production.run("web-1", "manage.py", "shell", "-c", f"from workspace.people.models import User; {code}")
    assert made.returncode == 0, made.stderr
    visitor = Visitor(production.front.url).sign_in("convenor", PASSWORD)
    # The front takes the workers in turn, so that both answer this session.
    answers = [visitor.get("/") for _ in range(4)]
    assert [answer.status for answer in answers] == [200] * 4
    assert not any("/sign-in/" in answer.url for answer in answers)


def test_health_tells_what_works(production: Production) -> None:
    answer = Visitor(production.front.url).get("/health/")
    assert answer.status == 200
    assert json.loads(answer.text)["works"] == {"database": True, "hints": True}


@pytest.mark.parametrize(
    ("name", "value"),
    [("DEBUG", "1"), ("DEMO", "1"), ("ALLOWED_HOSTS", "*"), ("SECRET_KEY", "short"), ("PUBLIC_URL", "")],
)
def test_an_unsafe_setting_is_refused_with_a_sentence(production: Production, name: str, value: str) -> None:
    production.here[name], before = value, production.here.get(name)
    try:
        refused = production.run("migrate")
    finally:
        production.here.pop(name)
        if before is not None:
            production.here[name] = before
    assert refused.returncode != 0
    assert name in refused.stderr.strip().splitlines()[-1]
