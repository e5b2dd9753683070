import time

from hypothesis import given
from hypothesis import strategies as st

from tests.workspace.prose.documents import PARTS
from workspace.prose.diff import word_diff

texts = st.lists(st.sampled_from([*PARTS, "\n", " "])).map("".join)


@given(texts, texts)
def test_both_texts_can_be_read_from_the_difference(old: str, new: str) -> None:
    parts = word_diff(old, new)
    assert "".join(text for op, text in parts if op != "added") == old
    assert "".join(text for op, text in parts if op != "removed") == new
    assert all(text for _, text in parts)


def test_only_the_changed_words_are_marked() -> None:
    assert word_diff("The mine is closed.\nWe go.", "The mine was closed.\nWe all go.") == [
        ("same", "The mine "),
        ("removed", "is "),
        ("added", "was "),
        ("same", "closed.\nWe "),
        ("added", "all "),
        ("same", "go."),
    ]


def test_nothing_changed() -> None:
    assert word_diff("a b", "a b") == [("same", "a b")]
    assert word_diff("", "") == []


def test_long_texts_are_compared_in_bounded_time() -> None:
    old = "\n".join(f"line {n} a b c " * 3 for n in range(5000))
    new = "\n".join(f"line {n} a c b " * 3 for n in range(5000))
    started = time.process_time()
    parts = word_diff(old, new)
    assert time.process_time() - started < 10
    assert "".join(text for op, text in parts if op != "removed") == new
