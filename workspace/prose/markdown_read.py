"""Markdown tokens → raw document nodes, for `check` to put in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from workspace.prose.raw import clean_text
from workspace.prose.schema import Node

MENTION: Final = "mention:"  # [@Ama Mensah](mention:<id of the handle>)

_BLOCKS: Final = {
    "bullet_list": "bulletList",
    "ordered_list": "orderedList",
    "list_item": "listItem",
    "blockquote": "blockquote",
    "table": "table",
    "tr": "tableRow",
    "th": "tableHeader",
    "td": "tableCell",
    "paragraph": "paragraph",
    "heading": "heading",
}
_MARKS: Final = {"strong": "bold", "em": "italic", "s": "strike"}
_TASK = re.compile(r"\[([ xX])\](?:[ \t]|$)")
_NESTING: Final = 100  # of blocks and marks; more than a document can hold


class _Parser(MarkdownIt):
    """Addresses stay as they are written; `check` decides which may be links."""

    def normalizeLink(self, url: str) -> str:
        return url

    def validateLink(self, url: str) -> bool:
        return True


_PARSER: Final = (
    _Parser("commonmark", {"html": True, "maxNesting": _NESTING})
    .enable(["table", "strikethrough"])
    .disable(["html_block"])
)


def read(source: str) -> Node:
    """The raw nodes of a Markdown text."""
    root: Node = {"type": "doc", "content": []}
    stack = [root]
    for token in _PARSER.parse(clean_text(source)):
        _block(token, stack)
    return root


def _block(token: Token, stack: list[Node]) -> None:
    kind = _BLOCKS.get(token.type.removesuffix("_open").removesuffix("_close"))
    if token.type == "inline":
        stack[-1]["content"] = _task(token.content, _inline(token.children or []), stack)
    elif token.type in ("fence", "code_block"):
        text = {"type": "text", "text": token.content.removesuffix("\n")}
        language = token.info.partition(" ")[0]
        code: Node = {
            "type": "codeBlock",
            "attrs": {"language": language},
            "content": [text],
        }
        stack[-1]["content"].append(code)
    elif token.type == "hr":
        stack[-1]["content"].append({"type": "horizontalRule"})
    elif kind is not None and token.nesting == 1:
        node: Node = {"type": kind, "content": []}
        if kind == "heading":
            node["attrs"] = {"level": int(token.tag[1])}
        elif kind == "orderedList":
            node["attrs"] = {"start": int(token.attrs.get("start", 1))}
        stack[-1]["content"].append(node)
        stack.append(node)
    elif kind is not None and token.nesting == -1:
        node = stack.pop()
        if kind == "bulletList":
            stack[-1]["content"][-1:] = _split_tasks(node)
        elif kind == "paragraph" and not node["content"]:  # of spaces that do not break: Markdown cannot say it
            stack[-1]["content"].pop()


def _task(source: str, nodes: list[Node], stack: list[Node]) -> list[Node]:
    """The words of a paragraph; a box at the start of an item's first paragraph makes it a task."""
    if len(stack) < 3 or stack[-2]["type"] != "listItem" or stack[-3]["type"] != "bulletList":
        return nodes
    if len(stack[-2]["content"]) != 1 or not nodes or nodes[0].get("marks") or "text" not in nodes[0]:
        return nodes
    box = _TASK.match(source)
    if box is None:
        return nodes
    stack[-2].update(type="taskItem", attrs={"checked": box[1] != " "})
    return [{**nodes[0], "text": nodes[0]["text"][box.end() :]}, *nodes[1:]]


def _split_tasks(bullets: Node) -> list[Node]:
    """Markdown may mix tasks and other items in one list; ours are lists of one kind."""
    lists: list[Node] = []
    for item in bullets["content"]:
        kind = "taskList" if item["type"] == "taskItem" else "bulletList"
        if not lists or lists[-1]["type"] != kind:
            lists.append({"type": kind, "content": []})
        lists[-1]["content"].append(item)
    return lists


def _inline(tokens: Sequence[Token]) -> list[Node]:
    reader = _InlineReader()
    for token in tokens:
        reader.take(token)
    return reader.nodes


class _InlineReader:
    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.marks: list[Node] = []
        self.mention: Node | None = None  # whose name is being read

    def take(self, token: Token) -> None:
        mark = _MARKS.get(token.type.removesuffix("_open").removesuffix("_close"))
        if mark is not None:
            self._mark(mark, opens=token.nesting == 1)
        elif token.type == "link_open":
            self._link(str(token.attrs.get("href", "")))
        elif token.type == "link_close":
            self.mention = None
            self._mark("link", opens=False)
        elif token.type == "image":
            self._link(str(token.attrs.get("src", "")))
            self._text(token.content)
            self._mark("link", opens=False)
        elif token.type == "code_inline":
            self._text(token.content, [{"type": "code"}])
        elif token.type == "hardbreak":
            self.nodes.append({"type": "hardBreak"})
        elif token.type == "softbreak":
            self._text(" ")
        elif token.type == "html_inline":
            self._tag(token.content)
        else:
            self._text(token.content)

    def _tag(self, tag: str) -> None:
        name = tag.lower().replace(" ", "")
        if name in ("<br>", "<br/>"):
            self.nodes.append({"type": "hardBreak"})
        elif name == "<u>":
            self._mark("underline", opens=True)
        elif name == "</u>" and {"type": "underline"} in self.marks:
            self._mark("underline", opens=False)
        else:
            self._text(tag)

    def _mark(self, name: str, *, opens: bool) -> None:
        if opens:
            self.marks.append({"type": name})
        else:
            self.marks = [mark for mark in self.marks if mark["type"] != name]

    def _link(self, href: str) -> None:
        if href.startswith(MENTION):
            self.mention = {
                "type": "mention",
                "attrs": {"id": href.removeprefix(MENTION), "label": ""},
            }
            self.nodes.append(self.mention)
        else:
            self.marks.append({"type": "link", "attrs": {"href": href}})

    def _text(self, text: str, marks: list[Node] | None = None) -> None:
        if self.mention is not None:
            attributes = self.mention["attrs"]
            attributes["label"] = (attributes["label"] + text).removeprefix("@")
            return
        marks = list(self.marks) if marks is None else marks
        if self.nodes and self.nodes[-1].get("marks") == marks and "text" in self.nodes[-1]:
            self.nodes[-1]["text"] += text
        elif text:
            self.nodes.append({"type": "text", "text": text, "marks": marks})
