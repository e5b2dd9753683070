"""What changed around the three plans, and what it held up: by the short name of the group."""

from datetime import date
from typing import Final

from ..shapes import Around

AROUND: Final[dict[str, tuple[Around, ...]]] = {
    "Ghana": (
        Around(-382, "gh-convenor", "Ban on small-scale mining", "2017", date(2018, 12, 17),
               "No site may work, licensed or not. What needs sites waits; what needs a table goes on.",
               pauses=("Mercury-free processing shown at three sites", "Safety training by pit crews for pit crews",
                       "Restore one worked-out site with its landowners"),
               why="Small-scale mining was stopped.", resumed=-341),
    ),
    "Tanzania": (
        Around(-61, "tz-convenor", "The large mine changed hands", -63, None,
               "Nobody can sign for the mine until the new owner is known.",
               pauses=("Agree about tailings for small processors",),
               why="The mine changed hands; the new owner is not known yet."),
        Around(-170, "tz-district-officer", "Long rains, two roads cut", -178, -140,
               "The sites north of the river could not be reached.",
               pauses=("Groups write down what they sell, and banks read it",), why="The roads are cut.", resumed=-139),
    ),
    "Madagascar": (
        Around(-80, "mg-convenor", "Nouvelles règles pour l’achat de l’or", -84, None,
               "Le ministère doit préciser qui peut acheter, et à quel prix.",
               pauses=("Un comptoir d’achat communal",), why="Les règles d’achat ont changé."),
    ),
}  # fmt: skip
