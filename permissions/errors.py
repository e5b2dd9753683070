"""Refusals, each with what to do next."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _


class NotYours(Http404):
    """For this reader the thing does not exist."""


class NotAllowed(PermissionDenied):
    """The reader may see the thing and may not do this to it."""

    def __init__(self, verb: str) -> None:
        self.verb = verb
        super().__init__(_("You may read this, and not change it. Ask the convenor of the group if you need to."))
