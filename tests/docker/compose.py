"""The compose file as a structure, with its ${VARIABLES} filled in."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
DOCKER = ROOT / "docker"
COMPOSE = DOCKER / "compose.yml"
VARIABLE = re.compile(r"\$\{(\w+)(?:(:?[-?])([^}]*))?\}")


def named_variables() -> set[str]:
    return {found[1] for found in VARIABLE.finditer(COMPOSE.read_text())}


def read(**values: str) -> dict[str, Any]:
    """As `docker compose` reads it; a variable that is neither given nor has a default raises KeyError."""

    def fill(found: re.Match[str]) -> str:
        name, kind, default = found.groups()
        return values[name] if name in values or kind is None or "?" in kind else default

    def walk(part: Any) -> Any:
        if isinstance(part, dict):
            return {name: walk(value) for name, value in part.items()}
        if isinstance(part, list):
            return [walk(value) for value in part]
        return VARIABLE.sub(fill, part) if isinstance(part, str) else part

    whole: dict[str, Any] = walk(yaml.safe_load(COMPOSE.read_text()))
    return whole
