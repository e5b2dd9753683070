"""A draft by the member, with words in it; and one that was published."""

import pytest

from realtime import documents
from tests.cast import World
from workspace.groups.models import Seat
from workspace.lessons import commands
from workspace.lessons.models import Lesson, LessonVersion
from workspace.prose.markdown import from_markdown
from workspace.prose.ydoc import to_update


def say(lesson: Lesson, markdown: str) -> None:
    """Write in a draft, as an editor would: added to what is there."""
    documents.append(lesson.draft_id, to_update(from_markdown(markdown)), contributors=[lesson.handle_id])


@pytest.fixture
def lesson(world: World) -> Lesson:
    made = commands.start_lesson(actor=world.member, group=world.ghana, title="Start in the field")
    say(made, "## What was tried\n\nTwo days at the **sites**, with miners as hosts, before anybody sat down.")
    return made


@pytest.fixture
def version(world: World, lesson: Lesson) -> LessonVersion:
    return commands.publish_lesson(actor=world.member, lesson=lesson)


@pytest.fixture
def seat_abroad(world: World) -> Seat:
    return Seat.objects.get(handle=world.handle("peer", world.tanzania))
