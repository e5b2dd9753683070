"""What the fuzzer starts from: honest updates of all kinds, attacks, words of the live socket, headers."""

import json
import random
from pathlib import Path
from typing import Any, Final

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from realtime import protocol

KEPT: Final = Path(__file__).parent / "corpus.json"  # inputs that once found something, as hexadecimal, by place
EDGES: Final = [
    0,
    1,
    2,
    9,
    10,
    31,
    63,
    64,
    65,
    127,
    128,
    129,
    255,
    2**14,
    2**31 - 1,
    2**32,
    2**53,
    2**53 + 1,
    2**63,
    2**70,
]


def honest_updates() -> list[bytes]:
    """A document as an editor makes it, edit by edit, and the whole of it."""
    doc: Doc[Any] = Doc(client_id=9)
    updates: list[bytes] = []
    doc.observe(lambda event: updates.append(bytes(event.update)))
    root = doc.get("default", type=XmlFragment)
    for number, tag in enumerate(("paragraph", "heading", "bulletList", "codeBlock", "mention")):
        attributes: Any = {"level": number, "id": "h1", "checked": True, "n": [1, {"a": None}]}
        element = XmlElement(tag, attributes)
        root.children.append(element)
        text = XmlText()
        element.children.append(text)
        text.insert(0, "Keep cost records 🌍 ", {"bold": True})
        text.insert(3, "é", {"link": {"href": "https://example.org"}})
        text.format(0, 4, {"italic": True})
        del text[1:3]
    del root.children[2]
    other: Doc[Any] = Doc(client_id=7)
    other.apply_update(doc.get_update())
    other.get("default", type=XmlFragment).children.insert(1, XmlElement("paragraph"))
    return [*updates, bytes(doc.get_update()), bytes(other.get_update()), bytes(other.get_update(doc.get_state()))]


def seeds() -> dict[str, list[bytes]]:
    """Inputs by place: "frame", "live", "query", "header", "path"."""
    updates = honest_updates()
    frames = [protocol.sync_update(update) for update in updates]
    frames += [protocol.sync_step_2(update) for update in updates[-3:]]
    frames += [protocol.sync_step_1(b"\x01\x09\x05"), bytes([protocol.QUERY_AWARENESS])]
    place = {"type": {"client": 9, "clock": 2}, "tname": "default", "item": None, "assoc": -1}
    frames.append(protocol.awareness(protocol.write_awareness([(9, 1, {"cursor": {"anchor": place, "head": place}})])))
    frames.append(protocol.awareness(protocol.write_awareness([(9, 2, None), (7, 1, {"user": {"name": "x"}})])))
    live = [
        {"follow": "00000000-0000-0000-0000-000000000000", "after": 3, "show": ["board:1"], "language": "fr"},
        {"unfollow": "00000000-0000-0000-0000-000000000000"},
        {"here": {"space": "00000000-0000-0000-0000-000000000000", "at": "action:1", "how": "idle"}},
    ]
    deep = [b'{"follow":' + b"[" * depth + b"]" * depth + b"}" for depth in (60, 3_000)]
    found = {
        "frame": frames,
        "live": [*(json.dumps(said).encode() for said in live), *deep],
        "query": [b"after=3&epoch=1", b"after=0", b""],
        "header": [b"http://localhost", b"sessionid=abc; csrftoken=x", b"localhost:8000", b"[::1]:8000"],
        "path": [b"00000000-0000-0000-0000-000000000000", b"{00000000-0000-0000-0000-000000000000}"],
    }
    kept: dict[str, list[str]] = json.loads(KEPT.read_text())
    for where, inputs in kept.items():
        found[where] += map(bytes.fromhex, inputs)
    return found


def mutated(draw: random.Random, pool: list[bytes]) -> bytes:
    """One of the pool after one to six changes of bytes, numbers or stretches."""
    data = bytearray(draw.choice(pool))
    for _ in range(draw.randint(1, 6)):
        at = draw.randrange(len(data) + 1)
        change = draw.randrange(8)
        if change == 0 and data:
            data[min(at, len(data) - 1)] = draw.randrange(256)
        elif change == 1 and data:
            data[min(at, len(data) - 1)] ^= 1 << draw.randrange(8)
        elif change == 2:
            data[at:at] = protocol.write_uint(draw.choice(EDGES))
        elif change == 3:
            data[at : at + draw.randint(1, 3)] = protocol.write_uint(draw.choice(EDGES))
        elif change == 4:
            del data[at : at + draw.randint(1, 8)]
        elif change == 5:
            data[at:at] = data[at : at + draw.randint(1, 40)] * draw.randint(1, 5)
        elif change == 6:
            other = draw.choice(pool)
            begin = draw.randrange(len(other) + 1)
            data[at:at] = other[begin : begin + draw.randint(1, 60)]
        else:
            data = data[:at]
        del data[60_000:]
    return bytes(data)
