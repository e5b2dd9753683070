"""Who leads an action: a seat is asked, and accepts or declines; nobody is shown as lead who did not say so.

Whoever names their own seat leads at once. While a new seat is asked, the present lead stays.
"""

from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.access import access, can, levels
from permissions.errors import NotAllowed
from realtime.changes import Record, change, command
from realtime.identity import identity
from realtime.models import Event
from workspace.groups.models import Seat
from workspace.groups.standing_in import acts_for
from workspace.groups.words import one_sentence
from workspace.people.models import User

from .commitments import check_free
from .models import Action
from .undo import changed_since, register_undo

LONGEST_REASON: Final = 300
ON_BEHALF: Final = frozenset({"scribe"})  # they write down the answer of any seat, and it shows
SAID_FOR: Final = ("on_behalf", "acting")  # in an event: by a scribe, by the alternate who acts in the seat
KINDS: Final = (
    "action.lead_offered",
    "action.lead_accepted",
    "action.lead_declined",
    "action.lead_withdrawn",
    "action.lead_left",
)


def start() -> None:
    """Called when the app is ready."""
    for kind in KINDS:
        register_undo(kind, take_back)


@command
def offer_lead(*, actor: User, action: Action, seat: Seat, command_id: UUID | None = None) -> Action:
    """Ask a seat to lead; a seat that the actor holds leads at once."""
    with change(actor, "edit", action) as (action, record):
        check_free(action.pk, ["lead"])
        if said := why_not_offered(actor, action, seat):
            raise ValidationError({"seat": said})
        if holds(actor, seat):
            changed = _set(action, lead=seat.pk, offered_to=None, offered_by=None)
            record("action.lead_accepted", action, seat=str(seat.pk), own=True, changed=changed)
        else:
            who = identity(actor, action.space_id)
            changed = _set(action, lead=action.lead_id, offered_to=seat.pk, offered_by=who.id if who else None)
            record("action.lead_offered", action, seat=str(seat.pk), changed=changed)
    return action


@command
def withdraw_offer(*, actor: User, action: Action, seen: str = "", command_id: UUID | None = None) -> Action:
    """Take an offer back that has no answer yet: for who made it, and for who runs the place."""
    with change(actor, "view", action) as (action, record):
        seat_id = _asked(action, seen)
        if not may_withdraw(actor, action):
            raise NotAllowed("edit")
        changed = _set(action, lead=action.lead_id, offered_to=None, offered_by=None)
        record("action.lead_withdrawn", action, seat=str(seat_id), changed=changed)
    return action


@command
def accept_lead(
    *, actor: User, action: Action, words: str = "", seen: str = "", command_id: UUID | None = None
) -> Action:
    """Lead an action that the actor's seat was asked to lead. On behalf of a seat, `words` say how it was told.

    `seen` is the id of the seat that the writer answers for: another one may have been asked since.
    """
    with change(actor, "view", action) as (action, record):
        seat_id = _asked(action, seen)
        how = _answers_for(actor, action, seat_id)
        missing = _("Say how you know it: who told you, and when.") if "on_behalf" in how else ""
        said = _reason(words, missing, field="words")
        changed = _set(action, lead=seat_id, offered_to=None, offered_by=None)
        record("action.lead_accepted", action, seat=str(seat_id), changed=changed, reason=said, **how)
    return action


@command
def decline_lead(*, actor: User, action: Action, reason: str, seen: str = "", command_id: UUID | None = None) -> Action:
    """Say that the actor's seat will not lead, and why. Who led meanwhile goes on leading."""
    with change(actor, "view", action) as (action, record):
        seat_id = _asked(action, seen)
        how = _answers_for(actor, action, seat_id)
        said = _reason(reason, _("Say why, in a sentence: the group then knows whom to ask next."))
        changed = _set(action, lead=action.lead_id, offered_to=None, offered_by=None)
        record("action.lead_declined", action, seat=str(seat_id), changed=changed, reason=said, **how)
    return action


@command
def leave_lead(*, actor: User, action: Action, reason: str, seen: str = "", command_id: UUID | None = None) -> Action:
    """Step down as lead, and say why; who runs the place can say it of a seat that no longer answers."""
    with change(actor, "view", action) as (action, record):
        seat_id = action.lead_id
        if seat_id is None or (seen and seen != str(seat_id)):
            raise ValidationError(_("Meanwhile another seat leads, or none. Load the page again to see who."))
        is_head = can(actor, "manage", action)
        how = {} if is_head else _answers_for(actor, action, seat_id)
        said = _reason(reason, _("Say why, in a sentence: the group then knows what the next lead needs."))
        changed = _set(
            action, lead=None, offered_to=action.offered_to_id, offered_by=action.offered_by_id,
        )  # fmt: skip
        record("action.lead_left", action, seat=str(seat_id), changed=changed, reason=said, **how)
    return action


