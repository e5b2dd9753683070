"""How much evidence an action has, on its card."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from permissions.access import levels
from realtime.events import head_of, read
from realtime.regions import Audience, draw, regions_of
from tests.cast import World
from workspace.evidence import commands as evidence

pytestmark = [pytest.mark.data, pytest.mark.django_db]

LIGHT = 100  # bytes that the mark may weigh beside its icon, which comes again and again and is packed well


def test_a_card_says_how_much_evidence_there_is_and_who_looks_on_sees_it_change(world: World, sign_in: Any) -> None:
    def told(change: Callable[[], Any]) -> str:
        """The mark on the card that is pushed, the same as on the page that is opened now."""
        after = head_of(world.board.space_id)
        made.append(change())
        audience = Audience(world.board.space_id, "en", levels(world.member, world.board.space))
        drawn = draw(regions_of(read(world.board.space_id, after)), audience)
        (card,) = (html for _topics, several in drawn for html in several if f'id="card-{world.action.pk}"' in html)
        page = sign_in(world.member).get(f"/boards/{world.board.pk}/").content.decode()
        marks = [mark_in(html.split(f'id="card-{world.action.pk}"')[1].split("</li>")[0]) for html in (card, page)]
        assert marks[0] == marks[1]
        return marks[0]

    made: list[Any] = []
    actor, action = world.member, world.action
    mark = told(lambda: evidence.add_note(actor=actor, action=action, text="Twelve came."))
    assert "<span>1 piece of evidence</span>" in mark
    assert len(re.sub(r"<svg.*?</svg>", "", mark).encode()) < LIGHT
    assert "2 pieces of evidence" in told(lambda: evidence.add_note(actor=actor, action=action, text="Nine came."))
    assert "1 piece of evidence" in told(lambda: evidence.withdraw_evidence(actor=actor, evidence=made[0]))
    assert "2 pieces of evidence" in told(lambda: evidence.restore_evidence(actor=actor, evidence=made[0]))
    for piece in made[:2]:
        evidence.withdraw_evidence(actor=actor, evidence=piece)
    page = sign_in(world.member).get(f"/boards/{world.board.pk}/").content.decode()
    assert "of evidence" not in page


def mark_in(card: str) -> str:
    """The line at the foot of a card that tells of evidence."""
    return next((line for line in re.findall(r"<p class=\"quiet flex[^>]*>.*?</p>", card) if "of evidence" in line), "")
