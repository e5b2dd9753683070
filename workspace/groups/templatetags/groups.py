"""Template words of groups: how people look, and what every form that runs a command carries."""

from secrets import token_hex
from typing import Any
from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..faces import Face, face_of_handle, face_of_seat
from ..models import Handle, Seat
from ..queries import is_over
from ..standing_in import acts_for

register = template.Library()

FIELDS = SafeString(f"\ue000{token_hex(8)}\ue001")  # where they go in what is drawn once for many: see once.py


@register.filter
def face(who: Seat | Handle | None) -> Face | None:
    """How a seat or a handle looks, for parts/person.html."""
    if isinstance(who, Seat):
        return face_of_seat(who)
    return face_of_handle(who) if isinstance(who, Handle) else None


@register.simple_tag(takes_context=True)
def command(context: template.Context) -> SafeString:
    """The hidden fields of a form that runs a command; none in a pushed fragment, where scripts add their own.

    `page_id` is one for the whole page, so that hundreds of forms weigh little: see answers.command_id.
    """
    if context.get("fields_go_here"):
        return FIELDS
    request, token = context.get("request"), context.get("csrf_token")
    if request is None or not token:
        return SafeString("")
    if not hasattr(request, "page_id"):
        request.page_id = uuid4()
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="page_id" value="{}">',
        token,
        request.page_id,
    )


@register.filter
def term_is_over(seat: Seat) -> bool:
    """Whether the term of a seat has ended; who held it acts in it no more."""
    return is_over(seat)


@register.filter
def is_away(seat: Seat) -> bool:
    """Whether the alternate of a seat acts in it now."""
    return acts_for(seat) is not None


@register.filter
def among(value: Any, many: Any) -> bool:
    """Whether a value is one of many."""
    return value in many
