"""Two at once: what was agreed is what there was before the other's change or after it, never half of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from tests.cast import World
from workspace.agreements import agreeing, proposing
from workspace.agreements.models import Agreement, Commitment, Proposal
from workspace.agreements.values import commitments_of
from workspace.boards import commands as boards
from workspace.boards.models import Action
from workspace.indicators import commands as indicators
from workspace.indicators.models import Indicator

from .conftest import LATER, TARKWA

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 4


def at_once(*deeds: Callable[[], Any]) -> list[bool]:
    """Do these at the same time; whether each was done, or refused with a sentence."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> bool:
        try:
            start.wait(timeout=30)
            deed()
        except ValidationError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(max_workers=len(deeds)) as pool:
        return list(pool.map(run, deeds))


def holds(action: Action) -> None:
    """What is locked is what there is, of each field."""
    action = Action.objects.get(pk=action.pk)
    now = commitments_of(action, Indicator.objects.filter(action=action))
    for row in Commitment.objects.filter(action=action, ended_at=None):
        assert now[row.field] == row.value, row.field


def another(world: World) -> tuple[Action, Indicator]:
    action = boards.add_action(actor=world.convenor, theme=world.theme, title="One more", due=date(2027, 3, 31))
    indicator = indicators.add_indicator(actor=world.member, action=action, name="Sites", target=Decimal(20))
    return action, indicator


@pytest.mark.parametrize("whole_board", [False, True])
def test_a_group_agrees_while_somebody_edits(world: World, whole_board: bool) -> None:
    for round_ in range(ROUNDS):
        action, indicator = another(world)
        due, goal = date(2028, 1, 1 + round_), Decimal(30 + round_)
        thing = world.board if whole_board else action
        done = at_once(
            partial(agreeing.agree, actor=world.convenor, thing=thing, source=TARKWA),
            partial(boards.edit_action, actor=world.member, action=action, values={"due": due}),
            partial(indicators.edit_indicator, actor=world.voice, indicator=indicator, values={"target": goal}),
        )
        assert done[0]
        assert Commitment.objects.filter(action=action, ended_at=None).count() == 3
        holds(action)
        assert (Action.objects.get(pk=action.pk).due == due) == done[1]
        assert (Indicator.objects.get(pk=indicator.pk).target == goal) == done[2]


def test_of_two_who_write_down_the_same_meeting_one_does(world: World) -> None:
    for _round in range(ROUNDS):
        action, _indicator = another(world)
        agree = partial(agreeing.agree, actor=world.convenor, thing=action, source=TARKWA)
        assert sorted(at_once(agree, agree)) == [False, True]
        assert Agreement.objects.filter(action=action).count() == 1
        holds(action)


def test_a_proposal_is_agreed_or_taken_back_and_never_both(world: World) -> None:
    for _round in range(ROUNDS):
        action, _indicator = another(world)
        agreeing.agree(actor=world.convenor, thing=action, source=TARKWA)
        proposal = proposing.propose_change(
            actor=world.member, action=action, field="due", value=date(2028, 1, 1), why="Rain"
        )
        done = at_once(
            partial(proposing.agree_to_change, actor=world.convenor, proposal=proposal, source=LATER),
            partial(proposing.take_proposal_back, actor=world.member, proposal=proposal),
        )
        assert sorted(done) == [False, True]
        state = Proposal.objects.get(pk=proposal.pk).state
        assert state == (Proposal.State.AGREED if done[0] else Proposal.State.TAKEN_BACK)
        assert (Action.objects.get(pk=action.pk).due == date(2028, 1, 1)) == done[0]
        holds(action)


def test_two_who_open_it_again_do_not_wait_for_each_other_in_a_circle(world: World) -> None:
    for round_ in range(ROUNDS):
        action, _indicator = another(world)
        thing = world.board if round_ % 2 else action
        agreement = agreeing.agree(actor=world.convenor, thing=thing, source=TARKWA)
        at_once(
            partial(agreeing.end_agreement, actor=world.convenor, agreement=agreement, why="A mistake"),
            partial(agreeing.reopen, actor=world.convenor, action=action, why="A mistake"),
            partial(boards.edit_action, actor=world.member, action=action, values={"status": "on-track"}),
        )
        assert not Commitment.objects.filter(action=action, ended_at=None).exists()
