"""Yjs documents (the root XML fragment `default`) ↔ ProseMirror JSON.

Decoding a client's bytes can kill the process: only the background decoder, with its limits, reads what clients wrote.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import Any, Final

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from workspace.prose.check import check
from workspace.prose.schema import MAX_DEPTH, Node

ROOT: Final = "default"
_DEEPEST: Final = 4 * MAX_DEPTH  # levels read of a tree that nobody bounded before
_HASHED = re.compile(r"(.+)--[A-Za-z0-9+/=]{8}")  # the key of a mark that may overlap itself


class Unreadable(ValueError):
    """The bytes are no Yjs update, or one that nobody can decode."""


def from_update(update: bytes) -> Node:
    """The valid document in a whole Yjs state. Raises Unreadable."""
    return check(_decode(update))


def to_update(document: object) -> bytes:
    """The document as a fresh Yjs history of a random client, for demonstration content and import only.

    A document that exists is never rebuilt from text: an old client would bring its text back a second time.
    """
    # Browsers use 32 bits; the default of pycrdt is wider.
    doc: Doc[Any] = Doc(client_id=secrets.randbelow(2**32 - 1) + 1)
    fragment = doc.get(ROOT, type=XmlFragment)
    with doc.transaction():
        write_nodes(fragment, check(document)["content"])
    return doc.get_update()


def _decode(update: bytes) -> Node:
    try:
        doc: Doc[Any] = Doc()
        if update:
            doc.apply_update(update)
        return {
            "type": "doc",
            "content": _children(doc.get(ROOT, type=XmlFragment), _DEEPEST),
        }
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # the Rust core panics with a BaseException
        raise Unreadable(type(error).__name__) from error


def read_node(child: object) -> Node:
    """One child of the root as it is stored, not checked yet."""
    if isinstance(child, XmlElement):
        return {"type": child.tag, "attrs": _attributes(child), "content": _children(child, _DEEPEST - 1)}
    return {"type": "doc", "content": _texts(child) if isinstance(child, XmlText) else []}


def _children(parent: XmlFragment | XmlElement, levels: int) -> list[Node]:
    nodes: list[Node] = []
    if levels:
        for child in parent.children:
            if isinstance(child, XmlText):
                nodes += _texts(child)
            elif isinstance(child, XmlElement):
                nodes.append(
                    {
                        "type": child.tag,
                        "attrs": _attributes(child),
                        "content": _children(child, levels - 1),
                    }
                )
    return nodes


def _attributes(element: XmlElement) -> Node:
    entries: Iterable[tuple[str, Any]] = element.attributes.__iter__()
    return dict(entries)


def _texts(text: XmlText) -> list[Node]:
    return [
        {"type": "text", "text": part, "marks": _marks(formats)}
        for part, formats in text.diff()
        if isinstance(part, str)
    ]


def _marks(formats: object) -> list[Node]:
    if not isinstance(formats, dict):
        return []
    marks = []
    # Yjs keeps no order; sorted, so that one state always gives one document.
    for key in sorted(formats):
        hashed = _HASHED.fullmatch(key)
        if formats[key] is not None and formats[key] is not False:
            marks.append({"type": hashed[1] if hashed else key, "attrs": formats[key]})
    return marks


def write_nodes(parent: XmlFragment | XmlElement, nodes: list[Node]) -> None:
    """Append nodes that passed the check."""
    text: XmlText | None = None
    for node in nodes:
        if node["type"] == "text":
            if text is None:  # adjacent texts share one XmlText
                text = XmlText()
                parent.children.append(text)
            formats = {mark["type"]: mark.get("attrs", {}) for mark in node.get("marks", ())}
            text.insert(len(text), node["text"], formats)  # both count UTF-8 bytes
            continue
        text = None
        element = XmlElement(node["type"])
        parent.children.append(element)
        for name, value in node.get("attrs", {}).items():
            element.attributes[name] = value
        write_nodes(element, node.get("content", []))
