"""Who may do what: one readable table, rendered in the help page and in docs/, and walked by the tests.

Rows are kinds of things, columns are verbs; a cell names the levels that may. *View* is not in the table: it belongs
to the space and is the same for everything that lives in it, for every level.
"""

from typing import Final

from django.utils.translation import gettext_noop as _

VERBS: Final = ("view", "comment", "edit", "decide", "manage", "share", "moderate")

# What somebody can hold in a space, with what it means there. Sentences are translated where they are shown.
LEVELS: Final = {
    "convenor": _("runs a country group; not its owner"),
    "member": _("holds a seat in the country group"),
    "alternate": _("stands in for who holds a seat; takes no stance of their own"),
    "scribe": _("writes on behalf of people who speak or write on paper"),
    "observer": _("reads; takes no stance"),
    "peer": _("member of another country's group"),
    "keeper": _("opened a circle, or was asked to keep it; lets people in"),
    "circle": _("member of a working group or a caucus"),
    "author": _("writes a lesson's draft"),
    "guest": _("was let in to write"),
    "commenter": _("was let in to read and comment"),
    "reader": _("was let in to read"),
    "moderator": _("IIED staff across countries"),
    "safeguarding": _("IIED's safeguarding officer"),
}

Level = frozenset[str]

# Held beside one's own level where all is archived: whoever may view views on, and nobody writes.
AT_REST: Final = "at-rest"
WRITING: Final = frozenset({"comment", "edit", "decide"})

NOBODY: Final[Level] = frozenset()
CONVENOR: Final = frozenset({"convenor"})
HEADS: Final = frozenset({"convenor", "keeper"})  # whoever runs the place, be it a group or a circle
DECIDING: Final = HEADS | {"member", "circle"}
SPEAKING: Final = DECIDING | {"alternate", "scribe"}
INVITED: Final = frozenset({"guest"})
HEARD: Final = INVITED | {"commenter"}
STAFF: Final = frozenset({"moderator", "safeguarding"})
ACROSS: Final = frozenset({"peer", "moderator"})

MATRIX: Final[dict[str, dict[str, Level]]] = {
    "group": {
        "comment": SPEAKING,
        "edit": CONVENOR,
        "decide": DECIDING,
        "manage": CONVENOR,
        "share": CONVENOR,
        "moderate": STAFF,
    },
    "invitation": {
        "comment": NOBODY,
        "edit": NOBODY,
        "decide": NOBODY,
        "manage": CONVENOR,
        "share": NOBODY,
        "moderate": NOBODY,
    },
    "circle": {
        "comment": SPEAKING,
        "edit": HEADS,
        "decide": DECIDING,
        "manage": HEADS,
        "share": HEADS,
        "moderate": NOBODY,
    },
    "board": {
        "comment": SPEAKING | HEARD,
        "edit": SPEAKING | INVITED,
        "decide": DECIDING,
        "manage": HEADS,
        "share": HEADS,
        "moderate": STAFF,
    },
    "action": {
        "comment": SPEAKING | HEARD,
        "edit": SPEAKING | INVITED,
        "decide": DECIDING,
        "manage": HEADS,
        "share": HEADS,
        "moderate": STAFF,
    },
    "discussion": {
        "comment": SPEAKING | HEARD | ACROSS,
        "edit": SPEAKING | INVITED,
        "decide": DECIDING,
        "manage": HEADS,
        "share": HEADS,
        "moderate": STAFF,
    },
    "file": {
        "comment": NOBODY,
        "edit": SPEAKING | INVITED | {"author"},
        "decide": NOBODY,
        "manage": HEADS,
        "share": NOBODY,
        "moderate": STAFF,
    },
    "lesson_draft": {
        "comment": HEADS | HEARD | {"author"},
        "edit": HEADS | INVITED | {"author"},
        "decide": HEADS | {"author"},
        "manage": HEADS,
        "share": HEADS,
        "moderate": STAFF,
    },
    "lesson": {
        "comment": SPEAKING | HEARD | ACROSS,
        "edit": NOBODY,
        "decide": NOBODY,
        "manage": CONVENOR,
        "share": CONVENOR,
        "moderate": STAFF,
    },
    "report": {
        "comment": NOBODY,
        "edit": NOBODY,
        "decide": NOBODY,
        "manage": NOBODY,
        "share": NOBODY,
        "moderate": STAFF,
    },
}


def verbs_of(levels: frozenset[str], kind: str) -> frozenset[str]:
    """All that somebody who holds these levels in a thing's space may do to it."""
    return frozenset(verb for verb in VERBS if allowed(levels, verb, kind))


def allowed(levels: frozenset[str], verb: str, kind: str) -> bool:
    """Whether somebody who holds these levels in a thing's space may do this to it."""
    if not levels:
        return False
    if verb == "view":
        return True
    if AT_REST in levels and verb in WRITING:
        return False
    return bool(MATRIX[kind][verb] & levels)
