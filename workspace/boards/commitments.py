"""What was agreed about actions: told by the app above, asked wherever a commitment would be written.

A commitment is a field of an action ("title", "lead", "due") or what an app above names ("target:<id>"). Once it is
agreed it changes only by agreement: `Action.save` asks here, so that no command can forget to.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# The columns that hold a commitment.
COMMITMENTS: Final = {"title": "title", "lead": "lead", "due": "due", "due_precision": "due"}


@dataclass(frozen=True)
class Proposed:
    """A change that somebody proposed and nobody has answered; `is_stale` when what was agreed is another thing now.

    `row` is how its app keeps it, `saw` what its proposer saw agreed.
    """

    row: Any
    words: str
    saw: str
    by: str
    is_stale: bool


@dataclass(frozen=True)
class Held:
    """A field that was agreed: in which meeting, on which day, as the log keeps it and as people read it.

    `template` draws the form that proposes a change.
    """

    field: str
    name: str
    value: str
    words: str
    source: str
    on: date
    template: str
    proposals: tuple[Proposed, ...] = ()


Locked = Mapping[UUID, Mapping[str, str]]  # action → field → the meeting
Holding = Mapping[UUID, Mapping[str, Held]]

_locked: list[Callable[[Collection[UUID]], Locked]] = []
_held: list[Callable[[Collection[UUID]], Holding]] = []


def register_commitments(
    locked: Callable[[Collection[UUID]], Locked], held: Callable[[Collection[UUID]], Holding]
) -> None:
    """`locked(ids of actions)` gives what is agreed of each and where; `held` the same with all that a page shows."""
    _locked[:], _held[:] = [locked], [held]


def locked_in(actions: Collection[UUID]) -> Locked:
    """What is agreed about these actions, in one query: action → field → the meeting."""
    return _locked[0](actions) if _locked and actions else {}


def held_in(actions: Collection[UUID]) -> Holding:
    """The same, with the proposals that wait, for cards and pages."""
    return _held[0](actions) if _held and actions else {}


def check_free(action: UUID, fields: Iterable[str]) -> None:
    """Raise ValidationError, by field, where one of them was agreed."""
    wanted = set(fields)
    locked = locked_in([action]).get(action, {}) if wanted else {}
    wrong = {field.partition(":")[0]: refusal(locked[field]) for field in wanted & locked.keys()}
    if wrong:
        raise ValidationError(wrong)


def check_none_agreed(actions: Collection[UUID]) -> None:
    """Raise ValidationError when one of these was agreed: it stays on the board until its agreement is ended."""
    count = len([fields for fields in locked_in(actions).values() if fields])
    if count:
        raise ValidationError(
            ngettext(
                "It was agreed, so it stays on the board. Whoever convenes can end the agreement first, with a reason.",
                "%(n)s actions in it were agreed, so it stays on the board. Whoever convenes can end the agreement "
                "first, with a reason.",
                count,
            )
            % {"n": count}
        )


def refusal(source: str) -> str:
    """Why an agreed field was not changed, and what to do next."""
    return _(
        "This was agreed in “%(source)s”, so it was not changed. Propose the change on the page of the action, "
        "and say why."
    ) % {"source": source}
