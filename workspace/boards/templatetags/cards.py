"""Template words of cards, and of the parts that are drawn once for many of them."""

from collections.abc import Iterable

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from workspace.groups.models import Seat

from ..cards import Apart, draw_cards, drawn_lead, drawn_offer
from ..models import Action

register = template.Library()


@register.simple_tag(takes_context=True)
def cards(context: template.Context, actions: Iterable[Action]) -> SafeString:
    """The cards of a lane for whoever reads the page; in their place until it is whole, where it keeps them `apart`."""
    marks, home = context.get("marks") or {}, context["board"].space_id
    drawn = draw_cards(actions, can=context["can"], marks=marks, seq=context["seq"], home=home)
    apart: Apart | None = context.get("apart")
    return drawn if apart is None else apart.keep(drawn)


@register.simple_tag
def led_by(seat: Seat) -> SafeString:
    """The seat that leads an action."""
    return drawn_lead(seat)


@register.simple_tag
def asked_to_lead(seat: Seat) -> SafeString:
    """The seat that is asked to lead an action."""
    return drawn_offer(seat)


@register.simple_tag
def status_of(status: str) -> SafeString:
    """A status with its word."""
    return render_to_string("parts/status.html", {"status": status, "word": Action.Status(status).label})
