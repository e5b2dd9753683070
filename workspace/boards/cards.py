"""Cards, hundreds of them: card.html is drawn once for each kind of card, and filled with the words of each one.

What a card shows beside is one more name in `words` (escaped, or drawn already; "" where there is none); what the
template decides by, beside which words there are, is one more field of Kind.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from workspace.groups.faces import Face, face_of_seat
from workspace.groups.models import Seat

from .marks import Mark
from .models import Action
from .parts import NOBODY
from .periods import Period
from .queries import is_late

LEADS, ASKED = "boards/lead.html", "boards/offered.html"
_PLACE = f"\ue000{secrets.token_hex(8)}\ue001"  # that nobody can write
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
    """A card for everybody who may do the same.

    `seq` is the number of the change that it shows, in the log of the board; None when another log numbers it.
    """
    return draw_cards([action], can=can, marks={action.pk: marks}, seq=seq, oob=oob)


def draw_cards(
    actions: Iterable[Action],
    *,
    can: frozenset[str],
    marks: Mapping[UUID, Iterable[Mark]],
    seq: int | None,
    oob: str = "",
    home: UUID | None = None,
) -> SafeString:
    """Cards in a row: card.html with `card.<name>` for each name of Kind and of `words`.

    With `home`, the space of the board, `seq` numbers those that live there.
    """
    language, today = get_language(), timezone.localdate()
    before, after = _address_of_one().split(str(NOBODY))
    faces: dict[tuple[str, UUID], SafeString] = {}

    def drawn_face(template: str, seat: Seat | None) -> SafeString:
        if seat is None:
            return SafeString("")
        if (found := faces.get((template, seat.pk))) is None:
            found = faces[template, seat.pk] = _face(template, face_of_seat(seat), True, language)
        return found

    drawn = []
    for action in actions:
        kind = Kind(can, action.status, action.language, is_late(action, today))
        pk, ends, told = str(action.pk), action.ends, marks.get(action.pk, ())
        words = {
            "pk": pk,
            "address": f"{before}{pk}{after}",
            "rank": action.rank,
            "seq": "" if seq is None or home not in (None, action.space_id) else str(seq),
            "oob": oob,
            "title": escape(action.title),
            "status_note": escape(action.status_note),
            "due": action.due.isoformat() if action.due else "",
            "due_day": _when(ends, language) if ends else "",
            "labels": "".join(f"<span>{escape(label)}</span>" for label in action.label_list),
            "lead": drawn_face(LEADS, action.lead),
            "marks": "".join(map(_mark, told)),
            "locked": " ".join(sorted({field for mark in told for field in mark.locked})) if told else "",
            "offered": drawn_face(ASKED, action.offered_to),
        }
        frame = _frame(kind, tuple([name for name, said in words.items() if said]), language)
        drawn.append(frame % words)
    return mark_safe("\n".join(drawn))  # noqa: S308 - each word was escaped above


class Apart:
    """Cards that are put into their page when it is whole: they are most of it, and each template that holds another
    would copy them once more."""

    def __init__(self) -> None:
        self._kept: list[SafeString] = []

    def keep(self, cards: SafeString) -> SafeString:
        self._kept.append(cards)
        return SafeString(_PLACE)

    def put_into(self, page: str) -> bytes:
        """The page with all that was kept, in the order in which it was."""
        around = page.split(_PLACE)
        return b"".join(part.encode() for pair in zip(around, [*self._kept, ""], strict=True) for part in pair)


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


def drawn_lead(seat: Seat) -> SafeString:
    """The seat that leads an action, drawn once for each face."""
    return _face(LEADS, face_of_seat(seat), False, get_language())


def drawn_offer(seat: Seat) -> SafeString:
    """The seat that is asked to lead an action."""
    return _face(ASKED, face_of_seat(seat), False, get_language())


@lru_cache(maxsize=2048)
def _face(template: str, face: Face, small: bool, _language: str | None) -> SafeString:
    return render_to_string(template, {"f": face, "small": small})
