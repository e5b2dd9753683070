"""Boards that are sent as JSON: a server of Planka's kind, and Planka itself where somebody has installed it.

PLANKA=/path/to/planka/server make bench ONLY=board      measures that as well; its folder was made ready by `npm ci`
"""

import json
import os
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg

from tests.board_words import LABELS, STATUSES, THEMES, TITLES, WHY
from tools.node import find_pinned_node

from .ground import Ground
from .screens import Ask, Door
from .subjects import PEERS, Foreign

SEATS, CARDS, ROOT = 60, 500, 1_000_000  # ROOT: the first id
BOARD, PROJECT, CARD = ROOT + 1, ROOT, ROOT + 2_000


class LikePlanka(Foreign):
    label = "stand-in for Planka"

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.database_url = ground.database()

    def command(self) -> list[str | Path]:
        return [find_pinned_node().node, PEERS / "board.js"]

    def settings(self) -> dict[str, str]:
        return {"DATABASE_URL": self.database_url}

    def start(self) -> None:
        super().start()
        with psycopg.connect(self.database_url, autocommit=True) as connection, connection.transaction():
            for table, row in rows():
                there = self._columns(connection, table)
                kept = {name: value for name, value in row.items() if name in there}
                names, places = ", ".join(kept), ", ".join(["%s"] * len(kept))
                connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", list(kept.values()))
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            connection.execute("ANALYZE")

    def _columns(self, connection: Any, table: str) -> set[str]:
        if not hasattr(self, "known"):
            self.known: dict[str, set[str]] = {}
            found = connection.execute("SELECT table_name, column_name FROM information_schema.columns")
            for name, column in found:
                self.known.setdefault(name, set()).add(column)
        return self.known[table]

    @property
    def way_in(self) -> Door:
        return door(self.url)


class Planka(LikePlanka):
    label = "Planka"
    folder = Path(os.environ.get("PLANKA", ""))

    def command(self) -> list[str | Path]:
        return [find_pinned_node().node, self.folder / "app.js", "--prod"]

    def settings(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.database_url,
            "BASE_URL": self.url,
            "SECRET_KEY": "benchmark" * 8,
            "LOG_LEVEL": "error",
        }

    def start(self) -> None:
        node, env = find_pinned_node().node, os.environ | self.settings() | {"NODE_ENV": "production"}
        done = subprocess.run(
            [node, self.folder / "db/init.js"], env=env, cwd=self.folder, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        super().start()


def key(number: int) -> str:
    """Of a reader."""
    return f"key-{number % SEATS}"


def rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """The same board as ours, in the tables of Planka: what hangs on our actions is tasks, labels and members there."""
    ids = iter(range(ROOT + 10_000, ROOT + 100_000))
    for n in range(SEATS):
        yield "user_account", {
            "id": ROOT + 100 + n, "email": f"p{n}@example.org", "role": "boardUser", "name": f"Delegate {n}",
            "username": f"p{n}", "subscribe_to_own_cards": False, "subscribe_to_card_when_commenting": True,
            "turn_off_recent_card_highlighting": False, "enable_favorites_by_default": False,
            "default_editor_mode": "wysiwyg", "default_home_view": "groupedProjects",
            "default_projects_order": "byDefault", "is_sso_user": False, "is_deactivated": False,
            "api_key_prefix": f"k{n}", "api_key_hash": sha256(key(n).encode()).hexdigest(),
        }  # fmt: skip
    yield "project", {"id": PROJECT, "name": "Roadmaps", "is_hidden": False}
    yield "board", {
        "id": BOARD, "project_id": PROJECT, "position": 1, "name": "Roadmap", "default_view": "kanban",
        "default_card_type": "project", "limit_card_types_to_default_one": False, "always_display_card_creator": False,
        "expand_task_lists_by_default": False, "display_card_ages": False,
    }  # fmt: skip
    for n in range(SEATS):
        yield "board_membership", {
            "id": next(ids), "project_id": PROJECT, "board_id": BOARD, "user_id": ROOT + 100 + n, "role": "editor",
        }  # fmt: skip
    labels = sorted({label for several in LABELS for label in several.split(", ") if label} | set(STATUSES))
    for n, name in enumerate(labels):
        yield "label", {"id": ROOT + 200 + n, "board_id": BOARD, "position": n, "name": name, "color": "berry-red"}
    for n, name in enumerate(THEMES):
        yield "list", {"id": ROOT + 300 + n, "board_id": BOARD, "position": n, "name": name, "type": "active"}
    for n in range(CARDS):
        yield from _card(n, labels, ids)


def _card(n: int, labels: list[str], ids: Iterator[int]) -> Iterator[tuple[str, dict[str, Any]]]:
    status = STATUSES[n % len(STATUSES)]
    yield "card", {
        "id": CARD + n, "board_id": BOARD, "list_id": ROOT + 300 + n % len(THEMES), "creator_user_id": ROOT + 100,
        "type": "project", "position": n, "name": TITLES[n % len(TITLES)].format(n=n + 2),
        "description": WHY.get(status), "due_date": "2027-03-01", "is_due_completed": False, "comments_total": 0,
        "is_closed": False, "created_at": "2026-11-01", "list_changed_at": "2026-11-01",
    }  # fmt: skip
    if n % 2 == 0:
        yield "card_membership", {"id": next(ids), "card_id": CARD + n, "user_id": ROOT + 100 + n % SEATS}
    for label in [status, *filter(None, LABELS[n % len(LABELS)].split(", "))]:
        yield "card_label", {"id": next(ids), "card_id": CARD + n, "label_id": ROOT + 200 + labels.index(label)}
    if n % 4 == 0:
        kept = {"show_on_front_of_card": True, "hide_completed_tasks": False}
        tasks = next(ids)
        yield "task_list", {"id": tasks, "card_id": CARD + n, "position": 1, "name": "Steps", **kept}
        for place, text in enumerate(("Ask the assembly", "Find the trainers")):
            yield (
                "task",
                {"id": next(ids), "task_list_id": tasks, "position": place, "name": text, "is_completed": False},
            )


def door(url: str) -> Door:
    """Over HTTP with a key of each reader; over socket.io, whose messages are numbers and JSON."""

    def signed(n: int) -> dict[str, str]:
        return {"x-api-key": key(n)}

    def change(n: int) -> Ask:
        body = json.dumps({"name": f"Train {n} pit owners of the district in keeping simple cost records"})
        return Ask("PATCH", f"/api/cards/{CARD + CARDS - 1}", signed(1) | {"Content-Type": "application/json"}, body)

    def answer(n: int, said: str) -> str | None:
        asked = {"method": "get", "url": f"/api/boards/{BOARD}?subscribe=true", "headers": signed(n), "data": {}}
        return "3" if said == "2" else f"420{json.dumps(['get', asked])}" if said.startswith("40{") else None

    return Door(
        url=url,
        page=lambda n: Ask("GET", f"/api/boards/{BOARD}", signed(n)),
        change=change,
        socket="/socket.io/?EIO=4&transport=websocket&__sails_io_sdk_version=1.2.1&__sails_io_sdk_platform=node",
        sign=signed,
        hello=lambda _n: ["40"],
        followed=lambda said: said.startswith("430") and '"cards":[{' in said,
        changed=lambda said: said.startswith('42["cardUpdate"'),
        answer=answer,
    )
