"""Ghana: who stands in for whom, what was reported, and once the officer had to know a name."""

from typing import Final

from ..trust_shapes import Alternate, Asks, Report, Reveal

ALTERNATES: Final = (
    Alternate("Women miners’ representative", "Women miners’ alternate", day=-60, until=240),
    Alternate("Traditional authority", "Elder of the council", day=-4, until=240, acts_until=9),
)

TERMS: Final = (("Academic", 24),)

REPORTS: Final = (
    Report(
        "gh-women-miners-rep",
        -20.1,
        "Our community office has a bus",
        "names",
        "Only one company here has a bus. Whoever rides in it is known to have spoken with us.",
        hidden=(-19.7, "It gives away which company, and so which site the women come from"),
        restored=(-18.2, "The company writes that it may be known, and the women of the site agreed"),
    ),
    Report(
        "gh-civil-society",
        -1.6,
        "Two callers of the radio hour",
        "danger",
        "If this is shown to somebody, they know whom to look for.",
    ),
)

ASKS: Final = (
    Asks(
        "Panners’ group, Bogoso",
        -1.3,
        "We are eleven who pan at the river below Bogoso. Nobody speaks for us in the group yet.",
        "By the assembly member of Bogoso",
    ),
)

REVEALS: Final = (
    Reveal(
        "Tarkwa voice 3",
        -5.9,
        "After the visits to callers of the radio hour we had to know whether this person is safe",
    ),
)
