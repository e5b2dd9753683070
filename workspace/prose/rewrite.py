"""A Yjs state and the document that it shall become → the smallest update that leads there, block by block.

What both have in common is not touched: carets stay in it, and whoever wrote it stays its author.
"""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from typing import Any, Final

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from workspace.prose.check import check
from workspace.prose.schema import Node
from workspace.prose.ydoc import ROOT, read_node, write_nodes

NOTHING: Final = b"\0\0"  # an update that holds nothing
_PLAIN: Final = frozenset({"paragraph", "heading", "codeBlock"})
_HOLDERS: Final = frozenset({"bulletList", "orderedList", "taskList", "listItem", "taskItem", "blockquote"})


def change_to(update: bytes, document: object, client: int) -> bytes:
    """The update that makes the state read as the document, written under a client id of its own."""
    doc: Doc[Any] = Doc(client_id=client)
    doc.apply_update(update)
    root = doc.get(ROOT, type=XmlFragment)
    wanted = check(document)
    changes: list[bytes] = []
    subscription = doc.observe(lambda event: changes.append(event.update))
    with doc.transaction():
        _rewrite(root, wanted["content"])
        if check([read_node(child) for child in root.children]) != wanted:  # what stood there was no valid document
            del root.children[0 : len(root.children)]
            _rewrite(root, wanted["content"])
    doc.unobserve(subscription)
    return changes[0] if changes else NOTHING


def _rewrite(parent: XmlFragment | XmlElement, blocks: list[Node]) -> None:
    now = [_key(read_node(child)) for child in parent.children]
    then = [_key(block) for block in blocks]
    for tag, a, b, c, d in reversed(SequenceMatcher(None, now, then, autojunk=False).get_opcodes()):
        if tag == "equal":
            continue
        kept = 0  # blocks that only differ inside
        while a + kept < b and c + kept < d and _change_inside(parent.children[a + kept], blocks[c + kept]):
            kept += 1
        if b > a + kept:
            del parent.children[a + kept : b]
        for index in range(c + kept, d):
            element = XmlElement(blocks[index]["type"])
            parent.children.insert(a + index - c, element)
            for name, value in blocks[index].get("attrs", {}).items():
                element.attributes[name] = value
            write_nodes(element, blocks[index].get("content", []))


def _key(node: Node) -> str:
    return json.dumps(check([node])["content"], sort_keys=True)


def _change_inside(child: Any, block: Node) -> bool:
    """Make a block read as another by changing what is in it; False when it must be replaced."""
    if not isinstance(child, XmlElement) or child.tag != block["type"]:
        return False
    (now, *more) = check([read_node(child)])["content"]
    while now["type"] != block["type"] and now.get("content"):  # an item alone was given a list
        now = now["content"][0]
    if more or now["type"] != block["type"] or now.get("attrs") != block.get("attrs"):
        return False
    if block["type"] in _HOLDERS:
        _rewrite(child, block.get("content", []))
        return True
    return _reword(child, _letters(now), _letters(block))


def _reword(child: XmlElement, said: str | None, then: str | None) -> bool:
    """Change the letters of a plain block where only they differ; False when more does."""
    children = list(child.children)
    if not said or not then or len(children) != 1 or not isinstance(children[0], XmlText):
        return False
    text, old, new = children[0], said.encode(), then.encode()
    if "".join(part for part, _ in text.diff() if isinstance(part, str)) != said:
        return False
    start = _alike(said, then)
    end = _alike(said[start:][::-1], then[start:][::-1])
    first, last = len(said[:start].encode()), len(said[len(said) - end :].encode())
    if len(old) > first + last:
        del text[first : len(old) - last]
    if added := new[first : len(new) - last].decode():
        text.insert(first, added)
    return True


def _letters(block: Node) -> str | None:
    """The text of a block that holds nothing else: no mark, no break, no mention."""
    content = block.get("content", [])
    if block.get("type") not in _PLAIN or any(node["type"] != "text" or node.get("marks") for node in content):
        return None
    return "".join(node["text"] for node in content)


def _alike(one: str, other: str) -> int:
    """How many letters at the beginning are the same."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
