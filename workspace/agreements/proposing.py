"""A change of what was agreed: proposed by who may edit, taken back by its proposer, answered by who convenes."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.errors import NotAllowed
from realtime.changes import Record, change, command
from realtime.identity import identity
from workspace.boards import commands as boards
from workspace.boards.fields import as_kept, from_kept
from workspace.boards.fields import checked as checked_fields
from workspace.boards.leading import settle_lead
from workspace.boards.models import Action
from workspace.groups.models import Handle, Seat
from workspace.indicators import commands as indicators
from workspace.indicators.models import Indicator
from workspace.indicators.values import check_number, kept
from workspace.indicators.values import from_kept as number_of
from workspace.people.models import User

from .agreeing import commit, note, said
from .models import Commitment, Proposal
from .sources import Source, checked, reason
from .values import TARGET, Words, indicator_id, locked_targets

MOST_OPEN = 20  # proposals about one action: more are talked over before


@command
def propose_change(
    *,
    actor: User,
    action: Action,
    field: str,
    value: Any,
    why: str,
    seen: str | None = None,
    command_id: UUID | None = None,
) -> Proposal:
    """Propose another value for an agreed field; `seen` is the agreed one that the proposer saw, as it is kept."""
    why = reason(why)
    with change(actor, "edit", action) as (action, record):
        name = field.partition(":")[0]
        agreed = _agreed(action, field)
        if seen is not None and seen != agreed.value:
            raise ValidationError({name: [_meanwhile(agreed)]})
        wanted = _kept(action, field, value)
        if wanted == agreed.value:
            raise ValidationError({name: [_("This is what is agreed. Write what it is to be instead.")]})
        waiting = Proposal.objects.filter(action=action, state=Proposal.State.OPEN)
        if waiting.count() >= MOST_OPEN:
            raise ValidationError(_("Many changes wait for an answer here already. Talk them over first."))
        who = identity(actor, action.space_id)
        proposal = Proposal.objects.create(
            space=action.space, action=action, field=field, agreed=agreed.value, value=wanted, why=why,
            by=who.id if who else None, at=timezone.now(),
        )  # fmt: skip
        record("agreement.proposed", action, **_told(proposal))
    return proposal


@command
def take_proposal_back(*, actor: User, proposal: Proposal, command_id: UUID | None = None) -> Proposal:
    """Take one's own proposal back. Raises NotAllowed when it is somebody else's."""
    with change(actor, "view", proposal.action) as (action, record):
        proposal = _fresh(proposal)
        if not is_proposer(actor, proposal):
            raise NotAllowed("edit")
        _close(proposal, Proposal.State.TAKEN_BACK)
        record("agreement.taken_back", action, **_told(proposal))
    return proposal


@command
def agree_to_change(
    *,
    actor: User,
    proposal: Proposal,
    source: Source,
    seen: str | None = None,
    command_id: UUID | None = None,
) -> Proposal:
    """Agree to a proposed change: the field changes, and says from now on in which meeting that was agreed.

    `seen` is the agreed value that was looked at. Raises ValidationError when it is another one by now.
    """
    reference = checked(source)
    with change(actor, "manage", proposal.action) as (action, record):
        proposal = _fresh(proposal)
        agreed = _agreed(action, proposal.field)
        if seen is not None and seen != agreed.value:
            raise ValidationError({"seen": [_meanwhile(agreed)]})
        _close(proposal, Proposal.State.AGREED)
        agreement = note(actor, action, reference)
        agreed.ended_at = timezone.now()
        agreed.save(update_fields=["ended_at"])
        _write(actor, action, proposal, record)
        if proposal.value:
            Commitment.objects.bulk_create(commit(agreement, action, {proposal.field: proposal.value}))
        record(
            "agreement.changed", action, **_told(proposal) | {"agreed": agreed.value}, agreement=str(agreement.pk),
            **said(reference),
        )  # fmt: skip
    return proposal


@command
def decline_change(*, actor: User, proposal: Proposal, source: Source, command_id: UUID | None = None) -> Proposal:
    """Write down that a meeting did not agree to a change: all stays as it was agreed."""
    reference = checked(source)
    with change(actor, "manage", proposal.action) as (action, record):
        proposal = _fresh(proposal)
        _close(proposal, Proposal.State.NOT_AGREED)
        record("agreement.not_agreed", action, **_told(proposal), **said(reference))
    return proposal


def is_proposer(person: User, proposal: Proposal) -> bool:
    """Whether somebody proposed this, under whatever handle of theirs."""
    return proposal.by is not None and Handle.objects.filter(pk=proposal.by, person=person).exists()


def _agreed(action: Action, field: str) -> Commitment:
    found = Commitment.objects.filter(action=action, field=field, ended_at__isnull=True).first()
    if found is None:
        raise ValidationError(_("This is not agreed, or no longer. It can be changed on its page."))
    return found


def _fresh(proposal: Proposal) -> Proposal:
    """The proposal as it is now: who holds its action holds it, too."""
    return Proposal.objects.get(pk=proposal.pk)


def _close(proposal: Proposal, state: str) -> None:
    if proposal.state != Proposal.State.OPEN:
        raise ValidationError(_("This proposal has been answered or taken back already. Nothing was changed."))
    proposal.state, proposal.answered_at = state, timezone.now()
    proposal.save(update_fields=["state", "answered_at"])


def _kept(action: Action, field: str, value: Any) -> str:
    """What is proposed, as the log keeps it, checked as an edit would be."""
    if field.startswith(TARGET):
        if value is None:
            raise ValidationError({"target": [_("Write the number that is to be the target.")]})
        return kept("target", check_number(value)) or ""
    if field == "lead":
        if value is not None and value.group_id != action.board.group_id:
            raise ValidationError({"lead": [_("Choose a seat of this group.")]})
        return str(value.pk) if value is not None else ""
    return as_kept(checked_fields(action, {field: value})[field]) or ""


def _write(actor: User, action: Action, proposal: Proposal, record: Record) -> None:
    """The change itself, by the command that anybody would use: the field is open in this moment."""
    pk = indicator_id(proposal.field)
    if pk is not None:
        locked_targets([action.pk])
        indicator = Indicator.objects.get(pk=pk)
        values = {"target": number_of("target", proposal.value)}
        indicators.edit_indicator(actor=actor, indicator=indicator, values=values)
    elif proposal.field == "lead":
        seat = Seat.objects.filter(pk=proposal.value).first() if proposal.value else None
        if proposal.value and seat is None:
            raise ValidationError(_("The seat that was proposed is there no more. Nothing was changed."))
        settle_lead(action, seat, record, why=proposal.why)
    else:
        value = from_kept(proposal.field, proposal.value or None)
        boards.edit_action(actor=actor, action=action, values={proposal.field: value})


def _meanwhile(agreed: Commitment) -> str:
    words = Words([(agreed.field, agreed.value)]).of(agreed.field, agreed.value)
    return _("Meanwhile %(value)s was agreed here. Look at it, and send it again if you still mean it.") % {
        "value": words
    }


def _told(proposal: Proposal) -> dict[str, Any]:
    return {
        "proposal": str(proposal.pk), "field": proposal.field, "agreed": proposal.agreed, "value": proposal.value,
        "why": proposal.why,
    }  # fmt: skip
