"""A card is drawn from its kind and its words: always what the template would say of that action alone."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import World
from workspace.boards.cards import _frame, draw_card
from workspace.boards.models import Action

pytestmark = pytest.mark.django_db

EDIT, READ = frozenset({"view", "edit"}), frozenset({"view"})
WORDS = st.text(st.characters(exclude_categories=("Cs", "Co"), exclude_characters="\0"), max_size=40)


@pytest.fixture
def action(world: World) -> Any:
    found: Any = world.action
    return found


@given(title=WORDS, note=WORDS, status=st.sampled_from(Action.Status.values), can=st.sampled_from([EDIT, READ]))
def test_every_card_says_what_a_card_drawn_alone_says(title: str, note: str, status: str, can: frozenset[str]) -> None:
    action = Action(title=title, status_note=note, status=status, rank="a0", language="sw")
    drawn = draw_card(action, can=can, seq=7)
    _frame.cache_clear()
    assert draw_card(action, can=can, seq=7) == drawn
    assert "\ue000" not in drawn and "%(" not in drawn.replace("%(", "", title.count("%(") * 2 + note.count("%("))


def test_words_are_escaped_and_never_filled_in_twice(action: Any) -> None:
    action.title, action.status_note = "<b>100 %(pk)s</b> \ue000rank\ue001", "%s & “so”"
    drawn = draw_card(action, can=EDIT, seq=1)
    assert "&lt;b&gt;100 %(pk)s&lt;/b&gt; \ue000rank\ue001" in drawn and "%s &amp; “so”" in drawn
    assert "<b>" not in drawn


def test_cards_of_one_kind_differ_in_nothing_but_their_words(world: World) -> None:
    one, other = (draw_card(each, can=EDIT, seq=1) for each in world.actions[:2])
    for action, drawn in ((world.actions[0], one), (world.actions[1], other)):
        assert f'id="card-{action.pk}"' in drawn and f'href="/actions/{action.pk}/"' in drawn and action.title in drawn
    assert str(world.actions[1].pk) not in one and world.actions[1].title not in one


def test_a_card_says_when_it_is_late_and_not_a_day_before(action: Any) -> None:
    today = timezone.localdate()
    for due, is_late in ((today, False), (today - timedelta(days=1), True), (date(2090, 3, 1), False)):
        action.due = due
        assert (">late<" in draw_card(action, can=READ, seq=1)) is is_late
    action.status = "done"
    action.due = today - timedelta(days=1)
    assert ">late<" not in draw_card(action, can=READ, seq=1)


def test_a_card_speaks_the_language_of_its_reader(action: Any) -> None:
    action.due = date(2027, 12, 1)
    said = {}
    for language in ("en", "fr", "sw"):
        with translation.override(language):
            said[language] = draw_card(action, can=EDIT, seq=1)
    assert "Move or change" in said["en"] and "Déplacer ou changer" in said["fr"]
    assert len(set(said.values())) == 3
