"""Ghana's roadmap: four priorities, twelve actions."""

from typing import Final

from ..shapes import Action, Theme, Wording

SAVINGS: Final = """
Groups that save together can borrow together. Two rural banks agreed to open accounts for groups without a licence,
if the group keeps a book that a third person checks.

## What a group needs

1. Ten members or more, at least three of them women
2. A savings book, checked each month
3. A contact person whom the bank can reach

## How far we are

| Group | Members | Book kept | Account |
| --- | --- | --- | --- |
| Prestea 1 | 14 | yes | open |
| Prestea 2 | 11 | yes | waits for the bank |
| Bogoso | 12 | begun | not yet |
| Tarkwa south | 10 | yes | open |

@[Miners’ association delegate] asks the second bank again. The money for the books is spent: **we need about
2,000 cedis** to print more.
"""

RECORDS: Final = """
Nobody lends to a business that cannot show what comes in and goes out. One page a week is enough, and it belongs to the
site, not to us.

- What was sold, to whom, for how much
- What was spent: fuel, water, food, repairs
- Who worked, and for how many days

The sheet is drawn, not written, for those who do not read. @[Academic] visits each site twice: once to begin, once after
two months.

- [x] Sheet tried at three sites
- [x] Sheet changed after what people said
- [ ] Twenty sites keep it for three months
- [ ] A short paper for the banks
"""

BRIEF: Final = """
Four pages for the district assemblies: what responsible small-scale mining brings to a district in fees, jobs and trade,
and what it costs when nobody looks after it.

**Done on both counts:** the assemblies have it, and two have asked for a visit. The figures are from
[our records](/lessons/) and from the assemblies’ own books.
"""

MERCURY: Final = """
Seeing is believing: a shaking table and direct smelting, shown at the site, with the ore of that site.

## Before each visit

- [x] Ask the site which day suits
- [x] Agree who may watch
- [ ] Bring masks for everybody, also for the women who wash
- [ ] Weigh what comes out, by both ways, before all eyes

## Why it is late

The table broke on the road to Bogoso and the part had to be made anew. @[Large-scale mining company] lends one from its
laboratory for the next two sites.

> What counts is not the lecture. It is the scale at the end of the day.
"""

SAFETY: Final = """
Pit crews train pit crews: four half days, at the pit, in Twi and Wassa.

1. Walls and water: when to stop
2. Air, light and ropes
3. First aid, with what is at hand
4. Children do not belong in the pit: what to say, and to whom

So far **46 people**, 19 of them women. @[Miners’ association delegate] keeps the list; names stay with the association.
"""

RESTORE: Final = """
Four hectares near the river, worked out before 2016. The landowners agreed, one hectare was filled and planted; then
small-scale mining was stopped and the machines went home.

**Paused, because the context changed.** To be taken up again when the group has met the landowners. @[Traditional
authority] has offered to call them together.
"""

DESK: Final = """
A licence takes seven offices. One desk, one day a week, where all seven can be asked at once.

## What the desk does

- takes the papers and says on the same day what is missing
- gives a number, so that nobody has to come only to ask
- tells the women’s hour: from ten to twelve, with a woman at the desk

## What holds it up

There is no room yet in the district office. @[District assembly officer] asked in the last meeting; the answer waits for
the budget.

| Step | Days now | Target |
| --- | --- | --- |
| Papers complete | 40 | 10 |
| Field visit | 60 | 40 |
| Answer | 80 | 40 |
"""

QUARTERLY: Final = """
Lands, environment, gender and local government at one table, four times a year, with two miners and one woman miner who
sit there with a voice. The notes are shared with this group within two weeks.

- [x] First meeting: terms agreed
- [x] Second meeting: the licence steps side by side
- [x] Third meeting: the cost of a field visit
- [ ] Fourth meeting: what the desk in Tarkwa taught
"""

GUIDE: Final = """
District officers are asked every day and have nothing in hand. A guide of ten pages, with the steps, the fees and whom to
call. To be begun when the desk has run for a month, so that it tells what happens and not what should.
"""

SEATS: Final = """
Each of the eight committees names a seat for a woman who works in mining. Women miners in the district choose her
@[Academic] themselves, at a meeting held near the sites.

- [x] Meet first with the queen mothers in Prestea and Bogoso
- [ ] Agree who pays the way there: travel keeps women from coming twice
- [ ] Tell the result on the radio hour

## Who may be chosen

A woman who mines, sorts, carries, processes or sells. She need not hold the licence. @[Tarkwa voice 3] asked that this be
written down, and it is.
"""

