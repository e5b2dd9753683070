"""Template words of the events around a plan."""

from django import template

from ..forms import EventForm
from ..models import ContextEvent

register = template.Library()


@register.filter
def seen_of(form: EventForm, event: ContextEvent) -> list[tuple[str, str]]:
    """The hidden fields that say what the writer saw."""
    return form.seen_fields(event)
