"""The moderators' place in the navigation."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from permissions.models import RoleHolding, lasting
from workspace.groups.models import CountryGroup
from workspace.groups.sections import Place, register_place
from workspace.groups.spaces import MODERATORS, SAFEGUARDING


def start() -> None:
    """Called when the app is ready."""
    register_place(Place(key="reports", label=_("Reports"), icon="flag", url=_reports, order=80))


def _reports(user: Any, group: CountryGroup | None) -> str | None:
    """Among the pages of the secretariat, for its moderators: nobody else pays a query for it."""
    if group is None or not group.is_secretariat or user.pk is None:
        return None
    return reverse("reports") if is_moderator(user) else None


def is_moderator(user: Any) -> bool:
    """Whether somebody decides on reports now."""
    held = RoleHolding.objects.filter(lasting(), user_id=user.pk, user__is_active=True)
    return held.filter(role__name__in=(MODERATORS, SAFEGUARDING)).exists()
