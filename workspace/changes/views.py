"""The history of a board, and the two forms on it: undo my last change, I have seen what is new."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from realtime.identity import names
from realtime.models import NOBODY
from workspace.boards.models import Action
from workspace.boards.posting import address, answer, board_to
from workspace.boards.queries import spaces_of
from workspace.boards.ways import ways_of
from workspace.groups.answers import actor_of, command_id, done
from workspace.groups.pages import group_of_reader, page_context

from . import commands
from .asked import KINDS, ON_A_PAGE, Asked, asked_in
from .log import events_on
from .telling import by_day, told


@require_GET
def board_history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All changes of a board, its themes and its actions that the reader may see, the newest first."""
    board = board_to(request, "view", pk)
    asked = asked_in(request.GET)
    show = [] if asked.before else [f"changes:{pk}"]  # what is older does not change
    context = page_context(
        request, group_of_reader(request, board.group), live=spaces_of(board), show=show, thing=board, current="board"
    )
    events = events_on(request.user, board)
    found = list(asked.of(events)[: ON_A_PAGE + 1])
    shown = found[:ON_A_PAGE]
    called = names({by for by in events.order_by().values_list("by", flat=True).distinct() if by})
    context |= {
        "board": board,
        "asked": asked,
        "days": by_day(request.user, board, shown),
        "older": _older(asked, shown[-1].pk) if len(found) > ON_A_PAGE else "",
        "people": sorted(called.items(), key=lambda each: each[1].casefold()),
        "kinds": [(key, label) for key, (label, _rows) in KINDS.items()],
        "about": Action.objects.filter(pk=asked.about, board=board, pk__in=events.values("thing")).first()
        if asked.about
        else None,
        "ways": ways_of(board, "history"),
    }
    return render(request, "changes/history.html", context)


def _older(asked: Asked, last: UUID) -> str:
    said: dict[str, Any] = {"by": asked.by, "about": asked.about, "kind": asked.kind, "before": last}
    return urlencode({key: value for key, value in said.items() if value})


@require_POST
def undo_last(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The reader's own last change on this board, taken back."""
    board = board_to(request, "edit", pk)
    step = commands.last_step(request.user, board)
    if step is None:
        return done(request, commands.nothing_to_undo(), back=address(board))
    line = told(request.user, board, [step]).get(step.pk)
    words = {"name": line.about, "what": "; ".join(line.sentences)} if line else {}
    action = Action.objects.select_related("board__group").filter(pk=step.thing or NOBODY).first()
    return answer(
        request,
        lambda: commands.undo_last(actor=actor_of(request), board=board, command_id=command_id(request)),
        board=board,
        about=action,
        context={"board": board, "group": board.group, "action": action},
        text=_("Taken back in “%(name)s”: %(what)s") % words if words else _("Taken back."),
        back=address(board),
        template="changes/undo_form.html",
    )


@require_POST
def board_seen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is new was looked at; it is not told again."""
    board = board_to(request, "view", pk)
    seen = request.POST.get("seen", "")
    if seen.isdecimal() and len(seen) < 16:
        commands.mark_seen(actor=actor_of(request), board=board, seen=int(seen), command_id=command_id(request))
    return redirect(address(board))
