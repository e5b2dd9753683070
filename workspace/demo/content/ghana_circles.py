"""Ghana's circles: a working group that all know of, and the caucus of the women miners."""

from typing import Final

from ..shapes import Circle, Discussion, Position, Post

CIRCLES: Final = (
    Circle(
        "working-group",
        "Licence desk",
        "Gets one desk for every licence step running in Tarkwa, and says each month what is missing.",
        by="gh-minerals-regulator",
        day=-30,
        people=("gh-traditional-authority", "gh-ministry", "gh-district-officer"),
        asked=("gh-academic",),
        discussions=(
            Discussion(
                "Which papers does a first visit need?",
                by="gh-minerals-regulator",
                day=-18,
                summary="""
- A first visit needs no paper at all. Somebody listens and writes down what is there.
- **Open:** who signs when the chief of the area is away?
""",
                posts=(
                    Post("gh-minerals-regulator", -18, "The form asks for six papers before anybody may sit down. I think "
                         "that is where most people turn round. What could wait for the second visit?"),
                    Post("gh-district-officer", -16.5, "The receipt of the assembly can wait. So can the photographs."),
                    Post("gh-traditional-authority", -15.8, "The word of the chief cannot be a paper that costs money. Let "
                         "the desk telephone us."),
                    Post("gh-ministry", -12.2, "Then the first visit is a talk, and the second is the file. I can write that "
                         "into the instruction if all of you agree."),
                ),
            ),
        ),
    ),
    Circle(
        "caucus",
        "Women who mine",
        "We talk here before we talk there.",
        by="gh-women-miners-rep",
        day=-26,
        people=("gh-queen-mothers", "gh-civil-society", "gh-miner"),
        discussions=(
            Discussion(
                "What do we ask for together?",
                by="gh-women-miners-rep",
                day=-25,
                summary="""
- First the way there and the hour. Then who may stand.
- We say it as one, so that nobody has to say it alone.
""",
                posts=(
                    Post("gh-women-miners-rep", -25, "In the plenary each of us is asked what *her* problem is. Let us say "
                         "first in here what we want together, and then say it once."),
                    Post("gh-queen-mothers", -24.4, "The hour. When the meeting begins at eight, the women who cook for the "
                         "site cannot be there."),
                    Post("gh-miner", -23.6, "And that you may stand without a paper. Most of the women at our site have none, "
                         "and they will not say so where the regulator reads it."),
                    Post("gh-civil-society", -22.9, "I can put it into three sentences. Nobody’s site should be in them."),
                    Post("gh-women-miners-rep", -21.7, "Good. Read them through twice, then we publish them without names."),
                ),
            ),
        ),
        positions=(
            Position(
                "gh-civil-society",
                -21.2,
                "We ask for three things, in this order:\n\n1. that meetings begin at **ten**, and not on market day;\n"
                "2. that the way there is paid before, not after;\n3. that a woman may stand for the seat **without a "
                "licence**, and that the text says so.",
                to="What stops women from standing for a seat?",
            ),
        ),
    ),
)  # fmt: skip
