"""Any JSON → a valid document. Never raises; what the schema does not know becomes its text.

A node that ProseMirror finds invalid is deleted for everybody by the first editor that opens the document: so whatever
we write passes here, and so does whatever we read, for a crafted Yjs client can store any node and any attribute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from workspace.prose.raw import BOUNDARY, clean_text, group_of, known, leaves
from workspace.prose.schema import (
    ALONE,
    KINDS,
    LISTS,
    MARKS,
    MAX_DEPTH,
    MAX_LABEL,
    RANK,
    Node,
    safe_href,
)
from workspace.prose.tables import square

# Levels that a kind needs at least, its own and its text's included.
_HEIGHT: Final = {
    "horizontalRule": 1,
    "paragraph": 2,
    "heading": 2,
    "codeBlock": 2,
    "blockquote": 3,
    "bulletList": 4,
    "orderedList": 4,
    "taskList": 4,
    "table": 5,
}
# Which block an orphan belongs in.
_HOME: Final = {
    "listItem": "bulletList",
    "taskItem": "taskList",
    "tableRow": "table",
    "tableHeader": "table",
    "tableCell": "table",
}
_BREAK: Final[Node] = {"type": "hardBreak"}


def check(value: object) -> Node:
    """The document that `value` means, valid by the schema. A valid document comes back as it is."""
    if isinstance(value, dict) and value.get("type") == "doc":
        content = value.get("content")
    else:
        content = value if isinstance(value, list) else [value]
    return {"type": "doc", "content": _blocks(known(content), 1)}


def _attributes(raw: Node) -> Node:
    given = raw.get("attrs")
    given = given if isinstance(given, dict) else {}
    values = {name: rule.read(given.get(name)) for name, rule in KINDS[raw["type"]].attributes.items()}
    return {name: value for name, value in values.items() if value is not None}


def _node(raw: Node, content: list[Node]) -> Node:
    node: Node = {"type": raw["type"]}
    if attributes := _attributes(raw):
        node["attrs"] = attributes
    if content:
        node["content"] = content
    return node


# ---- blocks


def _blocks(raws: Iterable[Node], depth: int) -> list[Node]:
    """`block+`: texts get a paragraph, items and cells without a list or table get one."""
    out: list[Node] = []
    for home, run in groupby(raws, _home):
        if home == "block":
            for raw in run:
                out += _block(raw, depth)
        elif home:
            out += _block({"type": home, "content": list(run)}, depth)
    return out or [{"type": "paragraph"}]


def _home(raw: Node) -> str:
    group = group_of(raw)
    if group == "inline":
        return "paragraph"
    return _HOME.get(raw["type"], group)


def _block(raw: Node, depth: int) -> list[Node]:
    """The block; its text alone where it would go too deep; nothing for a list or table of nothing."""
    kind = raw["type"]
    if depth + _HEIGHT[kind] - 1 > MAX_DEPTH:
        return [_node({"type": "paragraph"}, _inline(raw))]
    if kind in LISTS:
        content = _items(raw, depth + 1)
    elif kind == "table":
        content = _rows(raw, depth + 1)
    elif kind == "blockquote":
        content = _blocks(known(raw.get("content")), depth + 1)
    elif kind == "codeBlock":
        content = _code(raw)
    elif kind == "horizontalRule":
        return [_node(raw, [])]
    else:
        return [_node(raw, _inline(raw))]
    return [_node(raw, content)] if content or kind == "codeBlock" else []


def _items(raw: Node, depth: int) -> list[Node]:
    """`listItem+` or `taskItem+`; an item is `paragraph block*`."""
    item = LISTS[raw["type"]]
    items = []
    for inside in _members(known(raw.get("content")), "item", {"type": item}):
        content = _blocks(known(inside.get("content")), depth + 1)
        if content[0]["type"] != "paragraph":
            content.insert(0, {"type": "paragraph"})
        items.append(_node({**inside, "type": item}, content))
    return items


def _members(raws: Iterable[Node], group: str, wrap: Node) -> Iterator[Node]:
    """The raws of a group; what stands between them, wrapped into a member of its own."""
    for fits, run in groupby(raws, lambda raw: group_of(raw) == group):
        members = list(run)
        if fits:
            yield from members
        elif any(raw is not BOUNDARY for raw in members):
            yield {**wrap, "content": [raw for raw in members if raw is not BOUNDARY]}


def _rows(raw: Node, depth: int) -> list[Node]:
    rows = []
    for row in _members(known(raw.get("content")), "row", {"type": "tableRow"}):
        cells = [
            _node(cell, _blocks(known(cell.get("content")), depth + 2))
            for cell in _members(known(row.get("content")), "cell", {"type": "tableCell"})
        ]
        rows.append(_node({"type": "tableRow"}, cells))
    return square(rows)


# ---- text


def _code(raw: Node) -> list[Node]:
    """`text*` without marks."""
    parts: list[str] = []
    for node in leaves(raw.get("content")):
        if node is BOUNDARY:
            parts += ["\n"] if parts and parts[-1] != "\n" else []
        elif node["type"] == "mention":
            parts.append(_mention_text(node))
        else:
            parts.append("\n" if node["type"] == "hardBreak" else _text(node))
    text = clean_text("".join(parts))
    return [{"type": "text", "text": text}] if text else []


def _inline(raw: Node) -> list[Node]:
    """`inline*`: texts of equal marks are one, a line end in a text is a break."""
    out: list[Node] = []
    waiting = False  # a boundary that becomes a break when more follows
    for leaf in leaves(raw.get("content")):
        if leaf is BOUNDARY:
            waiting = bool(out)
            continue
        nodes = _inline_nodes(leaf)
        if nodes and waiting:
            out.append(dict(_BREAK))
        waiting = waiting and not nodes
        for node in nodes:
            _append(out, node)
    return out


def _inline_nodes(leaf: Node) -> list[Node]:
    if leaf["type"] == "hardBreak":
        return [dict(_BREAK)]
    if leaf["type"] == "mention":
        mention = _mention(leaf)
        if mention is not None:
            return [mention]
        text, marks = clean_text(_mention_text(leaf)), []
    else:
        text, marks = clean_text(_text(leaf)), _marks(leaf.get("marks"))
    nodes: list[Node] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            nodes.append(dict(_BREAK))
        if line:
            nodes.append({"type": "text", "text": line, **({"marks": marks} if marks else {})})
    return nodes


def _append(out: list[Node], node: Node) -> None:
    last = out[-1] if out else _BREAK
    if last["type"] == node["type"] == "text" and last.get("marks") == node.get("marks"):
        last["text"] += node["text"]
    else:
        out.append(node)


def _text(node: Node) -> str:
    text = node.get("text")
    return text if isinstance(text, str) else ""


def _label(node: Node) -> str:
    attributes = node.get("attrs")
    label = attributes.get("label") if isinstance(attributes, dict) else None
    return " ".join(clean_text(label).split())[:MAX_LABEL].rstrip() if isinstance(label, str) else ""


def _mention(node: Node) -> Node | None:
    """A mention needs the id of a handle; its name is only what the writer saw."""
    attributes = _attributes(node)
    if "id" not in attributes:
        return None
    attributes.pop("label", None)
    label = _label(node)
    return {
        "type": "mention",
        "attrs": {**attributes, **({"label": label} if label else {})},
    }


def _mention_text(node: Node) -> str:
    label = _label(node)
    return f"@{label}" if label else ""


def _marks(value: object) -> list[Node]:
    """Known marks, each once, in the schema's order; code stands alone."""
    marks: dict[str, Node] = {}
    for mark in value if isinstance(value, list) else ():
        name = mark.get("type") if isinstance(mark, dict) else None
        if not isinstance(name, str) or name not in MARKS or name in marks:
            continue
        if name == "link":
            attributes = mark.get("attrs")
            href = safe_href(attributes.get("href")) if isinstance(attributes, dict) else None
            if href is not None:
                marks[name] = {"type": name, "attrs": {"href": href}}
        else:
            marks[name] = {"type": name}
    if ALONE in marks:
        return [marks[ALONE]]
    return sorted(marks.values(), key=lambda mark: RANK[mark["type"]])
