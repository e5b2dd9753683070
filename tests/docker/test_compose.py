"""What can be said of the images and of compose.yml without an engine to run them."""

import json
import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.docker.compose import COMPOSE, DOCKER, ROOT, named_variables, read
from tools.serve import SERVERS, commands

VALUES = {"SECRET_KEY": "x" * 50, "SITE": "baraza.test", "POSTGRES_PASSWORD": "secret"}
CONFIG = read(**VALUES)
SERVICES: dict[str, dict[str, Any]] = CONFIG["services"]
APP = {name: service for name, service in SERVICES.items() if service["image"] == "baraza/app"}
DOCKERFILE = (DOCKER / "Dockerfile").read_text()
STAGES = {
    words[-1]: text
    for text in DOCKERFILE.split("\nFROM ")[1:]
    if (words := text.splitlines()[0].split()) and "AS" in words
}


def test_there_is_all_that_production_needs() -> None:
    assert set(SERVICES) == {"web-1", "web-2", "worker", "migrate", "proxy", "database", "redis"}
    assert SERVICES["web-1"] == SERVICES["web-2"]
    postgres, redis = (int(re.sub(r"^\w+:(\d+).*", r"\1", SERVICES[name]["image"])) for name in ("database", "redis"))
    assert postgres >= 16
    assert redis >= 7


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_every_service_that_stays_has_a_health_check_and_comes_back(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", SERVICES)
def test_nothing_runs_as_root(name: str) -> None:
    service = SERVICES[name]
    assert not service.get("privileged")
    if "build" in service:
        users = re.findall(r"^USER (\w+)$", STAGES[service["build"]["target"]], re.MULTILINE)
        assert users
        assert users[-1] != "root"
        assert service["cap_drop"] == ["ALL"]
    else:
        assert service["user"] not in ("root", "0")


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_names_exists(name: str) -> None:
    service = SERVICES[name]
    for other, how in service.get("depends_on", {}).items():
        condition = how["condition"]
        assert ("healthcheck" in SERVICES[other]) == (condition == "service_healthy")
    for volume in service.get("volumes", []):
        assert volume.split(":")[0] in CONFIG["volumes"]
    if "build" in service:
        assert (COMPOSE.parent / service["build"]["context"] / service["build"]["dockerfile"]).exists()
        assert service["build"]["target"] in STAGES


@pytest.mark.parametrize("name", APP)
def test_the_entry_commands_are_known(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVER", APP[name]["environment"].get("SERVER", "daphne"))
    assert 'ENTRYPOINT ["python", "-m", "tools.serve"]' in STAGES["app"]
    (purpose,) = APP[name]["command"]
    assert commands(purpose)


def test_a_web_worker_takes_frames_of_a_mebibyte_at_most() -> None:
    command = SERVERS[SERVICES["web-1"]["environment"]["SERVER"]]("0.0.0.0", "8000")
    options = dict(pairwise(command))
    assert options["--ws"] == "realtime.uvicorn_wire:WireProtocol"
    assert options["--ws-max-size"] == str(2**20)


def test_only_the_proxy_is_open_to_the_world() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_the_proxy_knows_every_web_worker() -> None:
    proxy = (DOCKER / "Caddyfile").read_text()
    upstreams = re.search(r"reverse_proxy ([^{]+) \{", proxy)
    assert upstreams
    web = {f"{name}:{s['environment']['PORT']}" for name, s in APP.items() if s["command"] == ["web"]}
    assert set(upstreams[1].split()) == web


@pytest.mark.parametrize("name", ["SECRET_KEY", "SITE", "POSTGRES_PASSWORD"])
def test_what_has_no_safe_default_must_be_given(name: str) -> None:
    with pytest.raises(KeyError, match=name):
        read(**{other: value for other, value in VALUES.items() if other != name})


def test_the_example_names_every_variable() -> None:
    example = set(re.findall(r"^(\w+)=", (DOCKER / "example.env").read_text(), re.MULTILINE))
    assert example == named_variables()


def test_what_the_image_copies_exists_and_is_sent_to_the_builder() -> None:
    sent = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    for path in " ".join(copied).split():
        assert (ROOT / path).exists(), path
        assert any(path == each or path.startswith(f"{each}/") for each in sent), path


def test_the_commands_that_fill_the_image_work(tmp_path: Path) -> None:
    run = re.search(r"^RUN (python -m tools.+)$", STAGES["app"], re.MULTILINE)
    assert run
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": programs, "STATIC_ROOT": str(tmp_path / "static"), "STATE_DIR": str(tmp_path)}
    done = subprocess.run(["sh", "-c", run[1]], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_docker_client_accepts_it() -> None:
    """Where there is one with compose; elsewhere the structure above must do."""
    client = shutil.which("docker")
    if not client or subprocess.run([client, "compose", "version"], capture_output=True).returncode:
        assert json.dumps(CONFIG)
        return
    done = subprocess.run(
        [client, "compose", "-f", COMPOSE, "config", "--quiet"], env=VALUES, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
