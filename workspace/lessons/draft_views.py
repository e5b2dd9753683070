"""The page of a draft, and what its authors and the convenor do there."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from permissions.access import access, visible
from realtime.changes import Conflict
from realtime.documents import rendering
from workspace.discussions.pages import actor_of
from workspace.groups.answers import add_errors, command_id, done, redrawn
from workspace.groups.pages import group_of_reader, page_context
from workspace.moderation.tombstones import leaves_a_tombstone

from . import commands
from .forms import InvitationForm, RenameForm
from .models import Invitation, Lesson, LessonVersion
from .queries import named_readers, names_in_draft, shown_readers

LESSONS = Lesson.objects.select_related("group", "draft", "handle")


@require_safe
@leaves_a_tombstone("draft")
def draft_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A draft: the text that its authors write together, and who can read it and why."""
    lesson = access(request.user, LESSONS, pk=pk)
    context = _page(request, lesson, live=True)
    context |= {
        "body": mark_safe(rendering(lesson.draft).html),  # noqa: S308 - of the converter
        "may_edit": "edit" in context["can"],
        "readers": shown_readers(lesson),
        "named": named_readers(lesson),
        "versions": list(
            visible(request.user, LessonVersion.objects.filter(lesson=lesson))
            .only("id", "number", "published_at").order_by("-number")
        ),
        "rename_form": _rename_form(lesson),
        "form": InvitationForm(lesson=lesson, auto_id="invite-%s") if "share" in context["can"] else None,
    }  # fmt: skip
    return render(request, "lessons/draft.html", context)


@require_POST
def rename(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a draft another title or language."""
    lesson = access(request.user, LESSONS, "edit", pk=pk)
    form = RenameForm(request.POST, auto_id="rename-%s")
    back = reverse("draft", args=[pk])
    status, more = 422, {}
    if form.is_valid():
        try:
            commands.rename_lesson(
                actor=actor_of(request), lesson=lesson, command_id=command_id(request), **form.cleaned_data
            )
            return done(request, _("Title and language are saved."), back=back)
        except Conflict as conflict:
            theirs = conflict.fields["title"]["theirs"]
            status, more = 409, {"theirs": theirs}
            form.data = {**request.POST.dict(), "seen_title": theirs}
        except ValidationError as error:
            add_errors(form, error)
    context = _page(request, lesson) | {"rename_form": form} | more
    return redrawn(request, "lessons/rename_form.html", context, status=status, back=back)


@require_POST
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Invite who holds a seat of another country to write with the authors."""
    lesson = access(request.user, LESSONS, "share", pk=pk)
    form = InvitationForm(request.POST, lesson=lesson, auto_id="invite-%s")
    back = reverse("draft", args=[pk]) + "#readers"
    if form.is_valid():
        try:
            invitation = commands.invite_to_draft(
                actor=actor_of(request), lesson=lesson, seat=form.cleaned_data["seat"], command_id=command_id(request)
            )
            undo = reverse("invitation-end", args=[invitation.pk])
            return done(request, _("They can read and write this draft now."), back=back, undo=undo)
        except ValidationError as error:
            add_errors(form, error)
    context = _page(request, lesson) | {"form": form}
    return redrawn(request, "lessons/invite_form.html", context, back=back)


@require_POST
def end_invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End an invitation to a draft."""
    invitation = access(request.user, Invitation.objects.all(), "share", pk=pk)
    commands.end_invitation(actor=actor_of(request), invitation=invitation, command_id=command_id(request))
    back = reverse("draft", args=[invitation.lesson_id]) + "#readers"
    return done(request, _("The invitation is ended. What they wrote stays."), back=back)


@require_POST
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Publish what stands in the draft, and go to it."""
    lesson = access(request.user, LESSONS, "decide", pk=pk)
    back = reverse("draft", args=[pk])
    try:
        version = commands.publish_lesson(actor=actor_of(request), lesson=lesson, command_id=command_id(request))
    except ValidationError as error:
        context = _page(request, lesson) | {"errors": error.messages}
        return redrawn(request, "lessons/publish_form.html", context, back=back)
    return HttpResponseRedirect(reverse("lesson", args=[version.pk]), status=303)


@require_GET
def handles(request: HttpRequest, pk: UUID) -> JsonResponse:
    """Names to mention in a draft: those who may read it."""
    lesson = access(request.user, LESSONS, pk=pk)
    return JsonResponse(names_in_draft(lesson, request.GET.get("q", "")), safe=False)


def _page(request: HttpRequest, lesson: Lesson, *, live: bool = False) -> dict[str, Any]:
    context = page_context(
        request,
        group_of_reader(request, lesson.group),
        live=[lesson.space] if live else [],
        show=[f"lesson:{lesson.pk}"],
        thing=lesson,
        current="lessons",
    )
    return context | {"lesson": lesson}


def _rename_form(lesson: Lesson) -> RenameForm:
    known = {"title": lesson.title, "language": lesson.language, "seen_title": lesson.title}
    return RenameForm(initial=known, auto_id="rename-%s")
