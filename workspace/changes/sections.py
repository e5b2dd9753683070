"""What changes bring to the page of a board: the way to its history, what is new, the way back from one’s last step."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workspace.boards.beside import register_columns
from workspace.boards.models import Board
from workspace.boards.queries import Lanes
from workspace.boards.sections import Section, register_section
from workspace.boards.ways import Way, register_way

from .news import News, news_on, visit_columns


def start() -> None:
    """Called when the app is ready."""
    register_way(Way("history", _("History"), "history", _address, order=80))
    register_columns(visit_columns)
    register_section("board-top", Section("undo", "changes/undo.html", _always, order=10))
    register_section("board-top", Section("news", "changes/news.html", _news, order=20))


def _address(board: Board) -> str:
    return reverse("board-history", args=[board.pk])


def _always(reader: Any, lanes: Lanes) -> dict[str, Any]:
    return {}


def _news(reader: Any, lanes: Lanes) -> News | None:
    return news_on(reader, lanes.board, lanes)
