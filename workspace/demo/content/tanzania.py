"""Tanzania: JUMKUTA, which grew out of the dialogue in Geita of November 2017 and took a legal form of its own."""

from typing import Final

from ..shapes import Group, Person, Stakeholders
from ..trust_shapes import Alternate, Asks
from .tanzania_board import THEMES
from .tanzania_lessons import LESSONS
from .tanzania_talk import DISCUSSIONS

TANZANIA: Final = Group(
    key="tz",
    name="JUMKUTA",
    short_name="Tanzania",
    country="Tanzania",
    language="sw",
    band="tz",
    purpose="The dialogue in Geita, carried on by a body that can sign for itself.",
    founded=-330,
    people=(
        Person("tz-convenor", "Mratibu", level="convenor", language="sw"),
        Person("tz-miners-association", "Miners’ association", "Miners’ association"),
        Person("tz-women-miners-rep", "Women miners’ representative", "Women miners’ representative", language="sw"),
        Person("tz-district-officer", "District officer, Geita", "District officer, Geita"),
        Person("tz-women-alternate", "Mwakilishi mbadala wa wanawake", level="alternate", signs_in=False),
        Person("tz-bank", "Rural bank", "Rural bank", signs_in=False),
        Person("tz-university", "University, geology", "University, geology", signs_in=False),
    ),
    stakeholders=(
        Stakeholders("Small-scale miners", "SM", ("Miners’ association", "Mine owners, Lake zone")),
        Stakeholders("Women miners", "WM", ("Women miners’ representative",)),
        Stakeholders("Local government", "LG", ("District officer, Geita",)),
        Stakeholders("Finance", "FI", ("Rural bank",)),
        Stakeholders("Academia", "AC", ("University, geology",)),
    ),
    board="Mpango kazi",
    board_purpose="Six themes from the dialogue in Geita, November 2017.",
    themes=THEMES,
    discussions=DISCUSSIONS,
    lessons=LESSONS,
    alternates=(Alternate("Women miners’ representative", "Mwakilishi mbadala wa wanawake", day=-50, until=200),),
    asks=(
        Asks(
            "Chama cha wachenjuaji, Nyarugusu",
            -2.2,
            "Tunachenjua dhahabu bila zebaki. Tungependa kushiriki kwenye mada ya teknolojia.",
            "wachenjuaji@example.org",
        ),
    ),
)
