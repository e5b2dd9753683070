"""Template words of moderation."""

from django import template

from ..kinds import reportable
from ..models import Hiding

register = template.Library()


@register.filter
def was_here(hiding: Hiding) -> str:
    """What stood where a tombstone stands now, in a sentence."""
    return str(reportable(hiding.kind).was_here)
