"""What must hold after every fault.

1. The log has no gap: numbers 1 to the head, one row each.
2. Every change is in the log exactly once: the rows of each author follow one another, clock by clock.
3. What was acknowledged is in the log, also that of people who never came back.
4. What anybody typed who is still here is acknowledged and in the text exactly once.
5. All screens show the same text, and so does a tab that opens the document now.
"""

from collections import Counter
from typing import TYPE_CHECKING, Any

from pycrdt import Doc

from realtime.tree import TypeTree
from tests.faults.client import Tab, clocks_of, text_of

if TYPE_CHECKING:
    from tests.faults.crowd import Crowd


def check(crowd: "Crowd") -> None:
    """Asserts all of them; the crowd has nothing unsaved."""
    crowd.until_saved()
    rows = log_of(crowd)
    stored = Doc[Any]()
    for row in rows:
        stored.apply_update(row)
    lines, clocks = Counter(text_of(stored)), clocks_of(stored)
    assert each_once(rows) == clocks, "the rows hold other clocks than the text"
    for tab in crowd.tabs:
        assert tab.acknowledged <= clocks.get(tab.author, 0), f"acknowledged and not stored: {tab}"
        assert in_text(tab, lines) == expected_of(tab), f"{tab}: acknowledged and not in the text as often as it must"
    newcomer = cold(crowd)
    present = [*here(crowd), newcomer]
    crowd.until(lambda: all(tab.clocks == clocks and tab.head in (0, len(rows)) for tab in present))
    for tab in present:
        assert crowd.do(read(tab)) == text_of(stored), f"another text on the screen of {tab}"


def expected_of(tab: Tab) -> dict[str, int]:
    """How often each acknowledged mark must be in the text: once, or no more when striking it out was acknowledged."""
    unsure = {mark.struck for mark in tab.marks if mark.clock > tab.acknowledged}
    struck = {mark.struck for mark in tab.marks if mark.clock <= tab.acknowledged}
    return {mark.words: int(mark.words not in struck) for mark in tab.acknowledged_marks() if mark.words not in unsure}


def in_text(tab: Tab, lines: Counter[str]) -> dict[str, int]:
    return {words: lines[words] for words in expected_of(tab)}


def log_of(crowd: "Crowd") -> list[bytes]:
    """The bodies of the rows; asserts that their numbers have no gap."""
    answer = crowd.server.rows(
        "SELECT u.seq, u.body, d.head FROM realtime_document d LEFT JOIN realtime_documentupdate u"
        " ON u.document_id = d.id WHERE d.id = %s ORDER BY u.seq",
        key(crowd),
    )
    head = answer[0][2]
    numbered = [(seq, body) for seq, body, _ in answer if seq is not None]
    assert [seq for seq, _ in numbered] == list(range(1, head + 1)), f"a gap before {head}"
    return [bytes(body) for _, body in numbered]


def each_once(rows: list[bytes]) -> dict[int, int]:
    """The clock of each author after these rows; asserts that no row repeats another, or leaves something out."""
    tree, clocks = TypeTree(), dict[int, int]()
    for number, row in enumerate(rows, 1):
        contents = tree.check(row)
        assert contents.clocks or contents.deletions, f"row {number} holds nothing"
        for client, (first, after) in contents.clocks.items():
            assert first == clocks.get(client, 0), f"row {number} goes on at {first}, not at {clocks.get(client, 0)}"
            clocks[client] = after
    return clocks


def key(crowd: "Crowd") -> str:
    """The document's id as its database keeps it."""
    return crowd.document.hex if crowd.server.database_url.startswith("sqlite") else str(crowd.document)


def here(crowd: "Crowd") -> list[Tab]:
    return [tab for tab in crowd.tabs if tab not in crowd.gone]


def cold(crowd: "Crowd") -> Tab:
    """Somebody who opens the document now, with nothing on their device."""
    one = (here(crowd) or crowd.tabs)[0]

    async def come() -> Tab:
        return Tab(one.url, crowd.document, one.cookie, numbered=True)

    newcomer = crowd.do(come())
    crowd.tabs.append(newcomer)
    return newcomer


async def read(tab: Tab) -> list[str]:
    return text_of(tab.doc)
