"""What the page of an action, and of a board, shows of what was agreed."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery

from workspace.boards.models import Action, Board
from workspace.boards.ranks import in_order
from workspace.groups.models import Handle

from .forms import MeetingForm, WhyForm
from .models import Agreement, Proposal

SHOWN = 20  # agreements on the page of a board


@dataclass(frozen=True)
class ShownProposal:
    """A change that waits for an answer. `agreed` is what it would change by now, `saw` what its proposer saw."""

    proposal: Proposal
    field: str
    agreed: str
    agreed_kept: str
    value: str
    saw: str
    is_stale: bool
    by: str
    is_own: bool
    form: MeetingForm


@dataclass(frozen=True)
class ShownField:
    """What was agreed of one field, and where."""

    name: str
    value: str
    title: str
    on: Any


@dataclass(frozen=True)
class OfAction:
    """All that was agreed about an action; `form` agrees what is not yet, `why` opens it again."""

    fields: list[ShownField]
    proposals: list[ShownProposal]
    form: MeetingForm
    why: WhyForm


@dataclass(frozen=True)
class ShownAgreement:
    """One word of the group on a board: how many commitments it set, and how many of them still stand."""

    agreement: Agreement
    by: str
    about: Action | None
    commitments: int
    standing: int
    why: WhyForm


@dataclass(frozen=True)
class OfBoard:
    """The agreements on a board, the newest first; `waiting` are its actions with proposals, and how many each."""

    agreements: list[ShownAgreement]
    waiting: list[tuple[Action, int]]
    form: MeetingForm


def of_action(reader: Any, action: Action) -> OfAction:
    """What the page knows of it already, and one query for what the reader proposed."""
    agreed = sorted(action.held.values(), key=lambda each: _ORDER.get(each.field, len(_ORDER)))
    waiting = sorted(
        ((held, each) for held in agreed for each in held.proposals), key=lambda pair: (pair[1].row.at, pair[1].row.pk)
    )
    mine = _handles_of(reader) if waiting else set()
    return OfAction(
        fields=[ShownField(each.name, each.words, each.source, each.on) for each in agreed],
        proposals=[
            ShownProposal(
                proposal=each.row,
                field=held.name,
                agreed=held.words,
                agreed_kept=held.value,
                value=each.words,
                saw=each.saw,
                is_stale=each.is_stale,
                by=each.by,
                is_own=each.row.by in mine,
                form=MeetingForm(auto_id=f"answer-{each.row.pk}-%s"),
            )
            for held, each in waiting
        ],
        form=MeetingForm(auto_id=f"agree-{action.pk}-%s"),
        why=WhyForm(auto_id=f"reopen-{action.pk}-%s"),
    )


_ORDER = {"title": 0, "lead": 1, "due": 2}


def of_board(board: Board, waiting: list[tuple[Action, int]] | None = None) -> OfBoard:
    """One query, and another one when what is `waiting` is not known.

    What was agreed about an action that not all see is not among it.
    """
    in_here = Q(commitments__space=board.space_id) | Q(commitments__space__extends=board.space_id)
    counts = {
        "all": Count("commitments", filter=in_here),
        "standing": Count("commitments", filter=in_here & Q(commitments__ended_at__isnull=True)),
    }
    here = Q(action__isnull=True) | Q(space=board.space_id)
    found = list(
        Agreement.objects.filter(here, board=board)
        .select_related("action")
        .annotate(**counts, called=Subquery(Handle.objects.filter(pk=OuterRef("by")).values("text")))
        .order_by("-on", "-at")[:SHOWN]
    )
    return OfBoard(
        agreements=[
            ShownAgreement(
                agreement=each,
                by=each.called or "",
                about=each.action,
                commitments=each.all,  # type: ignore[attr-defined]
                standing=each.standing,  # type: ignore[attr-defined]
                why=WhyForm(auto_id=f"end-{each.pk}-%s"),
            )
            for each in found
        ],
        waiting=_waiting(board) if waiting is None else waiting,
        form=MeetingForm(auto_id=f"agree-{board.pk}-%s"),
    )


def _waiting(board: Board) -> list[tuple[Action, int]]:
    waits = Count("change_proposals", filter=Q(change_proposals__state=Proposal.State.OPEN))
    there = Action.objects.filter(board=board, space=board.space_id, archived_at__isnull=True)
    return [(action, action.waits) for action in in_order(there.annotate(waits=waits).filter(waits__gt=0))]


def _handles_of(reader: Any) -> set[Any]:
    """The handles of who opens a page; nobody's in a pushed fragment."""
    pk = getattr(reader, "pk", None)
    return set(Handle.objects.filter(person=pk).values_list("pk", flat=True)) if pk else set()
