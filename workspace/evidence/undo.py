"""Taking back a change of evidence: the inverse of what its event says, unless it changed since."""

from django.core.exceptions import ValidationError

from realtime.changes import change
from realtime.models import Event
from workspace.boards.models import Action
from workspace.boards.undo import changed_since, register_undo
from workspace.people.models import User

from .commands import told, withdraw
from .models import Evidence

OPPOSITE = {"added": "withdrawn", "restored": "withdrawn", "withdrawn": "restored"}


def start() -> None:
    """Called when the app is ready."""
    register_undo("evidence", take_back)


def take_back(actor: User, event: Event) -> Action:
    """Take one change back; the undoing is a change of its own in the history of the action."""
    what = event.kind.partition(".")[2]
    found = Evidence.objects.get(pk=event.data["evidence"])
    with change(actor, "edit", found) as (evidence, record):
        if what in OPPOSITE:
            goal = OPPOSITE[what]
            if (evidence.withdrawn_at is not None) == (goal == "withdrawn"):
                raise ValidationError(changed_since())
            withdraw(evidence, withdrawn=goal == "withdrawn")
            record(f"evidence.{goal}", evidence.action, **told(evidence), undoes=str(event.pk))
        else:
            changed: dict[str, list[str]] = event.data["changed"]
            if not can_take_back(event, evidence):
                raise ValidationError(changed_since())
            for field, (old, _new) in changed.items():
                setattr(evidence, field, old)
            evidence.save(update_fields=list(changed))
            back = {field: [new, old] for field, (old, new) in changed.items()}
            record(event.kind, evidence.action, **told(evidence), changed=back, undoes=str(event.pk))
    return evidence.action


def can_take_back(event: Event, evidence: Evidence | None) -> bool:
    """Whether nobody changed again since what this event changed."""
    changed = event.data.get("changed")
    return bool(
        evidence is not None
        and changed
        and all(getattr(evidence, field) == new for field, (_old, new) in changed.items())
    )
