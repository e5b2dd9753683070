"""What the pages of a circle are drawn from, and how its forms are answered."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from permissions.access import access
from workspace.boards.queries import boards_in
from workspace.discussions.forms import DiscussionForm
from workspace.groups.answers import carry_out, done, redrawn
from workspace.groups.pages import page_context

from .forms import DescribeForm, SeatForm
from .membership import has_keeper
from .models import Circle
from .queries import discussions_in, happenings, open_invitations, people_of, positions_of

CIRCLES = Circle.objects.select_related("group", "space", "keepers", "people")


def circle_to(request: HttpRequest, verb: str, pk: Any) -> Circle:
    """A circle, through permission."""
    return access(request.user, CIRCLES, verb, pk=pk)


def frame(request: HttpRequest, circle: Circle, *, live: bool = False) -> dict[str, Any]:
    """What every page of a circle tells base.html. It follows that space alone: nobody else sees who is here."""
    spaces = [circle.space] if live else []
    context = page_context(
        request, circle.group, live=spaces, show=[f"circle:{circle.pk}"], thing=circle, current="group"
    )
    return context | {"circle": circle}


def whole_page(request: HttpRequest, circle: Circle) -> dict[str, Any]:
    """The page of a circle: its people, what is talked about, its boards, what it told the group."""
    context = frame(request, circle, live=True)
    can = context["can"]
    people = people_of(circle)
    me = context["my_handle"]
    context |= {
        "people": people,
        "waiting": open_invitations(circle),
        "discussions": discussions_in(request.user, circle),
        "boards": list(boards_in(request.user, circle.space)),
        "positions": positions_of(circle) if circle.is_caucus else [],
        "happenings": happenings(circle),
        "discussion_form": DiscussionForm(initial={"language": circle.group.language}, auto_id="talk-%s"),
        "describe_form": DescribeForm(initial={"name": circle.name, "purpose": circle.purpose}, auto_id="describe-%s"),
        "form": SeatForm(circle=circle, auto_id="invite-%s") if "share" in can else None,
        "i_keep": any(each.is_keeper and me is not None and each.handle_id == me.pk for each in people),
        "nobody_keeps": not has_keeper(circle),
    }
    return context


def answered(
    request: HttpRequest,
    do: Callable[[], Any],
    *,
    text: str | Promise,
    back: str,
    context: Callable[[], dict[str, Any]],
    form: Form | None = None,
    template: str = "groups/refused_form.html",
    undo: Callable[[Any], str] | None = None,
    there: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """Run a command and say so; or the form again with what is wrong. `there(result)` is a better way back."""
    result, errors = carry_out(do, form)
    if errors is None:
        return done(request, text, back=there(result) if there else back, undo=undo(result) if undo else "")
    return redrawn(request, template, context() | ({"errors": errors} if form is None else {}), back=back)
