"""Ghana: the group that came out of the Tarkwa dialogue of January 2016."""

from typing import Final

from ..shapes import Group, Person, Stakeholders
from .ghana_board import THEMES
from .ghana_circles import CIRCLES
from .ghana_lessons import LESSONS
from .ghana_talk import DISCUSSIONS
from .ghana_trust import ALTERNATES, ASKS, REPORTS, REVEALS, TERMS

GHANA: Final = Group(
    key="gh",
    name="Ghana group",
    short_name="Ghana",
    country="Ghana",
    language="en",
    band="",
    purpose="Carries on what the dialogue in Tarkwa began: one plan, thirteen seats, each with the same weight.",
    founded=-400,
    people=(
        Person("gh-convenor", "Convenor", level="convenor"),
        Person("gh-women-miners-rep", "Women miners’ representative", "Women miners’ representative"),
        Person("gh-miners-delegate", "Miners’ association delegate", "Miners’ association delegate", signs_in=False),
        Person("gh-miner", "Tarkwa voice 3", "Miners without a licence", pseudonym=True),
        Person("gh-traditional-authority", "Traditional authority", "Traditional authority"),
        Person("gh-queen-mothers", "Queen mothers’ delegate", "Queen mothers’ delegate", signs_in=False),
        Person("gh-minerals-regulator", "Minerals regulator", "Minerals regulator"),
        Person("gh-ministry", "Ministry officer", "Ministry officer", signs_in=False),
        Person("gh-district-officer", "District assembly officer", "District assembly officer", signs_in=False),
        Person("gh-academic", "Academic", "Academic"),
        Person("gh-lsm-company", "Large-scale mining company", "Large-scale mining company"),
        Person("gh-civil-society", "Civil society, mining desk", "Civil society, mining desk", signs_in=False),
        Person("gh-women-alternate", "Women miners’ alternate", level="alternate", signs_in=False),
        Person("gh-elder", "Elder of the council", level="alternate", signs_in=False),
        Person("observer-donor", "Donor, observer", level="observer"),
    ),
    stakeholders=(
        Stakeholders("Women miners", "WM", ("Women miners’ representative", "Women miners’ delegate, Prestea")),
        Stakeholders("Small-scale miners", "SM", ("Miners’ association delegate", "Miners without a licence")),
        Stakeholders("Traditional authority", "TA", ("Traditional authority", "Queen mothers’ delegate")),
        Stakeholders("Regulator and ministries", "RM", ("Minerals regulator", "Ministry officer")),
        Stakeholders("Local government", "LG", ("District assembly officer",)),
        Stakeholders("Academia", "AC", ("Academic",)),
        Stakeholders("Large-scale mining", "LM", ("Large-scale mining company",)),
        Stakeholders("Civil society", "CS", ("Civil society, mining desk", "Civil society, women’s rights")),
    ),
    board="Roadmap",
    board_purpose=(
        "Four priorities from the dialogue in Tarkwa, January 2016. Small-scale mining was stopped from 2017 to "
        "17 December 2018; what paused then has been taken up again."
    ),
    themes=THEMES,
    discussions=DISCUSSIONS,
    lessons=LESSONS,
    circles=CIRCLES,
    alternates=ALTERNATES,
    terms=TERMS,
    reports=REPORTS,
    reveals=REVEALS,
    asks=ASKS,
    invited=(("Women miners’ delegate, Prestea", "Whom the women of Prestea chose"),),
)
