"""How a lesson's draft is shared."""

from django.urls import reverse
from django.utils.translation import gettext as _

from workspace.sharing.kinds import Kind, register_kind

from .draft_views import draft_page
from .models import Lesson


def start() -> None:
    """Called when the app is ready."""
    register_kind(
        Kind(
            name="lesson_draft",
            things=lambda: Lesson.objects.all(),
            title=lambda lesson: lesson.title,
            url=lambda lesson: reverse("draft", args=[lesson.pk]),
            page=draft_page,
            takes=lambda lesson: (_("its text, with its history"),),
            topics=lambda lesson: (f"lesson:{lesson.pk}",),
            is_nested=False,
            place="lessons",
        )
    )
