"""The desk of the moderators: where the reports of all groups lie."""

from typing import Any

from permissions import grants
from permissions.access import visible
from permissions.models import Space
from workspace.groups.spaces import moderators, safeguarding

from .models import ModerationDesk


def desk() -> ModerationDesk:
    """The desk, made when something is first laid on it."""
    found = ModerationDesk.objects.select_related("space").first()
    if found is None:
        space = Space.objects.create(kind="moderation")
        grants.give(space=space, role=moderators(), level="moderator", reason="desk of the moderators")
        grants.give(space=space, role=safeguarding(), level="safeguarding", reason="desk of the moderators")
        found = ModerationDesk.objects.create(space=space)
    return found


def desk_for(user: Any) -> ModerationDesk | None:
    """The desk, for who may see it; None for all others, and before there is one."""
    return visible(user, ModerationDesk.objects.select_related("space")).first()
