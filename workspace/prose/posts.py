"""Markdown of posts → safe HTML. Posts are written by hand: no raw HTML, no images, addresses become links."""

from __future__ import annotations

import logging
import re
from html import escape
from typing import Final
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from workspace.prose.html import URL_SCHEMES
from workspace.prose.raw import clean_text
from workspace.prose.schema import safe_href

LINK_REL: Final = "noopener noreferrer nofollow ugc"
HEADING: Final = 3  # a post stands below the h2 of its page's section
MAX_QUOTES: Final = 20  # levels; each one costs the parser a level of the stack
# The library looks for each bracket's end through the rest of the text: 0.5 s for this many steps.
MAX_BRACKET_STEPS: Final = 4_000_000

_log = logging.getLogger(__name__)

_TAGS: Final = {
    *("p", "br", "hr", "strong", "em", "del", "code", "pre", "blockquote", "a"),
    *(
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "h3",
        "h4",
        "h5",
        "h6",
    ),
}
_ATTRIBUTES: Final = {"a": {"href"}, "ol": {"start"}, "code": {"class"}}
_TABLE: Final = '<div class="table-scroll" tabindex="0"><table>'
_ADDRESS: Final = r"(?<![\w/:@.])(https?://[^\s<>\"`]+)"
_DEEP_QUOTE = re.compile(rf"^((?:[ ]{{0,3}}>[ ]?){{{MAX_QUOTES}}})[ >]+", re.MULTILINE)


def post_html(source: str) -> str:
    """Safe HTML of a post; `@name` stays as it is written. Its headings start at h3."""
    text = _DEEP_QUOTE.sub(r"\1", clean_text(source))
    if text.count("[") * len(text) > MAX_BRACKET_STEPS:
        text = text.replace("[", "\\[")
    try:
        html = _converter().convert(text)
    except Exception as error:  # a post must never break its page
        _log.warning("A post could not be read as Markdown (%s).", type(error).__name__)
        html = "<p>" + escape(text).replace("\n", "<br>") + "</p>"
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=URL_SCHEMES,
        link_rel=LINK_REL,
        strip_comments=True,
    )
    return clean.replace("<table>", _TABLE).replace("</table>", "</table></div>")


def _converter() -> markdown.Markdown:
    """A new one each time: it keeps state and is not made for threads (0.3 ms)."""
    return markdown.Markdown(
        extensions=["fenced_code", "tables", "sane_lists", "nl2br", _Post()],
        output_format="html",
    )


class _Post(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(_BareAddress(_ADDRESS, md), "bare_address", 115)
        md.inlinePatterns.register(_Strike(r"~~(?!\s)(.+?)(?<!\s)~~", md), "strike", 65)
        md.treeprocessors.register(_Tidy(md), "tidy", -1)


class _BareAddress(InlineProcessor):
    """https://… in running text; the full stop after it is not part of it."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        address = _trimmed(m[1])
        if safe_href(address) is None:
            return None, None, None
        link = Element("a", {"href": address})
        link.text = markdown.util.AtomicString(address)
        return link, m.start(1), m.start(1) + len(address)


def _trimmed(address: str) -> str:
    """Without what ends the sentence, and without a bracket that was opened before the address."""
    while address:
        last = address[-1]
        opens = {")": "(", "]": "["}.get(last)
        outside = opens is not None and address.count(last) > address.count(opens)
        if not outside and last not in ".,;:!?'*_~…":
            break
        address = address[:-1]
    return address


class _Strike(InlineProcessor):
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        deleted = Element("del")
        deleted.text = m[1]
        return deleted, m.start(0), m.end(0)


class _Tidy(Treeprocessor):
    """Images become links, headings move down, an address that is not safe loses its link."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "img":
                element.tag = "a"
                element.text = element.get("alt") or element.get("src") or ""
                element.attrib = {"href": element.get("src") or ""}
            elif element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
                element.tag = f"h{min(6, int(element.tag[1]) + HEADING - 1)}"
            if element.tag == "a" and not (element.get("href") or "").startswith("\x02"):
                href = safe_href(element.get("href"))
                element.attrib = {"href": href} if href else {}
