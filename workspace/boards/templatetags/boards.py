"""Template words of boards."""

from django import template
from django.utils import timezone

from ..fields import seats_as_kept
from ..models import Action
from ..periods import Period, periods_ahead
from ..queries import is_late

register = template.Library()


@register.filter
def late(action: Action) -> bool:
    """Whether an action should have been done by now."""
    return is_late(action)


@register.simple_tag
def times_ahead() -> list[Period]:
    """Times to choose from, for who plans now."""
    return periods_ahead(timezone.localdate())


@register.filter
def supporters_kept(action: Action) -> str:
    """The supporters as the log keeps them."""
    return seats_as_kept(action.supporters.all()) or ""


@register.filter
def has_more(action: Action) -> bool:
    """Whether there is anything to tell of where and with what."""
    return any((action.region, action.place, action.point, action.labels, action.resources_needed,
                action.resources_found))  # fmt: skip
