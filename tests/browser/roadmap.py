"""The roadmap of the Ghana group as it stands in a spreadsheet: a head, four priorities, forty actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.workspace.exchange.books import book

CASE = "The business case for responsible small-scale mining"
PRACTICES = "Improving practices in the sector"
INSTITUTIONS = "Support across government institutions"
VOICE = "A stronger voice for miners, particularly women"

SEATS_FOR_WOMEN = "Each district mining committee names a seat for a woman miner"

ASSOCIATION, REGULATOR = "Miners’ association delegate", "Minerals regulator"
ACADEMIC, DISTRICT = "Academic", "District assembly officer"

PLAN: dict[str, list[tuple[str, str, Any]]] = {
    CASE: [
        ("Twenty sites keep one page of income and costs a week", ACADEMIC, date(2027, 9, 30)),
        ("Two rural banks open accounts for savings groups", ASSOCIATION, date(2027, 6, 30)),
        ("A brief of four pages for the district assemblies", ACADEMIC, date(2027, 3, 31)),
        ("Compare what gold buyers pay in Tarkwa, Prestea and Bogoso", "", "Q2 2027"),
        ("Show the banks what a mine earns in a year", ASSOCIATION, date(2027, 10, 15)),
        ("Write down what a cleared hectare costs the farmer", ACADEMIC, "2027"),
        ("Find out who pays for ore, and when", "", "third quarter 2027"),
        ("Train ten bookkeepers who mine themselves", ASSOCIATION, date(2027, 5, 31)),
        ("Ask three companies what they would buy from small mines", "Large-scale mining company", date(2027, 8, 31)),
        ("Tell the assemblies what fees came in, and what for", DISTRICT, date(2027, 12, 15)),
    ],
    VOICE: [
        ("Women miners meet on their own in Prestea and Bogoso", "Queen mothers’ delegate", date(2027, 2, 28)),
        (SEATS_FOR_WOMEN, "", date(2027, 6, 30)),
        ("Pay the way to meetings for whoever has none", "", date(2027, 4, 15)),
        ("A radio hour each month in which miners answer", ASSOCIATION, "Q3 2027"),
        ("Miners without a licence name somebody who speaks for them", "", date(2027, 8, 15)),
        ("Women learn how to run an association", "Queen mothers’ delegate", date(2027, 9, 30)),
        ("Ask in every district what women miners want first", ACADEMIC, date(2027, 3, 1)),
        ("Two women and two men speak at the national forum", ASSOCIATION, date(2027, 11, 1)),
        ("Read the minutes aloud where people do not read", "", "2027"),
        ("Visit a women’s group in another district", "", date(2027, 10, 10)),
    ],
    PRACTICES: [
        ("Show how gold is won without mercury at six sites", ASSOCIATION, date(2027, 7, 31)),
        ("Pit crews train pit crews in safety", ASSOCIATION, date(2027, 4, 30)),
        ("Fill and plant four hectares near the river", "Traditional authority", "2028"),
        ("Build a shaking table from parts that are sold in Tarkwa", "", date(2027, 6, 15)),
        ("Test the water of two streams each month", ACADEMIC, date(2027, 11, 30)),
        ("Keep children out of pits: talk with parents and teachers", "Traditional authority", date(2027, 9, 1)),
        ("First aid at every licensed site", ASSOCIATION, "Q4 2027"),
        ("A list of pits that must be closed, with who closes them", REGULATOR, date(2027, 5, 15)),
        ("Lend protective clothes for women who wash ore", "", date(2027, 8, 1)),
        ("Agree on rules for the distance to rivers", REGULATOR, date(2027, 10, 1)),
    ],
    INSTITUTIONS: [
        ("One desk in Tarkwa for all seven steps of a licence", DISTRICT, date(2027, 6, 1)),
        ("Four meetings a year of all offices that license", "Ministry officer", date(2027, 12, 1)),
        ("A guide of ten pages for district officers", DISTRICT, date(2027, 9, 15)),
        ("Publish where land is open to small mines", REGULATOR, "Q3 2027"),
        ("A woman at the desk two mornings a week", DISTRICT, date(2027, 7, 1)),
        ("Train field officers to settle disputes", "Ministry officer", date(2027, 10, 31)),
        ("Answer each application within ninety days", REGULATOR, date(2027, 11, 15)),
        ("Pay field visits out of the fees of the district", "", "2027"),
        ("Name one contact person in each assembly", DISTRICT, date(2027, 3, 15)),
        ("Put the steps of a licence on the radio, in Twi and Wassa", "", date(2027, 5, 1)),
    ],
}


def spreadsheet() -> bytes:
    """As a secretary would have it: a title and a date above the table, an empty line, real dates and words."""
    rows: list[list[Any]] = [["Ghana roadmap"], ["as the group left it in Tarkwa", date(2027, 1, 22)], []]
    rows.append(["Priority", "Activity", "Responsible", "By when", "Status", "Remarks"])
    for priority, actions in PLAN.items():
        for title, who, when in actions:
            late = "Waits for the budget of the district" if who == DISTRICT else ""
            rows.append([priority, title, who, when, "delayed" if late else "not started", late])
    return book(rows)
