"""What of a draft's page is drawn again: its title, and who can read it."""

from collections.abc import Iterable

from django.template.loader import render_to_string

from realtime.models import Event
from realtime.regions import Audience, Region, register

from .models import Lesson
from .queries import named_readers, shown_readers


def start() -> None:
    """Called when the app is ready."""
    register("draft", regions_of_draft_event)


def regions_of_draft_event(event: Event) -> Iterable[Region]:
    """The head of the draft and the list of its readers."""
    lesson_id = event.thing
    if lesson_id is None:
        return

    def draw(audience: Audience, seq: int) -> Iterable[str]:
        lesson = Lesson.objects.select_related("group", "space").get(pk=lesson_id)
        can = audience.abilities("lesson_draft")
        yield render_to_string("lessons/draft_head.html", {"lesson": lesson, "can": can, "seq": seq})
        context = {
            "lesson": lesson,
            "can": can,
            "seq": seq,
            "readers": shown_readers(lesson),
            "named": named_readers(lesson),
        }
        yield render_to_string("lessons/readers.html", context)

    yield Region(key=f"draft:{lesson_id}", topics=frozenset({f"lesson:{lesson_id}"}), draw=draw)
