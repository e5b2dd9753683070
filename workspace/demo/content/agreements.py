"""What the three groups agreed, and what somebody proposes to change: by the short name of the group."""

from datetime import date
from typing import Final

from ..shapes import Agreement, Change

AGREED: Final[dict[str, tuple[Agreement, ...]]] = {
    "Ghana": (
        Agreement(-310, "Dialogue in Tarkwa", date(2016, 1, 22), note="Read out in Twi and in English before it was agreed.",
                  reopened=(
            (-37, "Restore one worked-out site with its landowners", "The stool asks whether another seat should lead it."),
            (-4, "Miners without a licence are heard before each decision", "Two seats want to lead it; they talk first."),
        ), changes=(
            Change("One desk for every licence step in Tarkwa", "due", 40, "gh-minerals-regulator", -5,
                   "Without a room it cannot open on the day that we agreed."),
            Change("Keep simple cost and income records at 20 sites", "due", 120, "gh-academic", -60,
                   "Two months of rain: the sites could not be reached.", "agreed", -48, "Meeting in Bogoso"),
            Change("Mercury-free processing shown at three sites", "lead", "Academic", "gh-lsm-company", -52,
                   "We lend the laboratory; the university knows the sites.", "not-agreed", -48, "Meeting in Bogoso"),
        )),
        Agreement(-70, "Meeting in Prestea", -72, note="The targets, now that they are counted.",
                  about=("Keep simple cost and income records at 20 sites",
                         "Savings and loan pilot with two rural banks"), changes=(
            Change("Savings and loan pilot with two rural banks", "target", 90, "gh-academic", -11,
                   "The second bank opens accounts for three groups and not for five."),
        )),
    ),
    "Tanzania": (
        Agreement(-195, "Dialogue in Geita", date(2017, 11, 10),
                  about=("Two buying days a month with one checked scale", "Maps of free and held land for five wards",
                         "Retorts to borrow, with somebody who shows how"), changes=(
            Change("Two buying days a month with one checked scale", "due", 30, "tz-miners-association", -4,
                   "The district brings the weights a month later."),
        )),
    ),
    "Madagascar": (
        Agreement(-100, "Atelier national à Antananarivo", date(2016, 10, 28), note="Compte rendu chez la coordination.",
                  about=("Un registre des cartes d’orpailleur dans trois communes",
                         "Ce que la commune reçoit, affiché à la mairie"), changes=(
            Change("Un registre des cartes d’orpailleur dans trois communes", "due", 60, "mg-commune", -7,
                   "La troisième commune n’ouvre son registre qu’après les pluies."),
        )),
    ),
}  # fmt: skip
