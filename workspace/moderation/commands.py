"""Report a thing; as a moderator look at it, hide it, leave it, restore it. Nobody's words are changed by any of it.

What is hidden moves, with what hangs on it, to a space that nobody is let into: no page, socket, export or list finds
it there. In its place its Hiding is read.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions import grants, record
from permissions.access import visible
from permissions.errors import NotYours
from permissions.models import Space
from realtime.changes import command, founding, gate
from realtime.models import Event
from realtime.moving import move
from workspace.groups.handles import group_of, speaking
from workspace.groups.words import one_sentence
from workspace.people.models import User

from .desk import desk
from .kinds import Reportable, reportable
from .models import Hiding, Report

MOST_IN_A_DAY = 20  # reports of one person: who sees more than that writes to the moderators instead
LONGEST_WORDS = 500
LONGEST_REASON = 300


@command
def report(
    *, actor: User, thing: Any, kind: str, reason: str, words: str = "", command_id: UUID | None = None
) -> Report:
    """Ask a moderator to look at a thing that one sees. No event and no page says who did."""
    of = reportable(kind)
    thing = gate(actor, "view", thing)
    User.objects.select_for_update().get(pk=actor.pk)  # two tabs at once count as two
    if reason not in Report.Reason.values:
        raise ValidationError({"reason": _("Choose what is wrong with it.")})
    missing = _("Say in a sentence what is wrong with it.") if reason == Report.Reason.OTHER else ""
    words = one_sentence(words, field="words", longest=LONGEST_WORDS, missing=missing)
    if not of.is_there(thing):
        raise ValidationError(_("It was taken back meanwhile. There is nothing to report any more."))
    mine = Report.objects.filter(reporter=actor)
    if mine.filter(thing=thing.pk, closed_at__isnull=True).exists():
        raise ValidationError(_("You have reported this already. A moderator will look at it."))
    if mine.filter(reported_at__gt=timezone.now() - timedelta(days=1)).count() >= MOST_IN_A_DAY:
        raise ValidationError(_("You reported a lot today. Wait until tomorrow, or write to the moderators."))
    on = desk()
    made = Report.objects.create(
        space=on.space, kind=kind, thing=thing.pk, group=group_of(thing.space), reporter=actor,
        reason=reason, words=words, reported_at=timezone.now(),
    )  # fmt: skip
    with founding(None, on.space) as tell:
        tell("report.made", made)
    return made


@command
def look(*, actor: User, report: Report) -> Report:
    """Look at what was reported. What a moderator does not see otherwise, they see by this alone: it is recorded."""
    report = gate(actor, "moderate", report)
    where = place_of(report)
    if not is_open_to(actor, where):
        record.write(where, "moderator_looked", by=actor.pk, kind=report.kind, thing=report.thing)
        with founding(actor, where) as tell:
            tell("moderation.looked", report, kind=report.kind)
    return report


@command
def hide(*, actor: User, report: Report, reason: str, command_id: UUID | None = None) -> Hiding:
    """Hide what was reported, with all that hangs on it; everybody who saw it reads why."""
    report = gate(actor, "moderate", report)
    kind, reason = reportable(report.kind), _checked(reason)
    thing = _thing(kind, report.thing)
    if Hiding.objects.filter(thing=thing.pk, restored_at__isnull=True).exists():
        raise ValidationError(_("It is hidden already."))
    before, topics = thing.space, _topics(kind, thing)
    grants.changed({before.pk})
    kept_in = Space.objects.create(kind="hidden", home_id=before.home_id or before.pk, came_from=before)
    move(thing, kept_in, out_of={before.pk})
    hiding = Hiding.objects.create(
        space=before, kind=kind.name, thing=thing.pk, kept_in=kept_in, author=kind.author(thing),
        reason=reason, by=speaking(actor, before, "moderate"), at=timezone.now(),
    )  # fmt: skip
    record.write(before, "hidden", by=actor.pk, kind=kind.name, thing=thing.pk, reason=reason)
    _tell(actor, before, "hidden", hiding, topics)
    _close(actor, report.thing, Report.Outcome.HIDDEN, reason)
    return hiding


@command
def leave_it(*, actor: User, report: Report, reason: str, command_id: UUID | None = None) -> Report:
    """Leave what was reported as it is; who reported it reads why."""
    report = gate(actor, "moderate", report)
    if report.closed_at is not None:
        raise ValidationError(_("Somebody has decided already. Load the page again."))
    _close(actor, report.thing, Report.Outcome.LEFT, _checked(reason))
    report.refresh_from_db()
    return report


@command
def restore(*, actor: User, report: Report, reason: str, command_id: UUID | None = None) -> Hiding:
    """Put back what was hidden, where it was, word for word."""
    report = gate(actor, "moderate", report)
    kind, reason = reportable(report.kind), _checked(reason)
    hiding = Hiding.objects.select_related("space", "kept_in").filter(thing=report.thing, restored_at=None).first()
    if hiding is None:
        raise ValidationError(_("It is not hidden any more. Load the page again."))
    thing, back = _thing(kind, report.thing), _home(hiding)
    grants.changed({hiding.kept_in_id, back.pk})
    move(thing, back, out_of={hiding.kept_in_id})
    hiding.space, hiding.restored_at, hiding.restored_because = back, timezone.now(), reason
    hiding.restored_by = speaking(actor, back, "moderate")
    hiding.save(update_fields=["space", "restored_at", "restored_because", "restored_by"])
    record.write(back, "restored", by=actor.pk, kind=kind.name, thing=thing.pk, reason=reason)
    _tell(actor, back, "restored", hiding, _topics(kind, thing))
    with founding(actor, report.space) as tell:
        tell("report.restored", report)
    return hiding


def place_of(report: Report) -> Space:
    """Where what was reported is seen, or its tombstone."""
    hiding = Hiding.objects.select_related("space").filter(thing=report.thing, restored_at__isnull=True).first()
    found: Space = hiding.space if hiding else _thing(reportable(report.kind), report.thing).space
    return found


def is_open_to(moderator: Any, where: Space) -> bool:
    """Whether a moderator may look there anyway."""
    return visible(moderator, Space.objects.filter(pk=where.pk)).exists()


def _home(hiding: Hiding) -> Space:
    """Where a thing goes back to. Others who saw it before see it again, unless its place was restricted meanwhile."""
    around = hiding.space.extends
    if around is None:
        return hiding.space
    narrowed = Event.objects.filter(space=around, kind="access.restricted", at__gt=hiding.at).exists()
    return around if narrowed else hiding.space


def _thing(kind: Reportable, pk: UUID) -> Any:
    found = kind.things().select_related("space").filter(pk=pk).first()
    if found is None:
        raise NotYours
    return found


def _topics(kind: Reportable, thing: Any) -> list[str]:
    return sorted({*kind.topics(thing), f"hidden:{thing.pk}"})


def _tell(actor: User, space: Space, what: str, hiding: Hiding, topics: list[str]) -> None:
    with founding(actor, space) as tell:
        tell(f"moderation.{what}", hiding, kind=hiding.kind, thing=hiding.thing, topics=topics)


def _close(actor: User, thing: UUID, outcome: str, answer: str) -> None:
    """Decide all that people reported of a thing."""
    waiting = list(Report.objects.filter(thing=thing, closed_at__isnull=True).select_related("space"))
    Report.objects.filter(pk__in=[each.pk for each in waiting]).update(
        closed_at=timezone.now(), outcome=outcome, answer=answer
    )
    for each in waiting:
        with founding(actor, each.space) as tell:
            tell("report.closed", each)


def _checked(text: str) -> str:
    missing = _("Say why, in a sentence. Everybody who could see it reads this.")
    return one_sentence(text, field="reason", longest=LONGEST_REASON, missing=missing)
