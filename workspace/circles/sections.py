"""What circles bring to the page of a group and to the discussions inside them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from permissions.access import can
from workspace.discussions.contexts import Context, register_context
from workspace.discussions.models import Discussion
from workspace.groups.models import CountryGroup
from workspace.groups.sections import Section, register_section

from .forms import OpenForm
from .models import Circle
from .queries import circles_of, working_groups_of


def start() -> None:
    """Called when the app is ready."""
    register_section(
        Section(key="circles", title=_("Working groups and caucuses"), template="circles/section.html",
                load=_of_group, order=40)
    )  # fmt: skip
    register_context("circle", _inside)


def _of_group(user: Any, group: CountryGroup) -> Any:
    if group.is_secretariat:
        return None
    return {
        "mine": list(circles_of(user, group)),
        "listed": working_groups_of(group),
        "form": OpenForm(auto_id="open-circle-%s") if can(user, "decide", group) else None,
    }


def _inside(discussion: Discussion) -> Context | None:
    circle = Circle.objects.filter(space=discussion.space_id).first()
    return Context(circle, circle.name, reverse("circle", args=[circle.pk])) if circle else None
