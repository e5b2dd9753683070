"""A discussion and an action with one, to be shared."""

from typing import Any

import pytest

from realtime import documents
from realtime.models import Document
from tests.cast import World
from workspace.discussions import commands as discussions
from workspace.discussions.models import Discussion
from workspace.prose.markdown import from_markdown
from workspace.prose.ydoc import to_update


@pytest.fixture
def shared(world: World) -> World:
    """`talk` on the board with a post; `about` is a discussion about `action`, with a post and a summary."""
    talk = discussions.open_discussion(actor=world.member, place=world.board, title="Who pays for the way?")
    about = discussions.open_discussion(
        actor=world.voice, place=world.action, about=world.action, title="What stops the records?"
    )
    documents.append(world.action.description_id, to_update(from_markdown("Sheets by hand.")), contributors=[])
    world.things |= {
        "talk": talk,
        "post": discussions.post(actor=world.member, discussion=talk, body="Canary words of the talk."),
        "about": about,
        "about_post": discussions.post(actor=world.voice, discussion=about, body="Canary words about the action."),
    }
    return world


def key(world: World, name: str) -> str:
    """A seat as a form names it."""
    return f"seat:{world.seats[name].pk}"


def space_of(thing: Any) -> Any:
    """Where a thing lives now."""
    return type(thing)._default_manager.get(pk=thing.pk).space


def texts_of(discussion: Discussion) -> list[Document]:
    return [discussion.summary] if discussion.summary else []
