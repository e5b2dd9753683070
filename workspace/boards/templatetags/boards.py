"""Template words of boards."""

from django import template

from ..models import Action
from ..queries import is_late

register = template.Library()


@register.filter
def late(action: Action) -> bool:
    """Whether an action should have been done by now."""
    return is_late(action)
