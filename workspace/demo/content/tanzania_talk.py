"""JUMKUTA's discussions, in Swahili and in English."""

from typing import Final

from ..shapes import Discussion, Post

DISCUSSIONS: Final = (
    Discussion(
        "Ada za leseni: nini kinawazuia wanawake?",
        by="tz-women-miners-rep",
        day=-18,
        about="Four women’s groups hold a licence together",
        language="sw",
        summary="""
- Ada hulipwa mara moja; vikundi vinaomba kulipa kwa awamu.
- Safari ya kwenda ofisini huchukua siku nzima.
- **Bado wazi:** nani atasaidia kujaza fomu?
""",
        posts=(
            Post("tz-women-miners-rep", -18, "Vikundi viwili vimeomba leseni. Vingine viwili vinasubiri. "
                 "**Nini kinavizuia?**"),
            Post("tz-district-officer", -17.3, "Fomu ni kwa Kiingereza tu. Naweza kuleta maelezo kwa Kiswahili."),
            Post("tz-miners-association", -15, "The fee has to be paid in one go. Could the pump fund lend it, too?",
                 language="en"),
            Post("tz-convenor", -4, "Tuulize benki: kulipa kwa awamu tatu kunawezekana?"),
            Post("tz-women-miners-rep", -1.5, "Asante. Naandika ombi leo, kwa vikundi vyote vinne pamoja."),
        ),
    ),
    Discussion(
        "Who repairs the pumps?",
        by="tz-miners-association",
        day=-9,
        about="A fund that lends pumps",
        language="en",
        summary="""
- We agree on paying by the day, not by the repair.
- **Open:** is it one person, or two who learn from each other?
""",
        posts=(
            Post("tz-miners-association", -9, "Two pumps stand still because a seal is missing. A mechanic in Geita would come "
                 "once a week for a day’s pay."),
            Post("tz-bank", -7.2, "A pump that stands still pays nothing back. Put the mechanic into the fund’s costs."),
            Post("tz-women-miners-rep", -2.2, "Please let two young women learn it with him."),
        ),
    ),
)  # fmt: skip