SEATS_BEGUN: Final = """
Each of the eight committees names a seat for a woman who works in mining. The assembly chooses her.

- [ ] Write to the eight assemblies
- [ ] Tell the result on the radio hour
"""

SEATS_TALKED_OVER: Final = """
Each of the eight committees names a seat for a woman who works in mining. Women miners in the district choose her
themselves.

- [ ] Meet first with the queen mothers in Prestea and Bogoso
- [ ] Tell the result on the radio hour

## Who may be chosen

A woman who mines, sorts, carries, processes or sells.
"""

RADIO: Final = """
One hour each month, with callers from the sites, in Twi and in Wassa. First what changed, then what people ask.

The station gives the hour for nothing. What is missing is **airtime for the callers**: people without credit cannot call.
@[Civil society, mining desk] asks two companies whether they would pay it without their name in the programme.

1. Who may sell to whom
2. What a licence costs, really
3. Safe shafts in the rains
4. The women’s seats
"""

HEARD: Final = """
Those without a licence are the most, and the last to be asked. Before each decision of this group, one hearing near a
site, without a list of who came.

- The question is read out in Twi
- A person from the site takes the notes, and reads them back
- Nobody is asked for a name or a paper
"""

THEMES: Final = (
    Theme(
        "The business case for responsible small-scale mining",
        "Business",
        (
            Action("Keep simple cost and income records at 20 sites", "Academic", 95,
                   ((-300, "on-track", "Three sites have begun."), (-21, "on-track", "11 of 20 sites keep the sheet.")), RECORDS),
            Action("Savings and loan pilot with two rural banks", "Miners’ association delegate", 130,
                   ((-250, "on-track", ""), (-18, "needs-resources", "The books are used up, and the second bank waits.")), SAVINGS),
            Action("First business-case brief for the district assemblies", "Civil society, mining desk", -30,
                   ((-200, "on-track", ""), (-34, "done", "Sent to all assemblies; two asked for a visit.")), BRIEF),
        ),
    ),
    Theme(
        "Improving practices in the sector",
        "Practices",
        (
            Action("Mercury-free processing shown at three sites", "Large-scale mining company", -25,
                   ((-240, "on-track", ""), (-20, "delayed", "The table broke on the road; one of three sites is done.")), MERCURY),
            Action("Safety training by pit crews for pit crews", "Miners’ association delegate", 190,
                   ((-220, "on-track", "46 of 120 people so far, 19 of them women."),), SAFETY,
                   shown_to=(("Tanzania", "They train crews in Geita, too"),)),
            Action("Restore one worked-out site with its landowners", "Traditional authority", None,
                   ((-352, "paused", "Small-scale mining was stopped. One of four hectares is planted."),), RESTORE,
                   asked=((-35.5, "Queen mothers’ delegate", "I speak for the farms around it. Let the stool lead, and ask me to help."),)),
        ),
    ),
    Theme(
        "Support for small-scale mining across government institutions",
        "Government",
        (
            Action("One desk for every licence step in Tarkwa", "Minerals regulator", 9,
                   ((-190, "on-track", ""), (-6, "blocked", "No room in the district office yet.")), DESK),
            Action("Ministries meet on small-scale mining each quarter", "Ministry officer", 12,
                   ((-330, "on-track", "Three of four meetings were held."),), QUARTERLY),
            Action("Guide to the licence steps for district officers", "District assembly officer", 170, (), GUIDE),
        ),
    ),
    Theme(
        "A stronger voice for miners, particularly women",
        "Voice",
        (
            Action("Women’s seats on every district mining committee", "Women miners’ representative", 11,
                   ((-150, "delayed", "Committees met without us."), (-12, "on-track", "3 of 8 committees have named the seat.")),
                   SEATS_BEGUN, (Wording(-96.4, "gh-convenor", SEATS_TALKED_OVER, "Before the meeting in Prestea"),
                                 Wording(-40.6, "gh-miner", SEATS_TALKED_OVER.replace("or sells.", "or sells. She need not hold the licence.")),
                                 Wording(-12.5, "gh-women-miners-rep", SEATS, "As read out at the meeting"))),
            Action("A radio hour with callers from the sites", "Civil society, mining desk", 55,
                   ((-120, "on-track", ""), (-15, "needs-resources", "One of six programmes was held; callers lack credit.")),
                   RADIO),
            Action("Miners without a licence are heard before each decision", "Miners without a licence", 70, (), HEARD,
                   asked=((-3.2, "Women miners’ representative", ""),)),
        ),
    ),
)  # fmt: skip
