"""A board with 500 actions and 60 people: its page, a change on all screens, beside boards that are sent as JSON."""

import json
import re
import time
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import psycopg

from tests.databases import run

from ..bench import Bench
from ..cores import OTHERS, on_core
from ..figures import Plot, Result, Target, limit_target, ms
from ..planka import LikePlanka, Planka
from ..screens import WARM, Ask, Browser, Changes, Door, Pages, at, load, watch
from ..subjects import METRICS_TOKEN, Baraza, OnDaphne, OnUvicorn

NAME = "board"
TITLE = "A board with 500 actions and 60 people"
HOW = (
    "500 actions under six themes, 60 seats that are held; leads, labels, steps, waits, indicators, evidence, "
    "agreements and proposals on them. The page is fetched by one reader after the other, from the request to the last "
    "byte, as a browser takes it (Brotli, where the server has it); ours is the finished page, the others’ the JSON "
    "from which a browser has still to draw it. Then 60 screens follow the board, in three languages and as convenor, "
    "members and observer, and one card is changed again and again: from the request to the message on each screen, "
    "bytes of the frame without compression. Statements are what PostgreSQL counted for a page. The stand-in for "
    "Planka (`tests/benchmarks/peers/board.js`) asks the same tables one by one and sends the same messages as "
    "[its server](https://github.com/plankanban/planka/tree/master/server) does, read at 2.1.1, and has no framework "
    "around it; Planka itself is measured where `PLANKA` names an installation (it is on no registry), on the same "
    "rows."
)
COLUMNS = [
    "server", "page p50 ms", "p95 ms", "statements", "kB sent", "kB in full", "change → 60 screens p50 ms", "p99 ms",
    "change answered p50 ms", "bytes a screen", "renders a change",
]  # fmt: skip
SCREENS = 60
LANGUAGES = ("en", "fr", "sw")
CSRF = "benchmark" + "0" * 23  # as long as a browser's
SETTLED = 12.0  # seconds after which an idle connection has told its statistics


def measure(bench: Bench) -> Result:
    result = Result(NAME, TITLE, HOW, COLUMNS)
    times = 100 if bench.plan.minutes <= 10 else 400
    lines: dict[str, list[tuple[float, float]]] = {}
    kinds: list[type[Board]] = [BoardOnUvicorn, BoardOnDaphne, LikePlanka]
    for kind in [*kinds, Planka] if (Planka.folder / "app.js").is_file() else kinds:
        if not bench.has_time(75, kind.label):
            continue
        with kind(bench.ground) as subject, on_core(OTHERS):
            pages, statements = _pages(subject, times)
            ours = subject if isinstance(subject, WithABoard) else None
            before = ours.drawn() if ours else 0
            changes = watch(subject.way_in, SCREENS, times)
            renders = (ours.drawn() - before) / (times + WARM) if ours else 0
            if ours:
                result.targets += _targets(kind.label, pages, changes, ours, renders)
        row = [kind.label, *_of_pages(pages, statements), *_of_changes(changes), f"{renders:.1f}" if renders else "–"]
        result.rows.append(row)
        bench.say(" · ".join(row))
        lines[kind.label] = [(share, at(share / 100, changes.shown)) for share in range(1, 100)]
    result.plot = Plot(
        "percent of the screens", "ms until the change stood there", lines, (300, "asked for"), log_y=True
    )
    return result


def _pages(subject: "Board", times: int) -> tuple[Pages, float]:
    url = subject.server.database_url if isinstance(subject, WithABoard) else subject.database_url
    before = _statements(url)
    pages = load(subject.way_in, times, warm=20)
    return pages, (_statements(url) - before) / (times + 20)


def _statements(url: str) -> int:
    """Transactions so far, which are statements where each is its own."""
    time.sleep(SETTLED)
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()")
        row = found.fetchone()
        return int(row[0]) if row else 0


def _of_pages(pages: Pages, statements: float) -> list[str]:
    return [
        ms(at(0.5, pages.took)), ms(at(0.95, pages.took)), f"{statements:.0f}",
        f"{pages.sent / 1000:.0f}", f"{pages.plain / 1000:.0f}",
    ]  # fmt: skip


def _of_changes(changes: Changes) -> list[str]:
    return [
        ms(at(0.5, changes.shown)),
        ms(at(0.99, changes.shown)),
        ms(at(0.5, changes.answered)),
        f"{changes.bytes:,}",
    ]


