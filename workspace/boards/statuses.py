"""What each status asks for beside itself, and what may stand in for the words."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Action
from .proofs import is_proven

QUESTIONS: Final[Mapping[str, Any]] = {
    Action.Status.NOT_STARTED: gettext_lazy("A word about it, if you want"),
    Action.Status.ON_TRACK: gettext_lazy("How far is it? If you want, in a sentence"),
    Action.Status.DELAYED: gettext_lazy("Why is it late?"),
    Action.Status.BLOCKED: gettext_lazy("Who or what blocks it?"),
    Action.Status.PAUSED: gettext_lazy("What changed?"),
    Action.Status.NEEDS_RESOURCES: gettext_lazy("Which resources are missing?"),
    Action.Status.DONE: gettext_lazy("How do we know that it is done?"),
}
_MISSING: Final[Mapping[str, Callable[[], str]]] = {
    "delayed": lambda: _("Say why it is late, in a sentence. The status is not changed yet."),
    "blocked": lambda: _(
        "Say who or what blocks it, or choose below the action that it waits for. The status is not changed yet."
    ),
    "paused": lambda: _("Say what changed, in a sentence. The status is not changed yet."),
    "needs-resources": lambda: _("Say which resources are missing. The status is not changed yet."),
    "done": lambda: _("Say how we know that it is done, or add a proof below. The status is not changed yet."),
}
NEED_A_WORD: Final = frozenset(_MISSING)  # statuses that say nothing without it

StandIn = Callable[[Action, Any], bool]
_stand_ins: dict[str, StandIn] = {"done": lambda action, reader: is_proven(action)}


def register_stand_in(status: str, is_there: StandIn) -> None:
    """`is_there(action, actor)` says whether something on its page stands in for the words of a status."""
    _stand_ins[str(status)] = is_there


def check_word(actor: Any, action: Action, clean: dict[str, Any], changed: dict[str, list[str | None]]) -> None:
    """A new status does not keep the old one's words, and most need some of their own: ValidationError without."""
    if "status" in changed and "status_note" not in clean and action.status_note:
        clean["status_note"] = ""
        changed["status_note"] = [action.status_note, None]
    status = clean["status"] if "status" in changed else action.status
    is_asked = "status" in changed or "status_note" in changed
    if not is_asked or status not in NEED_A_WORD or clean.get("status_note"):
        return
    if status in _stand_ins and _stand_ins[status](action, actor):
        return
    raise ValidationError({"status_note": _MISSING[status]()})
