"""Who reads what is published in a space of the group, in words."""

from django.utils.translation import gettext as _

from permissions.models import Grant, Space, lasting
from permissions.table import NAMES
from workspace.groups.models import CountryGroup

STAFF = ("moderator", "safeguarding")


def readers_of(space: Space, group: CountryGroup) -> list[str]:
    """One sentence for the group, one for IIED's staff, one for whoever was let in beside them."""
    known = [space.pk, *([space.extends_id] if space.extends_id else [])]
    given = Grant.objects.filter(lasting(), space__in=known, ended_at__isnull=True)
    roles = {group.convenors_id, group.members_id, group.alternates_id, group.scribes_id, group.observers_id}
    inside = {level for level, role in given.values_list("level", "role") if role in roles}
    staff = {level for level, role in given.values_list("level", "role") if level in STAFF and role is not None}
    beside = [role for level, role in given.values_list("level", "role") if role not in roles and level not in STAFF]
    words = []
    if inside:
        words.append(_("%(group)s: %(roles)s") % {"group": group.short_name, "roles": _listed(inside)})
    if staff:
        words.append(_("IIED: %(roles)s") % {"roles": _listed(staff)})
    if beside:
        words.append(_("Those who were let in beside them"))
    return words


def _listed(levels: set[str]) -> str:
    return ", ".join(_(NAMES[level]) for level in NAMES if level in levels)