def _targets(label: str, pages: Pages, changes: Changes, ours: "WithABoard", renders: float) -> list[Target]:
    most, first = max(ours.made["queries"].values()), ours.first_visit()
    audiences = len({_audience(n) for n in range(SCREENS)})
    return [
        limit_target(f"page p95 ≤ 120 ms, {label}", at(0.95, pages.took), 120),
        limit_target(f"≤ 15 queries for a convenor, a member, an observer, {label}", most, 15, ""),
        limit_target(f"first visit ≤ 150 kB, {label}", first / 1000, 150, "kB"),
        limit_target(f"change → 60 screens p99 ≤ 300 ms, {label}", at(0.99, changes.shown), 300),
        limit_target(f"≤ 3 kB a screen, {label}", changes.bytes / 1000, 3, "kB"),
        limit_target(
            f"one render for each language and class of abilities ({audiences}), {label}", renders, audiences, ""
        ),
    ]


def _audience(n: int) -> tuple[str, str]:
    """Language and role of a screen: the first is the convenor's, the second the observer's, the others members'."""
    return LANGUAGES[n % 3], ("convenor", "observer")[n] if n < 2 else "member"


class WithABoard(Baraza):
    """Ours, with a full board; `made` as board_world says it."""

    def furnish(self) -> None:
        self.made: dict[str, Any] = json.loads(run("-m", "tests.benchmarks.board_world", env=self.server.environment))
        self.page = f"/boards/{self.made['board']}/"

    @property
    def way_in(self) -> Door:
        follow = {"follow": self.made["space"], "after": self.made["head"], "show": [f"board:{self.made['board']}"]}
        return Door(
            url=self.url,
            page=lambda n: Ask("GET", self.page, self.sign(n + 2)),
            change=self.change,
            socket="/ws/live/",
            sign=self.sign,
            hello=lambda n: [json.dumps(follow | {"language": LANGUAGES[n % 3]})],
            followed=lambda said: '"seq":' in said and '"events":[]' in said,
            changed=lambda said: '"kind":"action.edited"' in said,
        )

    def sign(self, n: int) -> dict[str, str]:
        """As the convenor, the observer, or one of the members."""
        role = _audience(n)[1] if n < SCREENS else "member"
        return {"Cookie": (cookies := self.made["readers"][role])[n % len(cookies)]}

    def change(self, n: int) -> Ask:
        """A card, changed from its menu."""
        said = {"status": ("on-track", "not-started")[n % 2], "status_note": "", "at": "card", "command_id": uuid4()}
        headers = {
            "Cookie": f"{self.sign(2)['Cookie']}; csrftoken={CSRF}", "X-CSRFToken": CSRF, "HX-Request": "true",
            "Origin": self.url, "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        return Ask("POST", f"/actions/{self.made['action']}/edit/", headers, urlencode(said))

    def first_visit(self) -> int:
        """Bytes of the page with all that it names, and of the code that lanes bring."""
        browser = Browser(self.url)
        html = browser.ask(Ask("GET", self.page, self.sign(2) | {"Accept-Encoding": ""}))[1].decode()
        named = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', html))
        app = next(name for name in named if "/app-" in name)
        script = browser.ask(Ask("GET", app, {"Accept-Encoding": ""}))[1].decode()
        named |= {f"/static/assets/{name}" for name in re.findall(r'"\./(board-[\w-]+\.js)"', script)}
        total = sum(len(browser.ask(Ask("GET", path, self.sign(2)))[1]) for path in [self.page, *sorted(named)])
        browser.close()
        return total

    def drawn(self) -> float:
        """Parts of pages that were drawn since the start."""
        browser = Browser(self.url)
        said = browser.ask(
            Ask("GET", "/metrics/", {"Authorization": f"Bearer {METRICS_TOKEN}", "Accept-Encoding": ""})
        )[1].decode()
        browser.close()
        found = re.search(r"^baraza_regions_drawn_total ([\d.e+]+)", said, re.MULTILINE)
        return float(found[1]) if found else 0.0


class BoardOnUvicorn(WithABoard, OnUvicorn):
    """As many editors have it."""


class BoardOnDaphne(WithABoard, OnDaphne):
    """As it is shipped."""


Board = WithABoard | LikePlanka
