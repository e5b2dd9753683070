"""How an action is reported. A hidden one goes off the board with its text and its discussions."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from realtime.documents import rendering
from realtime.models import Event
from workspace.groups.models import Handle
from workspace.moderation.kinds import Reportable, register_reportable

from .models import Action
from .sharing import goes_along


def start() -> None:
    """Called when the app is ready."""
    register_reportable(
        Reportable(
            name="action",
            word=_("an action"),
            was_here=_("An action was here."),
            things=lambda: Action.objects.select_related("board", "description"),
            address=lambda pk: reverse("action", args=[pk]),
            url=lambda action: reverse("action", args=[action.pk]),
            words=_words,
            author=_author,
            topics=lambda action: (f"action:{action.pk}", f"board:{action.board_id}"),
            title=lambda action: action.title,
            takes=goes_along,
        )
    )


def _words(action: Action) -> SafeString:
    text = mark_safe(rendering(action.description).html)  # noqa: S308 - of the converter
    note = format_html("<p>{}: {}</p>", action.get_status_display(), action.status_note) if action.status_note else ""
    return format_html("{}{}", note, text)


def _author(action: Action) -> Handle | None:
    """Who added it: an action has no author, but somebody wants to know."""
    by = Event.objects.filter(thing=action.pk, kind="action.added").values_list("by", flat=True).first()
    return Handle.objects.filter(pk=by).first() if by else None
