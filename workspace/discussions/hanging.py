"""What hangs on a discussion and moves with it: its posts and their tombstones, its shared summary."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from realtime.models import Document
from realtime.moving import hangs_on
from workspace.moderation.models import Hiding

from .models import Discussion, Post


def start() -> None:
    """Called when the app is ready."""
    hangs_on(Discussion, _of_discussion)


def _of_discussion(discussion: Discussion) -> Iterable[QuerySet[Any]]:
    if discussion.summary_id:
        yield Document.objects.filter(pk=discussion.summary_id)
    yield Post.objects.filter(discussion=discussion)
    yield Hiding.objects.filter(kind="post", thing__in=Post.objects.filter(discussion=discussion).values("pk"))
