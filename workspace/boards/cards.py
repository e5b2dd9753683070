"""Cards, hundreds of them: card.html is drawn once for each kind of card, and filled with the words of each one.

What a card shows beside is one more name in `words` (escaped, or drawn already; "" where there is none); what the
template decides by, beside which words there are, is one more field of Kind.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from workspace.groups.faces import Face, face_of_seat
from workspace.groups.models import Seat

from .marks import Mark
from .models import Action
from .parts import NOBODY
from .periods import Period
from .queries import is_late

_SLOT = re.compile("\ue000([a-z_]+)\ue001")  # letters that nobody writes: where the words of one card go


class Kind(NamedTuple):
    """What card.html decides by, beside which words there are. Whatever else differs between cards are words."""

    can: frozenset[str]
    status: str
    language: str
    is_late: bool


def draw_card(
    action: Action, *, can: frozenset[str], marks: Iterable[Mark] = (), seq: int | None, oob: str = ""
) -> SafeString:
    """A card for everybody who may do the same: card.html with `card.<name>` for each name of Kind and of `words`.

    `seq` is the number of the change that it shows, in the log of the board; None when another log numbers it.
    """
    language = get_language()
    kind = Kind(can, action.status, action.language, is_late(action))
    pk, due = str(action.pk), action.due
    words = {
        "pk": pk,
        "address": _address_of_one().replace(str(NOBODY), pk),
        "rank": action.rank,
        "seq": "" if seq is None else str(seq),
        "oob": oob,
        "title": escape(action.title),
        "status_note": escape(action.status_note),
        "due": due.isoformat() if due else "",
        "due_day": _when(action.ends, language) if action.ends else "",
        "labels": "".join(f"<span>{escape(label)}</span>" for label in action.label_list),
        "lead": drawn_lead(action.lead, small=True) if action.lead else "",
        "marks": "".join(_mark(mark) for mark in marks),
        "locked": " ".join(sorted({field for mark in marks for field in mark.locked})),
        "offered": drawn_offer(action.offered_to, small=True) if action.offered_to else "",
    }
    frame = _frame(kind, tuple(name for name, said in words.items() if said), language)
    return mark_safe(frame % words)  # noqa: S308 - each word was escaped above


@lru_cache(maxsize=2048)
def _frame(kind: Kind, said: tuple[str, ...], _language: str | None) -> str:
    """What stands around the words, with %(name)s for each."""
    card: dict[str, Any] = {**kind._asdict(), **{name: f"\ue000{name}\ue001" for name in said}}
    drawn = render_to_string("boards/card.html", {"card": card, "can": kind.can})
    return _SLOT.sub(r"%(\1)s", drawn.replace("%", "%%"))


@lru_cache(maxsize=1)
def _address_of_one() -> str:
    return reverse("action", args=[NOBODY])


@lru_cache(maxsize=4096)
def _when(due: Period, _language: str | None) -> str:
    return escape(due.short)


@lru_cache(maxsize=1024)
def _mark(mark: Mark) -> SafeString:
    return render_to_string("boards/mark.html", {"mark": mark})


def drawn_lead(seat: Seat, *, small: bool = False) -> SafeString:
    """The seat that leads an action, drawn once for each face."""
    return _face("boards/lead.html", face_of_seat(seat), small, get_language())


def drawn_offer(seat: Seat, *, small: bool = False) -> SafeString:
    """The seat that is asked to lead an action."""
    return _face("boards/offered.html", face_of_seat(seat), small, get_language())


@lru_cache(maxsize=2048)
def _face(template: str, face: Face, small: bool, _language: str | None) -> SafeString:
    return render_to_string(template, {"f": face, "small": small})
