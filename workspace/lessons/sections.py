"""What lessons bring to the pages of a group and of discussions."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from permissions.access import can
from workspace.discussions.contexts import Context, register_context
from workspace.discussions.models import Discussion
from workspace.groups.models import CountryGroup
from workspace.groups.sections import Place, Section, register_place, register_section

from .forms import LessonForm
from .models import LessonVersion
from .queries import drafts_of, lead_of, published


def start() -> None:
    """Called when the app is ready."""
    register_section(
        Section(key="lessons", title=_("Lessons"), template="lessons/section.html", load=_of_group, order=30)
    )
    register_place(Place(key="lessons", label=_("Lessons"), icon="lesson", url=_library, order=30))
    register_context("lesson", _commented)


def _of_group(user: Any, group: CountryGroup) -> Any:
    if group.is_secretariat:
        return None
    versions = [(version, lead_of(version)) for version in published(user).filter(group=group)[:6]]
    may_start = can(user, "comment", group)
    return {
        "versions": versions,
        "drafts": list(drafts_of(user).filter(group=group)[:6]),
        "form": LessonForm(initial={"language": group.language}, auto_id="start-lesson-%s") if may_start else None,
    }


def _library(user: Any, group: CountryGroup | None) -> str | None:
    return reverse("lessons") if user.is_authenticated else None


def _commented(discussion: Discussion) -> Context | None:
    version = LessonVersion.objects.filter(space=discussion.space_id).only("id", "space", "title", "language").first()
    if version is None:
        return None
    url = reverse("lesson", args=[version.pk])
    return Context(thing=version, title=version.title, url=url, language=version.language, home=url)
