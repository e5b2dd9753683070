"""Document → HTML for pages: escaped, then passed through nh3 with the schema's allow-list.

The result has no words of any language (a check box says itself what it is): one stored rendering serves all readers.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Final

import nh3

from workspace.prose.check import check
from workspace.prose.schema import Node, safe_href

LINK_REL: Final = "noopener noreferrer nofollow"
URL_SCHEMES: Final = {"http", "https", "mailto", "tel"}

_MARK_TAGS: Final = {
    "bold": "strong",
    "italic": "em",
    "strike": "s",
    "underline": "u",
    "code": "code",
}
_BLOCK_TAGS: Final = {
    "listItem": "li",
    "blockquote": "blockquote",
    "bulletList": "ul",
    "tableRow": "tr",
}
_ATTRIBUTES: Final = {
    "a": {"href"},
    "code": {"class"},
    "div": {"tabindex"},
    "input": {"disabled", "checked"},
    "li": {"data-checked"},
    "ol": {"start"},
    "span": {"data-id", "data-label"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_VALUES: Final = {
    "div": {"class": {"table-scroll"}},
    "input": {"type": {"checkbox"}},
    "span": {"class": {"mention", "sr-only"}, "data-type": {"mention"}},
    "th": {"scope": {"col", "row"}},
    "ul": {"class": {"task-list"}},
}
_TAGS: Final = {
    *_MARK_TAGS.values(),
    *_BLOCK_TAGS.values(),
    *_ATTRIBUTES,
    *("h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "pre", "table", "tbody", "label", "ins", "del"),
}


def to_html(document: object, *, heading_shift: int = 0, names: Mapping[str, str] | None = None) -> str:
    """Safe HTML of the document.

    Its headings start at h2; `heading_shift` moves them down. `names` gives the present names of mentioned handles by
    their id; without it the name shows that the writer saw.
    """
    return cleaned(Writer(heading_shift, names or {}).blocks(check(document)["content"]))


def cleaned(html: str) -> str:
    """What of this HTML a page may show."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        tag_attribute_values=_VALUES,
        url_schemes=URL_SCHEMES,
        link_rel=LINK_REL,
        strip_comments=True,
    )


class Writer:
    """Checked nodes → HTML that `cleaned` lets through."""

    def __init__(self, heading_shift: int, names: Mapping[str, str]) -> None:
        self.heading_shift = heading_shift
        self.names = names

    def blocks(self, nodes: list[Node]) -> str:
        return "".join(self.block(node) for node in nodes)

    def block(self, node: Node) -> str:
        """A block, an item, a row or a cell, with all that is in it."""
        content: list[Node] = node.get("content", [])
        match node["type"]:
            case "paragraph" | "heading" | "codeBlock":
                return self.around(node, self.inline(content))
            case "taskItem":
                return self.around(node, self.blocks(content[1:]), self.inline(content[0].get("content", [])))
        return self.around(node, self.blocks(content))

    def around(self, node: Node, inside: str, label: str = "") -> str:
        """The node's own tags around the HTML of its content.

        The first paragraph of a task, its `label`, names the box: a reader hears "checked" or not in their language.
        """
        kind, attributes = node["type"], node.get("attrs", {})
        match kind:
            case "paragraph":
                return f"<p>{inside}</p>"
            case "heading":
                level = min(6, max(2, attributes["level"] + self.heading_shift))
                return f"<h{level}>{inside}</h{level}>"
            case "codeBlock":
                language = attributes.get("language")
                name = f' class="language-{escape(language)}"' if language else ""
                return f"<pre><code{name}>{inside}</code></pre>"
            case "horizontalRule":
                return "<hr>"
            case "orderedList":
                start = f' start="{attributes["start"]}"' if attributes["start"] != 1 else ""
                return f"<ol{start}>{inside}</ol>"
            case "taskList":
                return f'<ul class="task-list">{inside}</ul>'
            case "taskItem":
                box = f'<input type="checkbox" disabled{" checked" if attributes["checked"] else ""}>'
                state = "true" if attributes["checked"] else "false"
                return f'<li data-checked="{state}"><p><label>{box} {label}</label></p>{inside}</li>'
            case "table":
                return f'<div class="table-scroll" tabindex="0"><table><tbody>{inside}</tbody></table></div>'
            case "tableHeader" | "tableCell":
                return self._cell(node, inside)
        return f"<{_BLOCK_TAGS[kind]}>{inside}</{_BLOCK_TAGS[kind]}>"

    def _cell(self, node: Node, inside: str) -> str:
        tag = "th" if node["type"] == "tableHeader" else "td"
        spans = "".join(
            f' {name}="{node["attrs"][name]}"' for name in ("colspan", "rowspan") if node["attrs"][name] > 1
        )
        return f"<{tag}{spans}>{inside}</{tag}>"

    def inline(self, nodes: list[Node]) -> str:
        out: list[str] = []
        opened: list[Node] = []
        for node in nodes:
            marks: list[Node] = node.get("marks", [])
            same = 0
            while same < min(len(marks), len(opened)) and marks[same] == opened[same]:
                same += 1
            while len(opened) > same:
                out.append(_end(opened.pop()))
            for mark in marks[same:]:
                out.append(_start(mark))
                opened.append(mark)
            out.append(self._leaf(node))
        while opened:
            out.append(_end(opened.pop()))
        return "".join(out)

    def _leaf(self, node: Node) -> str:
        if node["type"] == "text":
            return escape(node["text"], quote=False)
        if node["type"] == "hardBreak":
            return "<br>"
        attributes: dict[str, Any] = node["attrs"]
        label = escape(self.names.get(attributes["id"]) or attributes.get("label") or "…")
        return (
            f'<span class="mention" data-type="mention" data-id="{attributes["id"]}"'
            f' data-label="{label}">@{label}</span>'
        )


def _start(mark: Node) -> str:
    if mark["type"] == "link":
        return f'<a href="{escape(safe_href(mark["attrs"]["href"]) or "#")}">'
    return f"<{_MARK_TAGS[mark['type']]}>"


def _end(mark: Node) -> str:
    return "</a>" if mark["type"] == "link" else f"</{_MARK_TAGS[mark['type']]}>"
