"""Who may do what: one readable table, rendered in the help page and walked by the tests.

Rows are kinds of things, columns are verbs; a cell names the levels that may. *View* is not in the table: it belongs
to the space and is the same for everything that lives in it, for every level.
"""

from typing import Final

VERBS: Final = ("view", "comment", "edit", "decide", "manage", "share", "moderate")

LEVELS: Final = {
    "convenor": "runs a country group; not its owner",
    "member": "holds a seat in the country group",
    "observer": "reads; takes no stance",
    "peer": "member of another country's group",
    "author": "writes a lesson's draft",
    "guest": "was invited to write with the authors",
    "moderator": "IIED staff across countries",
}

CONVENOR = frozenset({"convenor"})
MEMBERS = frozenset({"convenor", "member"})
WRITERS = frozenset({"convenor", "author", "guest"})
SPEAKERS = frozenset({"convenor", "member", "peer", "moderator"})
NOBODY: frozenset[str] = frozenset()

MATRIX: Final[dict[str, dict[str, frozenset[str]]]] = {
    "group": {
        "comment": MEMBERS,
        "edit": CONVENOR,
        "decide": MEMBERS,
        "manage": CONVENOR,
        "share": CONVENOR,
        "moderate": frozenset({"moderator"}),
    },
    "board": {
        "comment": MEMBERS,
        "edit": MEMBERS,
        "decide": MEMBERS,
        "manage": CONVENOR,
        "share": CONVENOR,
        "moderate": frozenset({"moderator"}),
    },
    "action": {
        "comment": MEMBERS,
        "edit": MEMBERS,
        "decide": MEMBERS,
        "manage": CONVENOR,
        "share": CONVENOR,
        "moderate": frozenset({"moderator"}),
    },
    "discussion": {
        "comment": SPEAKERS,
        "edit": MEMBERS,
        "decide": MEMBERS,
        "manage": CONVENOR,
        "share": CONVENOR,
        "moderate": frozenset({"moderator"}),
    },
    "lesson_draft": {
        "comment": WRITERS,
        "edit": WRITERS,
        "decide": frozenset({"convenor", "author"}),
        "manage": CONVENOR,
        "share": CONVENOR,
        "moderate": NOBODY,
    },
    "lesson": {
        "comment": SPEAKERS,
        "edit": NOBODY,
        "decide": NOBODY,
        "manage": CONVENOR,
        "share": CONVENOR,
        "moderate": frozenset({"moderator"}),
    },
}


def allowed(levels: frozenset[str], verb: str, kind: str) -> bool:
    """Whether somebody who holds these levels in a thing's space may do this to it."""
    if not levels:
        return False
    if verb == "view":
        return True
    return bool(MATRIX[kind][verb] & levels)
