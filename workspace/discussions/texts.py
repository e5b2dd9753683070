"""Where the shared summary of a discussion stands."""

from realtime.models import Document
from workspace.documents.homes import Home, register_home

from .models import Discussion
from .pages import home_of


def start() -> None:
    """Called when the app is ready."""
    register_home("discussion", _summary)


def _summary(document: Document) -> Home | None:
    talk = Discussion.objects.select_related("space").filter(summary=document).first()
    return Home(talk.title, home_of(talk), talk.language, "talk") if talk else None
