"""The ways that this app brings to every page about a board."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workspace.boards.models import Board
from workspace.boards.ways import Way, register_way


def start() -> None:
    """Called when the app is ready."""
    register_way(Way("overview", _("Overview"), "chart", _to("overview"), order=10))
    register_way(Way("table", _("Table"), "table", _to("table"), order=20, filtered=True))
    register_way(Way("timeline", _("Timeline"), "calendar", _to("timeline"), order=30, filtered=True))
    register_way(Way("mine", _("Mine"), "flag", _to("mine"), order=40))


def _to(name: str) -> Callable[[Board], str]:
    return lambda board: reverse(name, args=[board.pk])
