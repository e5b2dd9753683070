"""What happened to steps, as sentences in the history of their action."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from realtime.models import Event
from workspace.boards.models import Action
from workspace.boards.told import Said, register_teller

from .models import Step
from .undo import can_take_back


def start() -> None:
    """Called when the app is ready."""
    register_teller("step", tell)


def tell(actions: Mapping[UUID, Action], events: Sequence[Event]) -> Mapping[UUID, Said]:
    """All of these events at once: one query."""
    steps = {str(step.pk): step for step in Step.objects.filter(pk__in={event.data["step"] for event in events})}
    said = {}
    for event in events:
        what = event.kind.partition(".")[2]
        new = event.data["changed"].get("text", [None, ""])[1]
        sentences = [_SENTENCES[what]() % {"text": event.data["text"], "new": new}]
        if event.data.get("undoes"):
            sentences = [_("Taken back:"), *sentences]
        said[event.pk] = Said("tasks", sentences, can_undo=can_take_back(event, steps.get(event.data["step"])))
    return said


_SENTENCES: dict[str, Callable[[], str]] = {
    "added": lambda: _("Step added: “%(text)s”"),
    "renamed": lambda: _("Step “%(text)s” is now called “%(new)s”"),
    "ticked": lambda: _("Step done: “%(text)s”"),
    "unticked": lambda: _("Step not done after all: “%(text)s”"),
    "moved": lambda: _("Step moved: “%(text)s”"),
    "removed": lambda: _("Step removed: “%(text)s”"),
    "restored": lambda: _("Step put back: “%(text)s”"),
}
