"""Where the text of a draft stands."""

from django.urls import reverse

from realtime.models import Document
from workspace.documents.homes import Home, register_home

from .models import Lesson


def start() -> None:
    """Called when the app is ready."""
    register_home("lesson_draft", _draft)


def _draft(document: Document) -> Home | None:
    lesson = Lesson.objects.filter(draft=document).first()
    return Home(lesson.title, reverse("draft", args=[lesson.pk]), lesson.language, "lessons") if lesson else None
