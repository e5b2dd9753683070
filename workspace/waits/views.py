"""The page on which one chooses what an action waits for, and the forms about it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from permissions.access import access
from workspace.boards.models import Action
from workspace.boards.posting import action_to_edit, address, answer
from workspace.groups.answers import actor_of, command_id
from workspace.groups.pages import group_of_reader, page_context

from .commands import add_wait, remove_wait
from .queries import to_choose_from


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What an action may wait for, narrowed by words (`?words=`); and the choice."""
    action = action_to_edit(request, pk)
    words = request.GET.get("words", "")[:80]
    context = {"action": action, "board": action.board, "group": action.board.group, "words": words}
    if request.method == "POST":
        on = access(request.user, Action.objects.filter(board=action.board_id), pk=request.POST.get("on", ""))
        return answer(
            request,
            lambda: add_wait(
                actor=actor_of(request),
                action=action,
                on=on,
                blocked=request.POST.get("blocked") == "yes",
                command_id=command_id(request),
            ),
            about=action,
            context=context,
            text=_("It waits for that action now."),
            back=address(action),
        )
    group = group_of_reader(request, action.board.group)
    page = page_context(request, group, thing=action, current="board")
    found = to_choose_from(request.user, action, words)
    return render(request, "waits/choose.html", page | context | {"group": group, "found": found})


@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What an action does not wait for any more."""
    action = action_to_edit(request, pk)
    on = access(request.user, Action.objects.filter(board=action.board_id), pk=request.POST.get("on", ""))
    return answer(
        request,
        lambda: remove_wait(actor=actor_of(request), action=action, on=on, command_id=command_id(request)),
        about=action,
        context={"action": action, "board": action.board, "group": action.board.group},
        text=_("It does not wait for that action any more."),
        back=address(action),
    )
