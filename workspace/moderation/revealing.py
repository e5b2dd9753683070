"""Who stands behind a pseudonym: told to the safeguarding officer alone, once, and the group reads that it was."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from permissions import record
from permissions.access import levels
from permissions.errors import NotAllowed, NotYours
from realtime.changes import command, founding, gate
from workspace.groups.models import CountryGroup, Handle
from workspace.groups.words import one_sentence
from workspace.people.models import User

from .commands import LONGEST_REASON


def may_reveal(person: User, group: CountryGroup) -> bool:
    """Whether somebody is the safeguarding officer here: moderators see the same page and may not."""
    return "safeguarding" in levels(person, group.space)


@command
def reveal(*, actor: User, handle: Handle, reason: str) -> Handle:
    """Learn who stands behind a pseudonym. Not repeatable: asked again, it is another reveal, and stands there again.

    The record and the event hold the pseudonym and the reason, and nothing of the person.
    """
    group = gate(actor, "moderate", handle.group)
    if not may_reveal(actor, group):
        raise NotAllowed("moderate")
    found = pseudonyms_of(group).select_related("person").filter(pk=handle.pk).first()
    if found is None:
        raise NotYours
    missing = _("Say why you have to know it. The group reads this.")
    reason = one_sentence(reason, field="reason", longest=LONGEST_REASON, missing=missing)
    record.write(group.space, "revealed", by=actor.pk, pseudonym=found.text, reason=reason)
    with founding(actor, group.space) as tell:
        tell("group.pseudonym_revealed", group)
    return found


def pseudonyms_of(group: CountryGroup) -> QuerySet[Handle]:
    """The pseudonyms of a group, those that were given up as well: old words keep them."""
    kept = Handle.objects.filter(group=group, kind=Handle.Kind.PSEUDONYM, person__isnull=False)
    return kept.order_by("ended_at", "text")
