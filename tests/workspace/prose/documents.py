"""Documents for the prose tests: valid ones, ones that Markdown can say whole, and any JSON at all."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from workspace.prose.schema import KINDS, MARKS, MAX_DEPTH, Node, safe_href

# What breaks converters: signs of Markdown and HTML, spaces of all sorts, scripts, joined signs, directions.
PARTS = [
    *"aZ9 \t\\`*_[]<>~|&!#+-=:.,;()'\"/@^${}%",
    *(
        "**",
        "__",
        "~~",
        "```",
        "- ",
        "1. ",
        "# ",
        "> ",
        "[x] ",
        "![",
        "](",
        "<br>",
        "<u>",
        "</u>",
        "&amp;",
        "&#x41;",
        "http://x.org",
    ),
    *("é", "ñ", "ŋ", "e\u0301", "\u0301", "ﬀ", "İ", "ß"),
    *("😀", "👍🏽", "👩‍👩‍👧", "🇬🇭", "❤️", "𝒳"),
    *("مرحبا", "שלום", "\u200f", "\u202e", "العربية 123"),
    *("\u00a0", "\u2003", "\u2028", "\u200b", "\ufeff", "\u00ad"),
    *("字", "ไทย", "हिन्दी", "…", "–", "«", "€", "°"),
    *("word", "Mining licence", "snake_case_word", "2026-11-23", "5 - 3", "a*b", "C:\\x"),
]

words = st.lists(st.sampled_from(PARTS), min_size=1, max_size=6).map("".join)
plain_words = st.one_of(
    words, st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=12)
)
hrefs = st.sampled_from(
    [
        "https://example.org/",
        "https://example.org/a_b?c=1&amp=2&copy;#x",
        "http://x.org/(a)/b|c*d<e>",
        "https://x.org/é/字?q='\"",
        "mailto:ama@example.org",
        "tel:+233201234567",
        "/actions/1?a=b",
        "#part",
    ]
)
handles = st.sampled_from(["7b0d2f5e-3a55-4ac7-9c3e-0d2f0a9b1c11", "h1", "A-_9"])


@st.composite
def marks(draw: st.DrawFn) -> list[Node]:
    names = draw(st.lists(st.sampled_from(MARKS), max_size=3, unique=True))
    if "code" in names:
        names = ["code"]
    return [
        {"type": "link", "attrs": {"href": draw(hrefs)}} if name == "link" else {"type": name}
        for name in MARKS
        if name in names
    ]


def joined(nodes: list[Node]) -> list[Node]:
    """Adjacent texts of equal marks as one, as ProseMirror keeps them."""
    out: list[Node] = []
    for node in nodes:
        if out and node["type"] == out[-1]["type"] == "text" and node.get("marks") == out[-1].get("marks"):
            out[-1] = {**out[-1], "text": out[-1]["text"] + node["text"]}
        else:
            out.append(node)
    return out


@st.composite
def texts(draw: st.DrawFn) -> Node:
    node: Node = {"type": "text", "text": draw(plain_words)}
    if found := draw(marks()):
        node["marks"] = found
    return node


@st.composite
def mentions(draw: st.DrawFn) -> Node:
    attributes = {"id": draw(handles)}
    label = " ".join(draw(words).split())
    if label:
        attributes["label"] = label
    return {"type": "mention", "attrs": attributes}


inlines = st.lists(st.one_of(texts(), texts(), texts(), mentions(), st.just({"type": "hardBreak"})), max_size=6).map(
    joined
)


def node(kind: str, content: list[Node], **attributes: Any) -> Node:
    made: Node = {"type": kind}
    if attributes:
        made["attrs"] = attributes
    if content:
        made["content"] = content
    return made


paragraphs = inlines.map(lambda content: node("paragraph", content))
headings = st.builds(lambda content, level: node("heading", content, level=level), inlines, st.integers(2, 4))
code_texts = st.lists(st.one_of(plain_words, st.just("\n"), st.just("    ")), max_size=6).map("".join)
codes = st.builds(
    lambda text, language: node(
        "codeBlock", [{"type": "text", "text": text}] if text else [], **({"language": language} if language else {})
    ),
    code_texts,
    st.sampled_from(["", "python", "c++", "objective-c"]),
)
rules = st.just({"type": "horizontalRule"})


def _containers(blocks: SearchStrategy[Node]) -> SearchStrategy[Node]:
    several = st.lists(blocks, min_size=1, max_size=3)
    item = st.builds(lambda first, rest: [first, *rest], paragraphs, st.lists(blocks, max_size=2))
    items = st.lists(item.map(lambda content: node("listItem", content)), min_size=1, max_size=3)
    tasks = st.lists(
        st.builds(lambda content, done: node("taskItem", content, checked=done), item, st.booleans()),
        min_size=1,
        max_size=3,
    )
    return st.one_of(
        several.map(lambda content: node("blockquote", content)),
        items.map(lambda content: node("bulletList", content)),
        st.builds(
            lambda content, start: node("orderedList", content, start=start),
            items,
            st.sampled_from([0, 1, 1, 1, 9, 999]),
        ),
        tasks.map(lambda content: node("taskList", content)),
        tables(several),
    )


@st.composite
def tables(draw: st.DrawFn, blocks: SearchStrategy[list[Node]]) -> Node:
    """A grid; sometimes the first cell spans its whole row."""
    width, height = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    rows = []
    for _ in range(height):
        spans = draw(st.sampled_from([False, False, False, True]))
        rows.append(
            node(
                "tableRow",
                [
                    node(
                        draw(st.sampled_from(["tableCell", "tableHeader"])),
                        draw(blocks),
                        colspan=width if spans else 1,
                        rowspan=1,
                    )
                    for _ in range(1 if spans else width)
                ],
            )
        )
    return node("table", rows)


blocks = st.recursive(st.one_of(paragraphs, paragraphs, headings, codes, rules), _containers, max_leaves=6)
documents = st.lists(blocks, min_size=1, max_size=5).map(lambda content: node("doc", content))

anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.binary(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["type", "content", "attrs", "marks", "text", "href", "__proto__"]), inner, max_size=4
        ),
    ),
    max_leaves=12,
)
names = st.sampled_from([*KINDS, *MARKS, "unknown", "script", "constructor", "__proto__"])


def _wild(inner: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {"type": names},
        optional={
            "content": st.one_of(st.lists(inner, max_size=4), anything),
            "attrs": st.one_of(
                st.dictionaries(
                    st.sampled_from(
                        ["level", "start", "checked", "colspan", "rowspan", "id", "label", "language", "onload", "x"]
                    ),
                    st.one_of(anything, st.integers(-5, 100), words),
                    max_size=4,
                ),
                anything,
            ),
            "text": st.one_of(st.text(max_size=8), words, anything),
            "marks": st.one_of(
                st.lists(st.fixed_dictionaries({"type": names}, optional={"attrs": anything}), max_size=3), anything
            ),
        },
    )


# Shaped like documents, wrong in every way.
wild = st.one_of(anything, st.recursive(anything, _wild, max_leaves=20))


def problems(document: Any) -> list[str]:
    """What the schema has against a document, said apart from `check` itself."""
    found: list[str] = []
    _look(document, 0, found)
    if document.get("type") != "doc":
        found.append("not a document")
    return found


def _look(made: Node, depth: int, found: list[str]) -> None:
    kind = made["type"]
    content = made.get("content", [])
    if extra := set(made) - {"type", "attrs", "content", "marks", "text"}:
        found.append(f"{kind} has {extra}")
    if depth > MAX_DEPTH:
        found.append("too deep")
    if "content" in made and not content:
        found.append(f"{kind} with an empty content")
    if not _fits(KINDS[kind].content, content):
        found.append(f"{kind} holds {[child['type'] for child in content]}")
    if kind == "text":
        _look_at_text(made, found)
    for name, value in made.get("attrs", {}).items():
        rule = KINDS[kind].attributes.get(name)
        if rule is None or not isinstance(value, str | int | bool) or rule.read(value) != value:
            found.append(f"{kind} has {name}={value!r}")
    for before, after in pairwise(content):
        if before["type"] == after["type"] == "text" and before.get("marks") == after.get("marks"):
            found.append("adjacent texts of equal marks")
    for child in content:
        _look(child, depth + 1, found)


def _fits(rule: str, content: list[Node]) -> bool:
    kinds = [child["type"] for child in content]
    groups = {KINDS[kind].group for kind in kinds}
    match rule:
        case "block+":
            return groups == {"block"}
        case "paragraph block*":
            return kinds[:1] == ["paragraph"] and groups == {"block"}
        case "inline*":
            return groups <= {"inline"}
        case "text*":
            return set(kinds) <= {"text"} and not any("marks" in child for child in content)
        case "cell*":
            return groups <= {"cell"}
        case "":
            return not kinds
        case one:
            return set(kinds) == {one.removesuffix("+")}


def _look_at_text(made: Node, found: list[str]) -> None:
    if not isinstance(made["text"], str) or not made["text"]:
        found.append("an empty text")
    made["text"].encode()
    ranks = [MARKS.index(mark["type"]) for mark in made.get("marks", [])]
    if ranks != sorted(set(ranks)) or (MARKS.index("code") in ranks and len(ranks) > 1) or made.get("marks") == []:
        found.append(f"marks {ranks}")
    for mark in made.get("marks", []):
        if mark["type"] == "link" and safe_href(mark["attrs"]["href"]) != mark["attrs"]["href"]:
            found.append(f"link {mark}")
        if set(mark.get("attrs", {})) != ({"href"} if mark["type"] == "link" else set()):
            found.append(f"mark {mark}")
