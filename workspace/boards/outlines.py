"""What a new board can begin with: an outline from one of the dialogues, or the structure of another board."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from permissions.access import visible

from .models import Action, Board, Colour
from .queries import seen_by_all
from .ranks import in_order


@dataclass(frozen=True)
class ActionToBe:
    """Of an action its words go along, and in which language they are; no lead, no date, no status."""

    title: str
    language: str


@dataclass(frozen=True)
class ThemeToBe:
    name: str
    short_name: str = ""
    aim: str = ""
    colour: str = ""
    actions: tuple[ActionToBe, ...] = ()


Beginning = list[ThemeToBe]


@dataclass(frozen=True)
class Outline:
    """Themes that other groups worked with: (name, short name, aim), said in the language of the new board."""

    label: str
    themes: tuple[tuple[str, str, str], ...]


OUTLINES: Final = {
    "ghana": Outline(
        gettext_noop("The four priorities of Ghana’s dialogue"),
        (
            (
                gettext_noop("The business case for responsible small-scale mining"),
                gettext_noop("Business"),
                gettext_noop("Small mining businesses that keep records, can borrow, and pay for themselves"),
            ),
            (
                gettext_noop("Improving practices in the sector"),
                gettext_noop("Practices"),
                gettext_noop("Safe work, clean water and land that can be used again"),
            ),
            (
                gettext_noop("Support for small-scale mining across government institutions"),
                gettext_noop("Government"),
                gettext_noop("One answer from all offices, near the sites and in time"),
            ),
            (
                gettext_noop("A stronger voice for miners, particularly women"),
                gettext_noop("Voice"),
                gettext_noop("Whoever works in the pits sits where it is decided"),
            ),
        ),
    ),
    "geita": Outline(
        gettext_noop("The six themes of Geita"),
        (
            (
                gettext_noop("Land and licences"),
                gettext_noop("Land"),
                gettext_noop("Miners work where they are allowed to, and know how to get there"),
            ),
            (
                gettext_noop("Finance"),
                gettext_noop("Finance"),
                gettext_noop("Banks and funds lend to small mines on terms that both can keep"),
            ),
            (
                gettext_noop("Technology and equipment"),
                gettext_noop("Equipment"),
                gettext_noop("Machines that save gold, water and lives, within reach of small mines"),
            ),
            (
                gettext_noop("Markets"),
                gettext_noop("Markets"),
                gettext_noop("A fair price, paid in the open"),
            ),
            (
                gettext_noop("Links between businesses, and growth"),
                gettext_noop("Links"),
                gettext_noop("Small mines, suppliers and large companies do business with each other"),
            ),
            (
                gettext_noop("Empowering women"),
                gettext_noop("Women"),
                gettext_noop("Women hold licences, lead groups and are paid for what they do"),
            ),
        ),
    ),
}


def beginning_of(outline: str, language: str) -> Beginning:
    """The themes of an outline in a language, as far as we speak it; each with a colour of its own."""
    with translation.override(language):
        return [
            ThemeToBe(gettext(name), gettext(short), gettext(aim), colour)
            for (name, short, aim), colour in zip(OUTLINES[outline].themes, Colour.values, strict=False)
        ]


def structure_of(user: Any, board: Board, *, with_actions: bool) -> Beginning:
    """The themes of a board, in its order, as this person may copy them; what only some there see stays there."""
    there = board.themes.filter(archived_at__isnull=True)
    themes = in_order(visible(user, there))
    actions: Iterable[Action] = ()
    if with_actions:
        seen = visible(user, Action.objects.filter(board=board, archived_at__isnull=True))
        actions = in_order(seen_by_all(seen, board.space_id))
    return [
        ThemeToBe(
            theme.name,
            theme.short_name,
            theme.aim,
            theme.colour,
            tuple(ActionToBe(each.title, each.language) for each in actions if each.theme_id == theme.pk),
        )
        for theme in themes
    ]
