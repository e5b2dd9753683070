"""What all pages of a document's history have in common."""

from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from realtime.models import Document
from workspace.groups.handles import group_of
from workspace.groups.pages import group_of_reader, page_context
from workspace.prose.compare import compare, is_same

from .homes import home_of


def history_context(request: HttpRequest, document: Document) -> dict[str, Any]:
    """The page's frame, and where the document stands."""
    home = home_of(document)
    group = group_of_reader(request, group_of(document.space))
    return page_context(request, group, thing=document, current=home.place) | {"document": document, "home": home}


def marked(old: Any, new: Any) -> SafeString | None:
    """What came and what went between two texts; None when they read the same."""
    if is_same(old, new):
        return None
    words = {"ins": _("added:"), "del": _("removed:")}
    return mark_safe(compare(old, new, words))  # type: ignore[arg-type]  # noqa: S308 - of the converter
