"""What stands on a full board, ours and those that it is measured beside."""

from typing import Final

THEMES: Final = ("Land and licences", "The business case", "Practices", "Women and youth", "Health", "Environment")
COLOURS: Final = ("earth", "gold", "leaf", "plum", "water", "moss")
TITLES: Final = (
    "Train {n} pit owners of the district in keeping simple cost records",
    "Agree with the assembly on sites where {n} groups may work",
    "Bring {n} retorts to the sites and show how they are used",
    "Hear {n} families about land that was dug up and left",
    "Write the brief on licences for meeting {n}",
)
STATUSES: Final = ("not-started", "on-track", "on-track", "delayed", "blocked", "needs-resources")
WHY: Final = {
    "delayed": "The trainers were found a month late.",
    "blocked": "The Minerals Commission has not answered yet.",
    "needs-resources": "Fuel and allowances for the field days are missing.",
}
LABELS: Final = ("law, women", "training", "training, youth", "mercury", "")
REGIONS: Final = ("Western", "Ashanti", "Central", "")
