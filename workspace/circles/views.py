"""The page of a circle, and what its people do there."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from permissions.access import access
from permissions.errors import NotYours
from workspace.boards.forms import BoardForm
from workspace.boards.posting import address
from workspace.discussions.commands import open_discussion
from workspace.discussions.forms import DiscussionForm
from workspace.groups.answers import actor_of, command_id, done
from workspace.groups.models import CountryGroup, Handle
from workspace.groups.pages import page_context

from . import commands
from .forms import DescribeForm, OpenForm
from .models import Circle
from .pages import answered, circle_to, frame, whole_page


@require_POST
def open_circle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new circle in a group."""
    group = access(request.user, CountryGroup.objects.all(), "decide", pk=pk)
    form = OpenForm(request.POST, auto_id="open-circle-%s")
    return answered(
        request,
        lambda: commands.open_circle(
            actor=actor_of(request), group=group, command_id=command_id(request), **form.cleaned_data
        ),
        text=_("The circle is open. Invite others into it."),
        back=reverse("group", args=[pk]),
        there=_page_of,
        form=form,
        template="circles/open_form.html",
        context=lambda: page_context(request, group, current="group") | {"form": form},
    )


@require_safe
def circle_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A circle, for its own people."""
    circle = circle_to(request, "view", pk)
    return render(request, "circles/circle.html", whole_page(request, circle))


@require_POST
def describe(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another name or purpose."""
    circle = circle_to(request, "manage", pk)
    form = DescribeForm(request.POST, auto_id="describe-%s")
    return answered(
        request,
        lambda: commands.describe_circle(
            actor=actor_of(request), circle=circle, command_id=command_id(request), **form.cleaned_data
        ),
        text=_("Saved."),
        back=_page_of(circle),
        form=form,
        template="circles/describe_form.html",
        context=lambda: frame(request, circle) | {"describe_form": form},
    )


@require_POST
def open_talk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A discussion inside the circle."""
    circle = circle_to(request, "comment", pk)
    form = DiscussionForm(request.POST, auto_id="talk-%s")
    return answered(
        request,
        lambda: open_discussion(
            actor=actor_of(request), place=circle, command_id=command_id(request), **form.cleaned_data
        ),
        text=_("The discussion is open."),
        back=_page_of(circle),
        there=lambda talk: reverse("discussion", args=[talk.pk]),
        form=form,
        template="discussions/open_form.html",
        context=lambda: frame(request, circle) | {"form": form, "action": request.path, "about": ""},
    )


@require_POST
def open_board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A board inside the circle."""
    circle = circle_to(request, "manage", pk)
    form = BoardForm(request.POST)
    return answered(
        request,
        lambda: commands.open_board_in(
            actor=actor_of(request), circle=circle, command_id=command_id(request), **form.cleaned_data
        ),
        text=_("The board is open."),
        back=_page_of(circle),
        there=address,
        form=form,
        template="circles/board_form.html",
        context=lambda: frame(request, circle) | {"typed": request.POST, "errors": form.errors},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What leaving means; a POST does it."""
    circle = circle_to(request, "view", pk)
    if request.method != "POST":
        return render(request, "circles/leave.html", frame(request, circle))
    return answered(
        request,
        lambda: commands.leave_circle(actor=actor_of(request), circle=circle, command_id=command_id(request)),
        text=_("You have left the circle. What you wrote there stays."),
        back=reverse("group", args=[circle.group_id]),
        context=lambda: frame(request, circle),
    )


@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody of the circle is sent away."""
    circle = circle_to(request, "manage", pk)
    handle = _handle(request, circle)
    return answered(
        request,
        lambda: commands.remove_from_circle(
            actor=actor_of(request), circle=circle, handle=handle, command_id=command_id(request)
        ),
        text=_("They are not in the circle any more. What they wrote stays."),
        back=_page_of(circle),
        context=lambda: frame(request, circle),
    )


@require_POST
def keeping(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand the keeping of a circle over; or take it, where nobody keeps it any more."""
    if request.POST.get("take"):
        circle = circle_to(request, "view", pk)
        return answered(
            request,
            lambda: commands.take_keeping(actor=actor_of(request), circle=circle, command_id=command_id(request)),
            text=_("You keep this circle now."),
            back=_page_of(circle),
            context=lambda: frame(request, circle),
        )
    circle = circle_to(request, "manage", pk)
    handle = _handle(request, circle)
    return answered(
        request,
        lambda: commands.hand_over_keeping(
            actor=actor_of(request), circle=circle, handle=handle, command_id=command_id(request)
        ),
        text=_("The keeping is handed over."),
        back=_page_of(circle),
        context=lambda: frame(request, circle),
    )


@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The work of the circle is done."""
    circle = circle_to(request, "manage", pk)
    commands.close_circle(actor=actor_of(request), circle=circle, command_id=command_id(request))
    undo = reverse("circle-reopen", args=[pk])
    return done(
        request, _("The circle is closed. Its people read on, and nobody writes."), back=_page_of(circle), undo=undo
    )


@require_POST
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The work of the circle is taken up again."""
    circle = circle_to(request, "view", pk)
    commands.reopen_circle(actor=actor_of(request), circle=circle, command_id=command_id(request))
    return done(request, _("The circle is open again."), back=_page_of(circle))


def _page_of(circle: Circle) -> str:
    return reverse("circle", args=[circle.pk])


def _handle(request: HttpRequest, circle: Circle) -> Handle:
    """A handle of the circle's group; anything else does not exist."""
    try:
        found = Handle.objects.filter(group=circle.group_id, pk=UUID(request.POST.get("handle", ""))).first()
    except ValueError as error:
        raise NotYours from error
    if found is None:
        raise NotYours
    return found
