"""Make `.venv` what `uv.lock` says. Runs on a bare Python 3.11; does nothing when nothing changed.

python3 -m tools.setup run     what `make run` needs: the program, and Node when the machine has none
python3 -m tools.setup test    that and the tools of development
python3 -m tools.setup bench   that and always the pinned Node: Hocuspocus asks for a newer one than Baraza does
"""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from tools.node import node_of_the_machine
from tools.say import ROOT, check_disk, fail, say, step, trusted_certificates

VENV = ROOT / ".venv"
TOOLS = ROOT / ".venv-tools"
STAMP = VENV / "baraza-setup.json"
UV = "0.13.9"
# Only for a Python that comes without pip and ensurepip, as Debian's does.
PIP = "https://files.pythonhosted.org/packages/07/25/ee8c38ae72d66b844ce8eb9711ba905dba21ca1a8a0c960057c41cd23337/pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
NO_NETWORK = "Could not fetch Python packages from PyPI: check the network and start again."


def groups_wanted(purpose: str) -> set[str]:
    groups = set() if purpose == "run" else {"dev"}
    if purpose == "bench" or node_of_the_machine() is None:
        groups.add("node")
    return groups


def lock_fingerprint() -> str:
    digest = hashlib.sha256()
    for name in ("uv.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_ready(groups: set[str], fingerprint: str) -> bool:
    try:
        stamp = json.loads(STAMP.read_text())
        return stamp["lock"] == fingerprint and groups <= set(stamp["groups"]) and (VENV / "bin/python").exists()
    except (OSError, ValueError, KeyError):
        return False


def groups_there() -> set[str]:
    """Groups that are installed already stay: `make run` after `make test` removes nothing."""
    try:
        return set(json.loads(STAMP.read_text())["groups"])
    except (OSError, ValueError, KeyError):
        return {"dev"} if (VENV / "bin/pytest").exists() else set()  # made by hand


def fetch_pip(folder: Path) -> Path:
    wheel = folder / PIP.rsplit("/", 1)[1]
    say("· Fetching pip, which this Python comes without …")
    try:
        with urllib.request.urlopen(PIP, timeout=60) as answer:
            wheel.write_bytes(answer.read())
    except OSError as error:
        fail(f"{NO_NETWORK} ({error})")
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != PIP_SHA256:
        fail("What came from PyPI as pip is not the expected file: try again on a network you trust.")
    return wheel


def find_uv() -> Path:
    uv = TOOLS / "bin/uv"
    if uv.exists():
        answer = subprocess.run([uv, "--version"], capture_output=True, text=True).stdout.split()
        if answer[1:2] == [UV]:
            return uv
    for module in ("pip", "ensurepip"):
        if importlib.util.find_spec(module):
            break
    else:
        module = ""
    with tempfile.TemporaryDirectory() as scratch:
        # Debian has `venv` without `ensurepip`: so the tools live in a plain folder, and pip installs there.
        if module == "ensurepip":
            step(
                "Making a place for tools", [sys.executable, "-m", "venv", TOOLS], otherwise=f"Could not make {TOOLS}."
            )
            pip: list[str | Path] = [TOOLS / "bin/python", "-m", "pip"]
            target: list[str | Path] = []
        else:
            pip = [sys.executable, "-m", "pip"] if module else [sys.executable, fetch_pip(Path(scratch)) / "pip"]
            target = ["--target", TOOLS, "--upgrade"]
        step(
            f"Fetching uv {UV}, which installs the rest",
            [*pip, "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:", *target, f"uv=={UV}"],
            otherwise=NO_NETWORK,
        )
    return uv


def sync(groups: set[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    environment |= {"UV_PROJECT_ENVIRONMENT": str(VENV), "UV_PYTHON_DOWNLOADS": "never"}
    if trusted_certificates():
        environment.setdefault("UV_SYSTEM_CERTS", "1")
    chosen = [option for group in sorted(groups - {"dev"}) for option in ("--group", group)]
    if "dev" not in groups:
        chosen.append("--no-dev")
    STAMP.unlink(missing_ok=True)
    step(
        "Installing Python packages into .venv",
        [find_uv(), "sync", "--frozen", "--python", sys.executable, *chosen],
        otherwise=NO_NETWORK,
        env=environment,
    )


def main() -> None:
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    groups, fingerprint = groups_wanted(purpose), lock_fingerprint()
    if is_ready(groups, fingerprint):
        return
    check_disk()
    groups |= groups_there()
    sync(groups)
    STAMP.write_text(json.dumps({"lock": fingerprint, "groups": sorted(groups)}))


if __name__ == "__main__":
    main()
