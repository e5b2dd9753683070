"""The table of roles in words, for the help page and for docs/: the same sentences, from the same code."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from .roles import LEVELS, MATRIX, VERBS

NAMES: Final = {
    "convenor": _("convenor"),
    "member": _("member"),
    "alternate": _("alternate"),
    "scribe": _("scribe"),
    "observer": _("observer"),
    "peer": _("peer"),
    "keeper": _("keeper of a circle"),
    "circle": _("member of a circle"),
    "author": _("author"),
    "guest": _("guest"),
    "commenter": _("invited to comment"),
    "reader": _("invited to read"),
    "moderator": _("moderator"),
    "safeguarding": _("safeguarding officer"),
}
KINDS: Final = {
    "group": _("A country group"),
    "invitation": _("An invitation into the group"),
    "circle": _("A circle"),
    "board": _("A board"),
    "action": _("An action"),
    "discussion": _("A discussion"),
    "file": _("A file"),
    "lesson_draft": _("A lesson’s draft"),
    "lesson": _("A published lesson"),
    "report": _("A report to the moderators"),
}
DOES: Final = {
    "comment": _("Say something there"),
    "edit": _("Write in it and change it"),
    "decide": _("Take part in its decisions"),
    "manage": _("Set it up"),
    "share": _("Let others in"),
    "moderate": _("Hide what was reported, and put it back"),
}
BESIDE: Final = (  # what no cell can say
    _("Whoever is let into a place sees all that lives there. What you may not see does not exist for you: no list, number, search or message tells of it."),  # noqa: E501
    _("Files and texts belong to what they describe: who sees an action sees its text."),
    _("A circle is seen inside by its own members alone, not by the convenor and not by IIED’s staff. If one of them reports something there, a moderator sees that one thing."),  # noqa: E501
    _("Of a working group, the country group knows the name and what it is for. Of a caucus nobody knows but its own people and those whom they invite: it stands in no list, number, log or message of anybody else."),  # noqa: E501
    _("A caucus can say something to its country group. It reads then that a caucus said it, and who wrote it is known in the caucus alone."),  # noqa: E501
    _("Whoever sees a post, an action, a lesson or its draft can report it to IIED’s moderators. Nobody is told who reported it: not its author, not the group, and not the moderators."),  # noqa: E501
    _("A moderator sees what was reported and nothing else of a place that is not open to them. Each time they look there, the people of that place read in their record that it happened."),  # noqa: E501
    _("What a moderator hides is seen by nobody, and leaves a sentence in its place that says when and why. Its words are not changed: when it is put back, it reads as before. Its author is told."),  # noqa: E501
    _("The system administrator runs the machine, holds no role by that, and reads nothing through these pages. Whoever can copy the disk can read what is on it: a group has to trust the people who run its machine."),  # noqa: E501
    _("Members of other countries, and their observers, read what is published for all countries. Nothing else is open to them unless they are let in."),  # noqa: E501
    _("Whoever may let others in can also open a thing to some seats alone, or to somebody else until a day. Each board, action, discussion and draft has a page that says who can see it and why."),  # noqa: E501
    _("No page, list or message says who stands behind a pseudonym. IIED’s safeguarding officer alone can learn it, one at a time, and has to say why; the group reads that it happened, and why, and not the name."),  # noqa: E501
    _("While who holds a seat is away, its alternate can act in it: until a day, they see and may do what the holder may. A term that ends takes everything along that came with the seat, on the day after, at once."),  # noqa: E501
    _("Who loses access loses it at once, also on pages that are open."),
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """Who may do one thing to a kind of things; nobody when `who` is empty."""

    does: str
    who: list[str]


@dataclass(frozen=True)
class Kind:
    name: str
    cells: list[Cell]


def roles() -> list[tuple[str, str]]:
    """Each role by name, with what it is."""
    return [(gettext(NAMES[level]), gettext(says)) for level, says in LEVELS.items()]


def kinds() -> list[Kind]:
    """Each kind of things, with who may do what to it."""
    return [
        Kind(
            gettext(KINDS[kind]),
            [
                Cell(gettext(DOES[verb]), [gettext(NAMES[level]) for level in LEVELS if level in row[verb]])
                for verb in VERBS
                if verb != "view"
            ],
        )
        for kind, row in MATRIX.items()
    ]


def beside() -> list[str]:
    """What holds for all of it."""
    return [gettext(says) for says in BESIDE]


def as_markdown() -> str:
    """The table as a page of docs/, in the language that is active."""
    lines = ["# Who can see what", "", "Written by `python -m tools.roles` from `permissions/roles.py`; a test holds that they agree.", ""]  # noqa: E501  # fmt: skip
    lines += [f"- {says}" for says in beside()]
    lines += ["", "## Roles", "| role | what it is |", "|---|---|"]
    lines += [f"| {name} | {says} |" for name, says in roles()]
    lines += ["", "## What they may do", "Seeing is not in this table: it is the same for all who were let in.", ""]
    heads = [cell.does for cell in kinds()[0].cells]
    lines += [f"| | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
    lines += [
        f"| **{kind.name}** | {' | '.join(', '.join(cell.who) or 'nobody' for cell in kind.cells)} |"
        for kind in kinds()
    ]
    return "\n".join(lines) + "\n"
