"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from workspace.groups.pages import group_of_reader, page_context

from .changes import changes_for
from .queries import my_groups
from .waiting import waiting_for


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me, what changed lately, where I am."""
    context = page_context(request, group_of_reader(request), current="home")
    context |= {
        "waiting": waiting_for(request.user),
        "changes": changes_for(request.user),
        "states": my_groups(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "home/home.html", context)
