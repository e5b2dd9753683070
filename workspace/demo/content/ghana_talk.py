"""Ghana's discussions."""

from typing import Final

from ..shapes import Discussion, Post

DISCUSSIONS: Final = (
    Discussion(
        "What stops women from standing for a seat?",
        by="gh-women-miners-rep",
        day=-24,
        about="Women’s seats on every district mining committee",
        summary="""
- The way there costs a day’s earnings; twice a month is too often.
- Members who were appointed are not trusted at the sites.
- **Open:** who may stand for a seat without a licence?
""",
        posts=(
            Post("gh-women-miners-rep", -24, "Three committees have named the seat, five have not. Before we ask again I "
                 "would like to understand **why women do not come forward**. What do you hear?"),
            Post("gh-traditional-authority", -23.2, "In our area nobody was told. The date went round among the owners of "
                 "the pits. If the queen mothers call the meeting, the women will know."),
            Post("gh-queen-mothers", -22.6, "We can call it. Please give us two weeks, and not in the week of a funeral."),
            Post("gh-lsm-company", -20.4, "Our community office has a bus that stands on two days a week. We could offer it "
                 "for the way there, without our name on it, if that is wanted."),
            Post("gh-academic", -6.3, "In the two districts we asked, seven of ten women named *travel and time* first, and "
                 "only then the rules. The numbers are small; read them as a pointer."),
            Post("gh-miner", -5.4, "At our site the women sort and carry, they do not hold the paper. If the seat is only "
                 "for licence holders, not one of them can sit on it.",
                 corrected="At our site the women sort and carry; they do not hold the paper. If the seat is only for "
                 "licence holders, not one of them can sit on it. It has to say so in the text."),
            Post("gh-women-miners-rep", -3.9, "Then let us take up the bus. I ask in Prestea and Bogoso which day suits."),
            Post("gh-convenor", -3.1, "From what was said so far I take three things for the next meeting:\n\n"
                 "1. the day (not market day)\n2. the way there\n3. who may stand\n\nPlease correct me in the summary above."),
            Post("gh-district-officer", -1.2, "The assembly can confirm within 30 days. What it cannot do this year is pay "
                 "the travel."),
            Post("gh-miner", -0.4, "Then say clearly that the bus is for everybody, not only for those with a paper."),
        ),
    ),
    Discussion(
        "A room for the licence desk",
        by="gh-minerals-regulator",
        day=-9,
        about="One desk for every licence step in Tarkwa",
        summary="""
We agree that the desk begins even in a borrowed room.

- [x] Ask the assembly for a room
- [ ] Ask the traditional council for its hall, one day a week
- [ ] Say on the radio which day it is

**Open:** who pays the light and the cleaning.
""",
        posts=(
            Post("gh-minerals-regulator", -9, "The district office has no free room until the new budget. I have marked the "
                 "action as *blocked*. Has anybody a room for one day a week?"),
            Post("gh-traditional-authority", -8.1, "The council’s hall is free on Tuesdays and Thursdays. I will ask."),
            Post("gh-civil-society", -7.5, "Please not upstairs: people come with crutches from the pits.",
                 taken_back=True),
            Post("gh-miner", -4.6, "A hall is better than an office. People do not like to go where police sit in front."),
            Post("gh-ministry", -2.4, "Lands could lend a table and two chairs. A written request of one line is enough."),
        ),
    ),
    Discussion(
        "Which figures do we show the banks?",
        by="gh-academic",
        day=-40,
        asked_by=(("mg-convenor", "Our savings groups meet their first bank in spring. We would like to read along."),),
        summary="""
- Weekly income, weekly cost, days worked. Nothing that names a person or a pit.
- **Open:** do we show the price that was paid?
""",
        posts=(
            Post("gh-academic", -40, "The record sheets hold more than a bank needs. I propose to show three lines only:\n\n"
                 "| Line | Why |\n| --- | --- |\n| Income | can they pay back |\n| Cost | what is left |\n| Days | is it steady |"),
            Post("gh-miners-delegate", -38.5, "Agreed, but not the name of the buyer. Buyers talk to each other."),
            Post("gh-civil-society", -37, "And every site sees its own sheet before it goes out."),
        ),
    ),
    Discussion(
        "Threats after the radio hour",
        by="gh-convenor",
        day=-7,
        only=("Women miners’ representative", "Miners without a licence", "Civil society, mining desk"),
        why="People could be found by what is said here",
        posts=(
            Post("gh-convenor", -6.9, "Two callers of the radio hour were visited afterwards. Before we plan another one: what "
                 "do those need who speak? Only your three seats and I read this."),
            Post("gh-miner", -6.1, "No names of pits on the air. And nobody should be able to hear where the call comes from."),
            Post("gh-women-miners-rep", -5.8, "Let the women record at home and bring it. Nobody has to be there live."),
        ),
    ),
)  # fmt: skip
