import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workspace.prose.documents import documents, words
from workspace.prose.markdown import from_markdown
from workspace.prose.text import excerpt, mentioned, to_text


def test_text_has_a_line_for_each_paragraph_item_and_row() -> None:
    source = (
        "## Plan\n\nOne **bold**\\\ntwo\n\n- a\n- b\n\n- [x] done\n- [ ] open\n\n"
        "| A | B |\n|---|---|\n| 1 | 2 |\n\n> said by [@Ama](mention:h1)"
    )
    assert to_text(from_markdown(source)).split("\n") == [
        *("Plan", "One bold", "two", "a", "b", "☑ done", "☐ open", "A\tB", "1\t2", "said by @Ama"),
    ]


@given(documents)
def test_any_document_has_a_text(document: Any) -> None:
    assert isinstance(to_text(document), str)


def test_mentions_are_found_wherever_they_stand() -> None:
    assert mentioned(from_markdown("- [@A](mention:h1)\n\n| [@B](mention:h2) |\n|---|")) == {"h1", "h2"}


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("Short.", 20, "Short."),
        ("Two\n lines \t here", 20, "Two lines here"),
        ("The mine at Tarkwa is closed", 20, "The mine at Tarkwa…"),
        ("Prices, again, have risen", 15, "Prices, again…"),
        ("", 5, ""),
    ],
)
def test_an_excerpt_ends_between_words(text: str, length: int, short: str) -> None:
    assert excerpt(text, length) == short


@given(st.one_of(words, st.lists(words).map(" ".join)), st.integers(1, 30))
def test_an_excerpt_is_never_longer_and_never_begins_in_the_middle(text: str, length: int) -> None:
    short = excerpt(text, length)
    assert len(short) <= length
    assert " ".join(text.split()).startswith(short.removesuffix("…"))


def test_an_excerpt_never_breaks_a_sign_apart() -> None:
    family = "👩‍👩‍👧"
    for length in range(2, 30):
        short = excerpt(family * 10, length).removesuffix("…")
        assert short == family * (len(short) // len(family))
        accents = excerpt("e\u0301" * 30, length).removesuffix("…")
        assert not accents or unicodedata.combining(accents[-1])