def settle_lead(action: Action, seat: Seat | None, record: Record, *, why: str) -> None:
    """Write who leads as a meeting agreed, where the seat said so itself; for a command that holds the action."""
    if seat is not None and seat.group_id != action.board.group_id:
        raise ValidationError({"lead": _("Choose a seat of this group.")})
    left = action.lead_id
    changed = _set(action, lead=seat.pk if seat else None, offered_to=None, offered_by=None)
    if seat is not None:
        record("action.lead_accepted", action, seat=str(seat.pk), own=True, changed=changed)
    else:
        record("action.lead_left", action, seat=str(left), changed=changed, reason=why)


def why_not_offered(actor: User, action: Action, seat: Seat) -> str:
    """Why a seat cannot be asked now; nothing when it can."""
    if seat.group_id != action.board.group_id:
        return _("Choose a seat of this group.")
    if seat.pk == action.lead_id:
        return _("This seat leads already.")
    if action.offered_to_id == seat.pk:
        return "" if holds(actor, seat) else _("This seat was asked already. It has not answered yet.")
    if action.offered_to_id is not None and not holds(actor, seat):
        return _("Another seat was asked and has not answered yet. Take that offer back first, or wait for the answer.")
    return ""


def led_or_asked(action: Action) -> str | None:
    """The id of the seat that is asked to lead, else of the one that leads."""
    return _kept(action, "offered_to") or _kept(action, "lead")


def holds(person: Any, seat: Seat | UUID) -> bool:
    """Whether a person holds a seat now."""
    pk = seat.pk if isinstance(seat, Seat) else seat
    return Seat.objects.filter(pk=pk, handle__person=person.pk, handle__ended_at__isnull=True).exists()


def acts_in(person: Any, seat: Seat | UUID) -> bool:
    """Whether a person acts now in a seat whose holder is away."""
    pk = seat.pk if isinstance(seat, Seat) else seat
    of_them = Seat.objects.filter(pk=pk, alternate__person=person.pk, alternate__ended_at__isnull=True)
    return any(acts_for(each) is not None for each in of_them.select_related("alternate"))


def may_withdraw(person: Any, action: Action) -> bool:
    """Whether a person made the offer, or runs the place."""
    made = action.offered_by is not None and action.offered_by.person_id == person.pk
    return made or can(person, "manage", action)


def take_back(actor: User, event: Event) -> Action:
    """Undo for whoever did it: nobody takes another's word back, and nothing that went on since."""
    with change(actor, "view", access(actor, Action.objects.all(), pk=event.thing)) as (action, record):
        who = identity(actor, action.space_id)
        if who is None or event.by != who.id:
            raise NotAllowed("edit")
        changed = event.data["changed"]
        if any(_kept(action, field) != new for field, (_old, new) in changed.items()):
            raise ValidationError(changed_since())
        old = {field: UUID(was) if was else None for field, (was, _new) in changed.items()}
        now = {"lead": action.lead_id, "offered_to": action.offered_to_id, "offered_by": action.offered_by_id} | old
        said = {key: value for key, value in event.data.items() if key in ("seat", "own", *SAID_FOR, "reason")}
        record(event.kind, action, **said, changed=_set(action, **now), undoes=str(event.pk))
    return action


def is_as_left(action: Action, event: Event) -> bool:
    """Whether nothing of what this event changed was changed since."""
    return all(_kept(action, field) == new for field, (_old, new) in event.data.get("changed", {}).items())


def _kept(action: Action, field: str) -> str | None:
    pk = getattr(action, f"{field}_id")
    return str(pk) if pk else None


def _set(action: Action, *, lead: UUID | None, offered_to: UUID | None, offered_by: UUID | None) -> dict[str, Any]:
    """Write who leads and who is asked; field → [old, new] of what changed."""
    now = {"lead": lead, "offered_to": offered_to, "offered_by": offered_by}
    changed = {
        field: [_kept(action, field), str(pk) if pk else None]
        for field, pk in now.items()
        if getattr(action, f"{field}_id") != pk
    }
    if "offered_to" in changed:
        action.offered_at = timezone.now() if offered_to else None
    for field, pk in now.items():
        setattr(action, f"{field}_id", pk)
    columns = [*changed, *(["offered_at"] if "offered_to" in changed else [])]
    if columns:
        action.save(update_fields=columns)
    return changed


def _asked(action: Action, seen: str) -> UUID:
    if action.offered_to_id is None or (seen and seen != str(action.offered_to_id)):
        raise ValidationError(
            _("This offer is no longer open: it was answered or taken back. Load the page again to see who leads.")
        )
    return action.offered_to_id


def _answers_for(actor: User, action: Action, seat_id: UUID) -> dict[str, bool]:
    """How the actor answers for a seat, as the event says it: as who holds it, as its alternate who acts in it now, or
    as a scribe on its behalf. Others may not, an alternate of another seat among them."""
    if holds(actor, seat_id):
        return {}
    if acts_in(actor, seat_id):
        return {"acting": True}
    if levels(actor, action.space) & ON_BEHALF:
        return {"on_behalf": True}
    raise NotAllowed("edit")


def _reason(words: str, missing: str, *, field: str = "reason") -> str:
    return one_sentence(words, field=field, longest=LONGEST_REASON, missing=missing)
