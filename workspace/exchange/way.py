"""The way from a board to what brings it in and takes it along."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workspace.boards.ways import Way, register_way


def start() -> None:
    """Called when the app is ready."""
    register_way(
        Way(
            "exchange",
            _("Import, export, calendar"),
            "download",
            lambda board: reverse("exchange", args=[board.pk]),
            90,
        )
    )
