"""The library, and published lessons."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from permissions.access import access, visible
from workspace.discussions.pages import actor_of, talk_context
from workspace.groups.answers import add_errors, command_id, redrawn
from workspace.groups.models import CountryGroup
from workspace.groups.pages import group_of_reader, page_context
from workspace.moderation.tombstones import leaves_a_tombstone, tombstones_for

from .commands import start_lesson
from .forms import LessonForm
from .models import Lesson, LessonVersion
from .queries import drafts_of, lead_of, library


@require_safe
def lessons_page(request: HttpRequest) -> HttpResponse:
    """The library across countries, narrowed by its address, and the drafts that the reader writes."""
    context = page_context(request, group_of_reader(request), current="lessons")
    found = library(request.user, request.GET.getlist("country"), request.GET.getlist("language"))
    context |= {
        "library": found,
        "lessons": [(version, lead_of(version)) for version in found.versions],
        "drafts": list(drafts_of(request.user)[:20]),
        "hidden": list(tombstones_for(request.user, "lesson")[:20]),
    }
    return render(request, "lessons/library.html", context)


@require_safe
@leaves_a_tombstone("lesson")
def lesson_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A published lesson, with what readers of all countries say about it."""
    version = access(request.user, LessonVersion.objects.select_related("group", "lesson", "discussion"), pk=pk)
    show = [f"discussion:{version.discussion_id}", f"lesson:{version.lesson_id}"]
    live = [] if request.GET.get("before") else [version.space]
    context = page_context(
        request, group_of_reader(request, version.group), live=live, show=show, thing=version, current="lessons"
    )
    others = visible(request.user, LessonVersion.objects.filter(lesson=version.lesson).exclude(pk=pk))
    context |= {
        "version": version,
        "body": mark_safe(version.html),  # noqa: S308 - of the converter, when it was published
        "others": list(others.only("id", "number", "title", "language", "published_at").order_by("-number")),
        "may_write_on": visible(request.user, Lesson.objects.filter(pk=version.lesson_id)).exists(),
    }
    if version.discussion:
        context |= talk_context(request, version.discussion)
    return render(request, "lessons/lesson.html", context)


@require_POST
def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Start a draft in a group."""
    group = access(request.user, CountryGroup.objects.all(), "comment", pk=pk)
    form = LessonForm(request.POST, auto_id="start-lesson-%s")
    if form.is_valid():
        try:
            lesson = start_lesson(
                actor=actor_of(request), group=group, command_id=command_id(request), **form.cleaned_data
            )
            return HttpResponseRedirect(reverse("draft", args=[lesson.pk]), status=303)
        except ValidationError as error:
            add_errors(form, error)
    context = page_context(request, group, current="lessons") | {"form": form}
    return redrawn(request, "lessons/start_form.html", context, back=reverse("group", args=[pk]))
