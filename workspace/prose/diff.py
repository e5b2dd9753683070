"""The difference of two texts, word by word, for the history of posts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal, TypeAlias

Op: TypeAlias = Literal["same", "added", "removed"]

# Pairs that may be compared word by word: the comparison is quadratic in the worst case (about 0.5 s here).
MAX_PAIRS: Final = 4_000_000


def word_diff(old: str, new: str) -> list[tuple[Op, str]]:
    """What stays, goes and comes, in reading order: all but "added" joined is `old`, all but "removed" is `new`."""
    return list(_merged(_diff(words_of(old), words_of(new))))


def words_of(text: str) -> list[str]:
    """Words with the space that follows them, line ends and punctuation on their own."""
    return re.findall(r"\w+[^\S\n]*|\n|[^\w\n]", text)


def _lines(words: Sequence[str]) -> list[str]:
    return "".join(words).splitlines(keepends=True)


def _diff(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Op, str]]:
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    yield "same", "".join(old[:start])
    yield from _changed(old[start : len(old) - end], new[start : len(new) - end])
    yield "same", "".join(old[len(old) - end :])


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Op, str]]:
    """Word by word; a text too long for that line by line, and words only inside changed lines."""
    if len(old) * len(new) <= MAX_PAIRS:
        yield from _matched(old, new, inside=False)
        return
    old_lines, new_lines = _lines(old), _lines(new)
    if len(old_lines) * len(new_lines) <= MAX_PAIRS:
        yield from _matched(old_lines, new_lines, inside=True)
    else:
        yield "removed", "".join(old)
        yield "added", "".join(new)


def _matched(old: Sequence[str], new: Sequence[str], *, inside: bool) -> Iterator[tuple[Op, str]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if tag == "equal":
            yield "same", gone
        elif inside and len(words_of(gone)) * len(words_of(come)) <= MAX_PAIRS // 16:
            yield from _matched(words_of(gone), words_of(come), inside=False)
        else:
            yield "removed", gone
            yield "added", come


def _merged(parts: Iterator[tuple[Op, str]]) -> Iterator[tuple[Op, str]]:
    last: tuple[Op, str] | None = None
    for op, text in parts:
        if not text:
            continue
        if last is not None and last[0] == op:
            last = (op, last[1] + text)
        else:
            if last is not None:
                yield last
            last = (op, text)
    if last is not None:
        yield last
