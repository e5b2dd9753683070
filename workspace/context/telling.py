"""That an action was paused because of an event, and what came of it, in the history of the action."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from realtime.models import Event
from workspace.boards.models import Action
from workspace.boards.told import Said, register_teller


def start() -> None:
    """Called when the app is ready."""
    register_teller("context", tell)


def tell(actions: Mapping[UUID, Action], events: Sequence[Event]) -> Mapping[UUID, Said]:
    """No query."""
    said = {}
    for event in events:
        what = event.kind.partition(".")[2]
        if what in _SENTENCES:
            said[event.pk] = Said("paused" if what == "paused" else "undo", [_SENTENCES[what]() % event.data])
    return said


_SENTENCES: dict[str, Callable[[], str]] = {
    "paused": lambda: _("Paused because of “%(title)s”"),
    "resumed": lambda: _("Taken up again: “%(title)s” holds it up no more"),
    "left": lambda: _("“%(title)s” holds it up no more; it stays as it stands"),
}
