"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from workspace.groups.pages import group_of_reader, page_context
from workspace.sharing.queries import shared_with

from .changes import changes_for
from .queries import my_groups
from .waiting import waiting_for

MOST_FROM_ELSEWHERE = 12


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me, what changed lately, where I am."""
    context = page_context(request, group_of_reader(request), current="home")
    states = my_groups(request.user)
    context |= {
        "waiting": waiting_for(request.user),
        "changes": changes_for(request.user),
        "states": states,
        "elsewhere": shared_with(request.user, [state.group for state in states])[:MOST_FROM_ELSEWHERE],
        "today": timezone.localdate(),
    }
    return render(request, "home/home.html", context)
