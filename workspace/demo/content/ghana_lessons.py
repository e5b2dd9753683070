"""What Ghana learned, for the others."""

from typing import Final

from ..shapes import Lesson, Post

START: Final = """
## What was tried

The Tarkwa dialogue of January 2016 lasted four days. **The first two were spent at mine sites**, with the people who work
there as hosts.

## What happened

Ministries, companies and miners had seen the same pits before they sat in the same room. Talk began with what was seen, and
the first list of actions named leads on the spot.

| Days | Where | Who hosted |
| --- | --- | --- |
| 1 and 2 | at the sites | miners, women who process ore, landowners |
| 3 and 4 | in plenary | the group itself |

## What it means for others

- Hold half of a first dialogue at the sites.
- Let miners choose what to show.
- Pay their day.
"""

SEPARATE: Final = """
## What was tried

Before the plenary, each stakeholder group met on its own: women miners, owners of small mines, traditional authorities,
officers. A person whom the group had chosen wrote down what worried them.

## What happened

Concerns that had been named among one’s own were easier to say to all. Women spoke in plenary because they brought a text
that was not one person’s alone.

## What it means for others

1. Plan the separate meetings *first*, and pay for them as for the plenary.
2. Let each group decide what of it goes further.
3. Never list who was there.
"""

SHOCK: Final = """
## What was tried

In 2017 all small-scale mining in the country was stopped; it was taken up again on 17 December 2018. Half of our plan stood
still from one day to the next.

## What happened

We marked what had to pause, and why, in place of striking it out. What did not need open pits went on: the records, the
talks with the ministries, the women’s seats. When the ban ended, the plan still stood.

## What it means for others

- Agree early what may pause and what goes on in any case.
- Write down *why* something paused. It saves a quarrel two years later.
- Keep meeting. A group that only meets when all is well is gone when it is needed.
"""

SEATS_DRAFT: Final = """
## What was tried

A seat for a woman who works in mining on each of the eight district committees, chosen by women miners themselves.

## What happened

Three of eight so far. *To be written when the others have answered.*

- [ ] ask the queen mothers what changed their mind
- [ ] Tanzania: how was it with you? @[Tanzania/Women miners’ representative]
"""

LESSONS: Final = (
    Lesson(
        "Start in the field",
        by="gh-convenor",
        day=-320,
        published=-300,
        text=START,
        comments=(
            Post("tz-miners-association", -280, "We did the same in Geita, with one day in place of two. The owners came "
                 "because we had come to them. Two would have been better."),
            Post("mg-conservation-ngo", -140, "Chez nous les pistes sont coupées en saison des pluies. Nous avons commencé "
                 "par une seule région, et cela a déjà changé le ton.", language="fr"),
            Post("gh-convenor", -139, "One region is a start in the field, too. What did people show you first?"),
        ),
    ),
    Lesson(
        "Meet groups separately first",
        by="gh-women-miners-rep",
        day=-260,
        published=-244,
        text=SEPARATE,
        comments=(
            Post("tz-women-miners-rep", -200, "Kwetu pia wanawake walikutana peke yao kwanza. Walizungumza zaidi mbele ya "
                 "wote.", language="sw"),
            Post("iied-moderator", -199, "Two countries now say the same. Could Madagascar try it in one region and tell us?"),
        ),
    ),
    Lesson(
        "Plan for a policy shock",
        by="gh-convenor",
        day=-210,
        published=-180,
        text=SHOCK,
        comments=(
            Post("mg-commune", -90, "Un gel des permis nous a fait la même chose. Nous avons noté les raisons, "
                 "trop tard pour la moitié.", language="fr"),
        ),
    ),
    Lesson(
        "Women choose their own seat",
        by="gh-women-miners-rep",
        day=-10,
        text=SEATS_DRAFT,
        guests=(("Tanzania", "Women miners’ representative"),),
    ),
)  # fmt: skip
