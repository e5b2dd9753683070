"""What JUMKUTA learned, for the others."""

from typing import Final

from ..shapes import Lesson, Post

LEGAL: Final = """
## Kilichojaribiwa

Baada ya majadiliano ya Geita, kundi liliandika katiba yake, likasajiliwa na kufungua akaunti ya benki.

## Kilichotokea

- JUMKUTA inaweza kusaini mikataba yenyewe.
- Wanachama wanajua nani anaamua nini, na kwa muda gani.
- Ilichukua muda: **miezi kumi na mbili**, na watu watatu.

## Maana yake kwa wengine

1. Anzeni na katiba fupi, kurasa nne tu.
2. Jadilini fedha mapema, kabla hazijafika.
3. Kila kundi la wadau liwe na kiti chake ndani ya katiba.
"""

NEIGHBOURS: Final = """
## What was tried

Guests from another country’s group were invited to the dialogue from its first day, not to its closing.

## What happened

The guests asked what nobody at home asked any more: why it is done this way at all. They also told where they had failed,
and that made it easier for others to say the same.

## What it means for others

- Invite two, not one: they talk with each other in the evening and bring it back.
- Let them write a page at the end, and read it out.
- Pay for an interpreter before you pay for anything else.
"""

PUMPS_DRAFT: Final = """
## What was tried

Lending pumps in place of money.

## What happened

Five of six pumps came back. *The repair costs are not known yet: to be added before this is published.*

| Pump | Lent | Came back |
| --- | --- | --- |
| 1 | 4 times | yes |
| 2 | 3 times | yes |
| 3 | 2 times | broken |
"""

LESSONS: Final = (
    Lesson(
        "Lipe kundi umbo la kisheria",
        by="tz-convenor",
        day=-230,
        published=-215,
        language="sw",
        text=LEGAL,
        comments=(
            Post("gh-convenor", -160, "We would like to do the same. Could you share the four pages? Swahili is fine, one of "
                 "us reads it.", language="en"),
            Post("tz-convenor", -159, "Ndiyo. Tutaiweka hapa wiki ijayo."),
        ),
    ),
    Lesson(
        "Invite neighbours early",
        by="tz-miners-association",
        day=-150,
        published=-131,
        text=NEIGHBOURS,
        comments=(
            Post("gh-academic", -120, "Two, not one: that is the point. Our single guest was very alone."),
        ),
    ),
    Lesson("Lend pumps, not money", by="tz-miners-association", day=-14, text=PUMPS_DRAFT),
)  # fmt: skip
