"""Who wrote what: read from the state itself, so that it outlives every folding. Runs in the decoder."""

from collections import Counter
from typing import Any

from pycrdt import Array, Assoc, Doc, XmlFragment

from .items import STRING, Hanging, items, words_of
from .protocol import write_uint

FIELD = "default"


def authors(update: bytes) -> list[dict[int, int]]:
    """For each child of the root, in reading order: {client: letters} of what is not deleted."""
    doc: Doc[Any] = Doc()
    doc.apply_update(update)
    found = items(doc.get_update())
    hanging = Hanging(found)
    written: dict[Any, Counter[int]] = {}
    for item in found:
        if item.kind == STRING or item.tag == "mention":
            written.setdefault(hanging.block_of(item), Counter())[item.client] += item.length
    root: Array[Any] = doc.get(FIELD, type=Array)  # seen as an array, it tells the place of each child
    blocks = []
    for index in range(len(root)):
        place = root.sticky_index(index, Assoc.AFTER).to_json()["item"]
        blocks.append(dict(written.get((place["client"], place["clock"]), Counter())))
    return blocks


def without(update: bytes, clients: frozenset[int]) -> bytes:
    """The state after all that can be read of what these clients wrote is deleted."""
    doc: Doc[Any] = Doc()
    doc.apply_update(update)
    doc.get(FIELD, type=XmlFragment)
    doc.apply_update(_deletions(list(words_of(items(doc.get_update()), clients))))
    return doc.get_update()


def _deletions(ranges: list[tuple[int, int, int]]) -> bytes:
    """An update that deletes these ranges and holds nothing else."""
    of: dict[int, list[tuple[int, int]]] = {}
    for client, clock, length in ranges:
        of.setdefault(client, []).append((clock, length))
    out = [b"\0", write_uint(len(of))]
    for client, parts in of.items():
        out += [write_uint(client), write_uint(len(parts))]
        for clock, length in parts:
            out += [write_uint(clock), write_uint(length)]
    return b"".join(out)
