"""What boards ask before a commitment is written, and what cards and pages show of it."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from realtime.identity import names
from workspace.boards.commitments import Held, Proposed, register_commitments
from workspace.boards.marks import Mark, register_marks
from workspace.boards.models import Action

from .models import Commitment, Proposal
from .values import Words

FORM = "agreements/propose_form.html"


def start() -> None:
    """Called when the app is ready."""
    register_commitments(locked, held)
    register_marks("agreements", marks)


def locked(actions: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """One query."""
    found: dict[UUID, dict[str, str]] = {}
    for action, field, title in _current(actions).values_list("action", "field", "title"):
        found.setdefault(action, {})[field] = title
    return found


def held(actions: Collection[UUID]) -> Mapping[UUID, Mapping[str, Held]]:
    """Five queries at most, however many there are."""
    commitments = list(_current(actions))
    if not commitments:
        return {}
    waiting: dict[tuple[UUID, str], list[Proposal]] = {}
    for each in Proposal.objects.filter(action__in=actions, state=Proposal.State.OPEN):
        waiting.setdefault((each.action_id, each.field), []).append(each)
    proposals = [each for found in waiting.values() for each in found]
    words = Words([(row.field, row.value) for row in commitments] + [(each.field, each.value) for each in proposals])
    called = names({each.by for each in proposals if each.by})
    found: dict[UUID, dict[str, Held]] = {}
    for row in commitments:
        found.setdefault(row.action_id, {})[row.field] = Held(
            field=row.field,
            value=row.value,
            words=words.of(row.field, row.value),
            source=row.title,
            on=row.on,
            template=FORM,
            proposals=tuple(
                Proposed(words.of(each.field, each.value), called.get(each.by, "") if each.by else "",
                         each.agreed != row.value)
                for each in waiting.get((row.action_id, row.field), ())
            ),
        )  # fmt: skip
    return found


def marks(actions: Collection[Action]) -> dict[UUID, Iterable[Mark]]:
    """On its card: where it was agreed, and what is proposed to change. Three queries for a board."""
    ids = [action.pk for action in actions]
    latest: dict[UUID, Commitment] = {}
    fields: dict[UUID, set[str]] = {}
    for row in _current(ids).order_by("since"):
        latest[row.action_id] = row
        fields.setdefault(row.action_id, set()).add(row.field)
    waiting: dict[UUID, list[Proposal]] = {}
    if latest:
        for each in Proposal.objects.filter(action__in=ids, state=Proposal.State.OPEN):
            waiting.setdefault(each.action_id, []).append(each)
    words = Words((each.field, each.value) for found in waiting.values() for each in found)
    return {
        pk: [
            Mark("lock", _("agreed in %(title)s, %(day)s") % {
                "title": row.title, "day": formats.date_format(row.on, "j M Y"),
            }, order=10, locked=frozenset(fields[pk])),
            *_proposed(waiting.get(pk, []), words),
        ]
        for pk, row in latest.items()
    }  # fmt: skip


def _proposed(waiting: list[Proposal], words: Words) -> Iterable[Mark]:
    for each in waiting[:2]:
        yield Mark(
            "edit",
            _("change proposed: %(field)s %(value)s")
            % {"field": words.field(each.field), "value": words.of(each.field, each.value)},
            order=11,
        )
    more = len(waiting) - 2
    if more > 0:
        yield Mark("edit", ngettext("and %(n)s more proposed", "and %(n)s more proposed", more) % {"n": more}, order=12)


def _current(actions: Collection[UUID]) -> QuerySet[Commitment]:
    return Commitment.objects.filter(action__in=actions, ended_at__isnull=True)
