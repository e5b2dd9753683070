"""What a reader gets of what waits for what: only actions that they may see, and no sign of others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import ngettext

from permissions.access import visible
from realtime.regions import Audience
from workspace.boards.marks import Facts, Mark, facts
from workspace.boards.models import Action
from workspace.boards.queries import open_themes
from workspace.boards.ranks import in_order

from .models import Wait


@dataclass(frozen=True)
class ShownWaits:
    """The actions that one waits for, those that wait for it, and how many of the former are not done."""

    waits_for: list[Action]
    waited_for_by: list[Action]

    @property
    def open(self) -> int:
        return sum(1 for action in self.waits_for if _is_open(action))


def waits_of(reader: Any | Audience, action: Action) -> ShownWaits:
    """Both ways, for a person or for all who follow a space: one query, for no action is at both ends of another."""
    before, after = Wait.objects.filter(action=action), Wait.objects.filter(on=action)
    linked = Action.objects.filter(Q(pk__in=before.values("on")) | Q(pk__in=after.values("action"))).annotate(
        waited_for_since=Subquery(before.filter(on=OuterRef("pk")).values("added_at")[:1]),
        waits_since=Subquery(after.filter(action=OuterRef("pk")).values("added_at")[:1]),
    )
    seen: QuerySet[Any] = _seen(reader, linked)
    found = list(seen.order_by("waited_for_since", "waits_since", "pk"))
    return ShownWaits(
        [each for each in found if each.waited_for_since is not None],
        [each for each in found if each.waits_since is not None],
    )


def _seen(reader: Any | Audience, actions: QuerySet[Action]) -> QuerySet[Action]:
    if isinstance(reader, Audience):
        return actions.filter(Q(space=reader.space_id) | Q(space__extends=reader.space_id))
    return visible(reader, actions)


def is_plain(action: Action) -> bool:
    """Whether everybody who sees an action sees all that it waits for, and all that waits for it."""
    here = Q(space=action.space_id) | Q(space__extends=action.space_id)
    linked = Action.objects.filter(Q(waited_for__action=action) | Q(waits_of_it__on=action))
    return not linked.exclude(here).exists()


def _is_open(action: Action) -> bool:
    return action.archived_at is None and action.status != Action.Status.DONE


def waits_in_sight(action: Action, reader: Any) -> bool:
    """Whether an action waits for an unfinished one that a reader sees: then it is said by what it is blocked."""
    found = Action.objects.filter(waited_for__action=action, archived_at=None).exclude(status=Action.Status.DONE)
    return visible(reader, found).exists()


def counted(within: Q) -> Iterable[QuerySet[Any, Any]]:
    """For how many unfinished ones a card waits, of those that all who see the card may see."""
    waits = Wait.objects.filter(within, on__archived_at=None).exclude(on__status=Action.Status.DONE)
    seen = waits.filter(Q(on__space=F("action__space")) | Q(on__space__extends=F("action__space")))
    yield facts("waits", seen.values("action"), number=Count("pk"))


def marks(found: Facts, _seats: Any) -> Mapping[UUID, Iterable[Mark]]:
    """The same in words."""
    rows = found.get("waits", {})
    return {pk: [Mark("sending", _in_words(row.number), order=5)] for pk, (row,) in rows.items()}


def _in_words(n: int) -> str:
    return ngettext("waits for %(n)s action that is not done", "waits for %(n)s actions that are not done", n) % {
        "n": n
    }


def to_choose_from(user: Any, action: Action, words: str = "") -> list[tuple[str, list[Action]]]:
    """The open actions of the board that a person sees, by theme: those whose title holds all of these words."""
    found = visible(user, Action.objects.filter(board=action.board_id, archived_at=None).exclude(pk=action.pk))
    found = found.exclude(waited_for__action=action).exclude(status=Action.Status.DONE)
    for word in words.split()[:6]:
        found = found.filter(title__icontains=word)
    by_theme: dict[UUID, list[Action]] = {}
    for each in in_order(found):
        by_theme.setdefault(each.theme_id, []).append(each)
    return [(theme.name, by_theme[theme.pk]) for theme in open_themes(action.board_id) if theme.pk in by_theme]
