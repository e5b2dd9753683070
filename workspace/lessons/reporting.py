"""How a lesson's draft and a published lesson are reported, and what goes with them when they are hidden."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from realtime.documents import rendering
from realtime.models import Document
from realtime.moving import hangs_on
from workspace.discussions.models import Discussion
from workspace.discussions.sharing import talk_in_words
from workspace.moderation.kinds import Reportable, register_reportable

from .models import Invitation, Lesson, LessonVersion


def start() -> None:
    """Called when the app is ready."""
    hangs_on(Lesson, _of_draft)
    hangs_on(LessonVersion, _of_version)
    register_reportable(
        Reportable(
            name="draft",
            word=_("a lesson’s draft"),
            was_here=_("A lesson’s draft was here."),
            things=lambda: Lesson.objects.select_related("draft", "handle"),
            address=lambda pk: reverse("draft", args=[pk]),
            url=lambda lesson: reverse("draft", args=[lesson.pk]),
            words=lambda lesson: _safe(rendering(lesson.draft).html),
            author=lambda lesson: lesson.handle,
            topics=lambda lesson: (f"lesson:{lesson.pk}",),
            title=lambda lesson: lesson.title,
            takes=lambda lesson: (now("its text, with its history"),),
        )
    )
    register_reportable(
        Reportable(
            name="lesson",
            word=_("a published lesson"),
            was_here=_("A lesson was here."),
            things=lambda: LessonVersion.objects.select_related("handle"),
            address=lambda pk: reverse("lesson", args=[pk]),
            url=lambda version: reverse("lesson", args=[version.pk]),
            words=lambda version: _safe(version.html),
            author=lambda version: version.handle,
            topics=lambda version: (f"lesson:{version.lesson_id}", f"discussion:{version.discussion_id}"),
            title=lambda version: version.title,
            takes=lambda version: (talk_in_words(_comments(version)),),
        )
    )


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 - of the converter


def _of_draft(lesson: Lesson) -> Iterable[QuerySet[Any]]:
    yield Document.objects.filter(pk=lesson.draft_id)
    yield Invitation.objects.filter(lesson=lesson)


def _of_version(version: LessonVersion) -> Iterable[QuerySet[Any]]:
    yield _comments(version)


def _comments(version: LessonVersion) -> QuerySet[Discussion]:
    return Discussion.objects.filter(pk__in=[version.discussion_id] if version.discussion_id else [])
