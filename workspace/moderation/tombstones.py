"""What stands in the place of what was hidden: a sentence for everybody who could see it."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from permissions.access import visible
from permissions.errors import NotYours
from workspace.groups.handles import group_of
from workspace.groups.pages import group_of_reader, page_context

from .kinds import reportable
from .models import Hiding

Page = Callable[..., HttpResponse]


def hidden_among(ids: Collection[UUID]) -> dict[UUID, Hiding]:
    """Which of these things are hidden now. Asked for things whose place the reader may see."""
    if not ids:
        return {}
    return {hiding.thing: hiding for hiding in Hiding.objects.filter(thing__in=ids, restored_at__isnull=True)}


def tombstones_for(user: Any, kind: str) -> Any:
    """What of a kind is hidden where this reader may look."""
    return visible(user, Hiding.objects.filter(kind=kind, restored_at__isnull=True).select_related("space"))


def leaves_a_tombstone(kind: str, *, moved: bool = False) -> Callable[[Page], Page]:
    """A page of a thing says that it is hidden, to who could see it; `moved` when its tombstone is on another page."""

    def around(page: Page) -> Page:
        @wraps(page)
        def run(request: HttpRequest, pk: UUID, **known: Any) -> HttpResponse:
            try:
                return page(request, pk, **known)
            except NotYours:
                hiding = tombstones_for(request.user, kind).filter(thing=pk).first()
                if hiding is None:
                    raise
            return _elsewhere(hiding) if moved else _tombstone(request, hiding)

        return run

    return around


def _elsewhere(hiding: Hiding) -> HttpResponse:
    kind = reportable(hiding.kind)
    return HttpResponseRedirect(kind.url(kind.things().get(pk=hiding.thing)))


def _tombstone(request: HttpRequest, hiding: Hiding) -> HttpResponse:
    group = group_of_reader(request, group_of(hiding.space))
    topic = f"hidden:{hiding.thing}"
    context = page_context(request, group, live=[hiding.space], show=[topic], current="")
    return render(request, "moderation/tombstone_page.html", context | {"hiding": hiding, "abilities": ""})
