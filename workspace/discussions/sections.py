"""What discussions bring to the pages of a group."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workspace.groups.models import CountryGroup
from workspace.groups.sections import Place, Section, register_place, register_section

from .contexts import context_of
from .queries import discussions_of

LATEST = 5  # discussions on the group's page


def start() -> None:
    """Called when the app is ready."""
    register_section(
        Section(key="discussions", title=_("Discussions"), template="discussions/section.html", load=_latest, order=20)
    )
    register_place(Place(key="talk", label=_("Discussions"), short=_("Talk"), icon="talk", url=_list, order=20))


def _latest(user: Any, group: CountryGroup) -> Any:
    if group.is_secretariat:
        return None
    rows = [(each, context_of(each, user)) for each in discussions_of(user, group)[: LATEST + 1]]
    return {"rows": rows[:LATEST], "has_more": len(rows) > LATEST}


def _list(user: Any, group: CountryGroup | None) -> str | None:
    return reverse("discussions", args=[group.pk]) if group and not group.is_secretariat else None
