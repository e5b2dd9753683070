"""Two documents → one that shows what came and what went, block by block and word by word, as safe HTML."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from html import escape
from typing import Final, Literal

from workspace.prose.check import check
from workspace.prose.diff import MAX_PAIRS, words_of
from workspace.prose.html import Writer, cleaned
from workspace.prose.schema import Node

ALIKE: Final = 0.35  # two blocks with less in common are shown one after the other, not word by word
Mark = Literal["ins", "del"]
_TEXTS: Final = frozenset({"paragraph", "heading", "codeBlock"})
_ALONE: Final = "— — —"  # stands for a dividing line that came or went


def compare(old: object, new: object, words: Mapping[Mark, str]) -> str:
    """The new document with what went from the old one, in <ins> and <del>.

    `words` are said to those who do not see the marks, before each change: {"ins": "added:", "del": "removed:"}.
    """
    return cleaned(_Comparison(words).blocks(check(old)["content"], check(new)["content"]))


def is_same(old: object, new: object) -> bool:
    """Whether two documents read the same."""
    return check(old) == check(new)


class _Comparison:
    def __init__(self, words: Mapping[Mark, str]) -> None:
        self.words = words
        self.html = Writer(0, {})

    def blocks(self, old: list[Node], new: list[Node]) -> str:
        """Blocks, items, rows or cells, one below the other."""
        out = []
        for tag, a, b, c, d in _steps([_key(node) for node in old], [_key(node) for node in new]):
            out.append(self.html.blocks(new[c:d]) if tag == "equal" else self._changed(old[a:b], new[c:d]))
        return "".join(out)

    def _changed(self, old: list[Node], new: list[Node]) -> str:
        """Blocks that differ: those of one kind are laid beside each other, in their order."""
        out = []
        for tag, a, b, c, d in _steps([node["type"] for node in old], [node["type"] for node in new]):
            if tag == "equal":
                out += [self._pair(*pair) for pair in zip(old[a:b], new[c:d], strict=True)]
            else:
                out += [self._whole(node, "del") for node in old[a:b]]
                out += [self._whole(node, "ins") for node in new[c:d]]
        return "".join(out)

    def _pair(self, old: Node, new: Node) -> str:
        """Two blocks of one kind."""
        before, after = old.get("content", []), new.get("content", [])
        if old.get("attrs") == new.get("attrs"):
            if new["type"] in _TEXTS:
                if (inside := self._words(before, after)) is not None:
                    return self.html.around(new, inside)
            elif new["type"] == "taskItem":
                first = before[0].get("content", []), after[0].get("content", [])
                if (label := self._words(*first)) is not None:
                    return self.html.around(new, self.blocks(before[1:], after[1:]), label)
            elif new["type"] != "tableRow" or len(before) == len(after):
                return self.html.around(new, self.blocks(before, after))
        return self._whole(old, "del") + self._whole(new, "ins")

    def _words(self, old: list[Node], new: list[Node]) -> str | None:
        """The text of two blocks word by word; None when they have too little in common."""
        before, after = _tokens(old), _tokens(new)
        if len(before) * len(after) > MAX_PAIRS:
            return None
        keys = [_key(token) for token in before], [_key(token) for token in after]
        if before and after and SequenceMatcher(None, *keys, autojunk=False).ratio() < ALIKE:
            return None
        out = []
        for tag, a, b, c, d in _steps(*keys):
            if tag == "equal":
                out.append(self.html.inline(after[c:d]))
            else:
                out += [self._marked(before[a:b], "del"), self._marked(after[c:d], "ins")]
        return "".join(out)

    def _whole(self, node: Node, mark: Mark) -> str:
        """A block all of which came or went."""
        content: list[Node] = node.get("content", [])
        if node["type"] in _TEXTS:
            return self.html.around(node, self._marked(content, mark))
        if node["type"] == "horizontalRule":
            return f"<p>{self._marked([{'type': 'text', 'text': _ALONE}], mark)}</p>"
        label = ""
        if node["type"] == "taskItem":
            label, content = self._marked(content[0].get("content", []), mark), content[1:]
        return self.html.around(node, "".join(self._whole(child, mark) for child in content), label)

    def _marked(self, nodes: list[Node], mark: Mark) -> str:
        if not nodes:
            return ""
        said = f'<span class="sr-only">{escape(self.words[mark])} </span>'
        return f"<{mark}>{said}{self.html.inline(nodes)}</{mark}>"


def _key(node: Node) -> str:
    return json.dumps(node, sort_keys=True)


def _tokens(nodes: list[Node]) -> list[Node]:
    """Words with their marks; breaks and mentions as they are."""
    out: list[Node] = []
    for node in nodes:
        out += [{**node, "text": word} for word in words_of(node["text"])] if node["type"] == "text" else [node]
    return out


def _steps(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """How the old becomes the new; where both are too long to be compared, all goes and all comes."""
    if len(old) * len(new) > MAX_PAIRS:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
