"""A position of a caucus: write it, see exactly what the group will see, publish it; take it back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from permissions.access import access
from permissions.errors import NotYours
from workspace.discussions.commands import check_body, check_title
from workspace.discussions.models import Discussion
from workspace.groups.answers import actor_of, add_errors, command_id, done, redrawn
from workspace.prose.posts import post_html
from workspace.sharing.queries import Reader, sharing_of

from .forms import PositionForm
from .models import Circle, Position
from .pages import circle_to, frame
from .positions import check_target, publish_position, voice_text, withdraw_position
from .queries import targets


@dataclass(frozen=True)
class Preview:
    """What becomes visible, and to whom."""

    voice: str
    title: str
    is_new: bool
    html: SafeString
    readers: list[Reader]
    at: Any


@require_http_methods(["GET", "HEAD", "POST"])
def position_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a position; a POST shows what the group will see, and one that confirms it publishes."""
    circle = circle_to(request, "decide", pk)
    if not circle.is_caucus:
        raise NotYours
    talks, boards = targets(request.user, circle)
    form = PositionForm(request.POST or None, talks=talks, boards=boards, auto_id="position-%s")
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("confirmed"):
                return _published(request, circle, form)
            if not request.POST.get("again"):
                context = frame(request, circle) | {"form": form, "shown": _preview(circle, form)}
                return render(request, "circles/position_preview.html", context)
        except ValidationError as error:
            add_errors(form, error)
    context = frame(request, circle) | {"form": form}
    if form.errors:
        return redrawn(request, "circles/position_form.html", context, back=reverse("circle", args=[pk]))
    return render(request, "circles/position.html", context)


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a position back."""
    position = access(request.user, Position.objects.select_related("circle", "post"), "decide", pk=pk)
    withdraw_position(actor=actor_of(request), position=position, command_id=command_id(request))
    back = reverse("circle", args=[position.circle_id])
    return done(request, _("The position is taken back. The group sees only that it was there."), back=back)


def _published(request: HttpRequest, circle: Circle, form: PositionForm) -> HttpResponse:
    said = form.cleaned_data
    publish_position(
        actor=actor_of(request),
        circle=circle,
        body=said["body"],
        to=form.thing,
        title=said["title"],
        is_named=said["is_named"],
        command_id=command_id(request),
    )
    return done(
        request, _("The group can read it now. Nothing there names anybody."), back=reverse("circle", args=[circle.pk])
    )


def _preview(circle: Circle, form: PositionForm) -> Preview:
    """What would be there, made by the same code; ValidationError when it would be refused."""
    said, thing = form.cleaned_data, form.thing
    check_target(circle, thing.space)
    is_new = not isinstance(thing, Discussion)
    return Preview(
        voice=voice_text(circle, is_named=said["is_named"]),
        title=check_title(said["title"]) if is_new else thing.title,
        is_new=is_new,
        html=mark_safe(post_html(check_body(said["body"]))),  # noqa: S308 - of the converter
        readers=sharing_of(thing).readers,
        at=timezone.now(),
    )
