"""Times as people plan them: written in three languages, kept as one text, told in words."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from workspace.boards.periods import Period, Precision, from_kept_period, period_of, periods_ahead
from workspace.boards.reading_periods import read_period


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2027-03-31", "2027-03-31"),
        ("31/03/2027", "2027-03-31"),
        ("31 March 2027", "2027-03-31"),
        ("March 31st, 2027", "2027-03-31"),
        ("1er mars 2027", "2027-03-01"),
        ("31 Machi 2027", "2027-03-31"),
        ("March 2027", "2027-03"),
        ("  march,  2027 ", "2027-03"),
        ("août 2027", "2027-08"),
        ("Agosti 2027", "2027-08"),
        ("Mar-27", "2027-03"),
        ("03/2027", "2027-03"),
        ("2027-03", "2027-03"),
        ("fin mars 2027", "2027-03"),
        ("third quarter 2027", "2027-Q3"),
        ("the third quarter of 2027", "2027-Q3"),
        ("3rd quarter 2027", "2027-Q3"),
        ("Q3 2027", "2027-Q3"),
        ("2027-q3", "2027-Q3"),
        ("last quarter of 2027", "2027-Q4"),
        ("T3 2027", "2027-Q3"),
        ("3e trimestre 2027", "2027-Q3"),
        ("troisième trimestre de 2027", "2027-Q3"),
        ("d’ici la fin du troisième trimestre 2027", "2027-Q3"),
        ("robo ya tatu ya 2027", "2027-Q3"),
        ("robo ya tatu ya mwaka 2027", "2027-Q3"),
        ("Robo ya 3 2027", "2027-Q3"),
        ("first half of 2027", "2027-H1"),
        ("H2 2027", "2027-H2"),
        ("premier semestre 2027", "2027-H1"),
        ("2e semestre 2027", "2027-H2"),
        ("nusu ya pili ya 2027", "2027-H2"),
        ("2027", "2027"),
        ("by the end of 2027", "2027"),
        ("fin 2027", "2027"),
        ("d'ici fin de l'année 2027", "2027"),
        ("mwaka 2027", "2027"),
        ("hadi mwisho wa mwaka 2027", "2027"),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(typed: str, kept: str) -> None:
    read = read_period(typed)
    assert read.period.kept == kept and not read.is_unsure


def test_day_and_month_that_could_be_turned_round_are_read_with_the_day_first_and_said_so() -> None:
    read = read_period("4/5/2027")
    assert (read.period.kept, read.is_unsure) == ("2027-05-04", True)
    assert not read_period("5/5/2027").is_unsure


@pytest.mark.parametrize(
    "typed",
    ["soon", "fifth quarter 2027", "third half 2027", "Q5 2027", "13/2027", "32 March 2027", "2027-02-30",
     "before 2027", "quarter", "2027 2028", "०३/२०२७-", "\N{SUPERSCRIPT THREE} 2027", "1" * 400, "Q3"],
)  # fmt: skip
def test_what_is_no_time_is_refused_with_the_ways_to_write_one(typed: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        read_period(typed)
    assert "rite it" in refused.value.messages[0]


PERIODS = st.builds(period_of, st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from(Precision.values))


@given(PERIODS)
def test_what_is_kept_is_the_same_when_it_comes_back(period: Period) -> None:
    assert from_kept_period(period.kept) == period
    assert period_of(period.last, period.precision) == period == period_of(period.first, period.precision)
    assert period.first <= period.last


@given(PERIODS, st.sampled_from(["en", "fr", "sw"]))
def test_a_time_in_words_is_read_again_in_every_language(period: Period, language: str) -> None:
    with translation.override(language):
        words = str(period)
    assert read_period(words).period == period


def test_times_to_choose_from_begin_with_the_quarter_that_runs() -> None:
    ahead = periods_ahead(date(2026, 11, 27))
    assert [period.kept for period in ahead] == [
        "2026-Q4", "2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4", "2026", "2027", "2028", "2029",
    ]  # fmt: skip
