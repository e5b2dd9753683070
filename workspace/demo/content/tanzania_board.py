"""JUMKUTA's plan: six themes, twelve actions."""

from typing import Final

from ..shapes import Action, Theme

MAP: Final = """
Many pits lie on land that somebody else holds a licence for, and few know it. One map per ward, read out at a meeting, with
what is free, what is held and until when.

- [x] Two wards drawn with the mining office
- [ ] Read out in both, with the licence holders present
- [ ] Three more wards

The map says nothing about who works where. @[District officer, Geita] keeps the paper copy.
"""

HOLDERS: Final = """
Owners let others dig for a share, and nothing is written. One page, agreed by both, with a witness of the village.

1. Who may dig, and where
2. How the ore is shared, and who weighs it
3. What happens when water comes in
4. How either side ends it
"""

SCALE: Final = """
A group that weighs and writes down sells better, and a bank can read it.

| Group | Weeks written | Loan asked | Loan given |
| --- | --- | --- | --- |
| Geita 1 | 26 | yes | yes |
| Geita 2 | 20 | yes | waits |
| Chato | 8 | no | – |

@[Rural bank] wants **six months** of writing before it lends.
"""

FUND: Final = """
A small fund that lends pumps and not money: a pump comes back, money does not always.

- [x] Rules written by the members
- [x] First two pumps bought
- [ ] A person who repairs them, paid by the day
"""

RETORT: Final = """
Retorts lent for a week, with somebody who shows how. Whoever brings it back tells what it did.

## What we heard so far

- It takes longer, so it must pay more
- The buyer knows the colour and pays less: **talk with the buyers first**
"""

CENTRE: Final = """
A centre where ore is washed with clean water and without mercury, run by the association, open to all. @[University,
geology] tested the ore of five sites; three are fit for it.

> Blocked: the water permit has not come. Without it nothing may be built.
"""

PRICE: Final = """
Each Monday the price of the day by text message, in Swahili, to those who asked for it. No names, no places, nothing kept.

- [x] Message agreed
- [x] 140 people asked for it
- [ ] Tell it at the women’s market, too
"""

BUYERS: Final = """
Two buying days a month at the same place and the same scale, checked by the district. @[District officer, Geita] brings the
weights.

1. The scale is shown to everybody first
2. The price of the day hangs on the wall
3. Who sells gets a paper
"""

LINK: Final = """
The large mine buys food, clothes and repairs for hundreds of people. What of it could be made here, and who would have to
learn what?

- [ ] List what is bought in a month
- [ ] Say which of it three groups could deliver
- [ ] One trial order, paid in two weeks and not in ninety days
"""

TAILINGS: Final = """
The large mine leaves tailings that small processors could use. To be agreed: who carries the risk, who measures the dust,
who may come.
"""

WOMEN_PITS: Final = """
Women pay for the pit, the ladder and the guard, and own none of it. Four groups of women hold a licence together.

- [x] Two groups have applied
- [ ] One paper in Swahili that tells each step, with the fee
- [ ] @[Women miners’ representative] goes along to the office on the first day

**What helped:** going as four, not alone.
"""

SAFE_WORK: Final = """
A place to wash and to rest, with a door that locks, at each washing site of more than twenty women. And a number to call,
answered by a woman.
"""

THEMES: Final = (
    Theme("Land and licences", "Land", (
        Action("Maps of free and held land for five wards", "District officer, Geita", 40,
               ((-200, "on-track", "Two of five wards are drawn."),), MAP),
        Action("One-page agreements between owners and diggers", "Mine owners, Lake zone", 75, (), HOLDERS),
    )),
    Theme("Finance", "Finance", (
        Action("Groups write down what they sell, and banks read it", "Rural bank", 20,
               ((-180, "on-track", "One group has its loan."),), SCALE),
        Action("A fund that lends pumps", "Miners’ association", -12,
               ((-160, "on-track", ""), (-9, "delayed", "Nobody yet to repair them.")), FUND),
    )),
    Theme("Technology and equipment", "Technology", (
        Action("Retorts to borrow, with somebody who shows how", "Miners’ association", 60,
               ((-100, "on-track", "31 people have borrowed one."),), RETORT),
        Action("A washing centre without mercury", "University, geology", 100,
               ((-140, "on-track", ""), (-30, "blocked", "The water permit has not come.")), CENTRE,
               asked=((-28.5, "District officer, Geita", "The district licenses the centre, so it cannot lead it."),)),
    )),
    Theme("Markets", "Markets", (
        Action("The price of the day by text message", "Miners’ association", -45,
               ((-150, "on-track", ""), (-50, "done", "Sent each Monday since two months; 140 people get it.")), PRICE),
        Action("Two buying days a month with one checked scale", "District officer, Geita", 6,
               ((-90, "on-track", "Three days were held."),), BUYERS),
    )),
    Theme("Links between businesses and scale-up", "Links", (
        Action("What the large mine buys and small groups could deliver", "Miners’ association", 120, (), LINK),
        Action("Agree about tailings for small processors", "Miners’ association", None,
               (), TAILINGS,
               asked=((-4.6, "Women miners’ representative", ""),)),
    )),
    Theme("Empowering women", "Women", (
        Action("Four women’s groups hold a licence together", "Women miners’ representative", 10,
               ((-120, "on-track", "Two of four have applied."),), WOMEN_PITS),
        Action("Safe places to wash and rest at the washing sites", "Women miners’ representative", 85,
               ((-40, "needs-resources", "Wood and roofing for two places are missing."),), SAFE_WORK),
    )),
)  # fmt: skip
