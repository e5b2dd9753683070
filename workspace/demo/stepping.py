"""Steps of the demonstration, ticked off by who leads; and what waits for what."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from workspace.boards.models import Action
from workspace.people.models import User
from workspace.steps import commands as steps
from workspace.waits.commands import add_wait

from .content.steps import STEPS, WAITS

On = Callable[[float, Callable[[], Any]], None]


def lay_out_steps(on: On, action: Action, by: User) -> None:
    """Have the steps of an action written down before the first of them was done, and each ticked on its day."""
    told = STEPS.get(action.title, ())

    def write() -> None:
        for text, done in told:
            step = steps.add_step(actor=by, action=action, text=text)
            if done is not None:
                on(done, partial(steps.tick_step, actor=by, step=step, done=True))

    if told:
        on(min(done for _text, done in told if done is not None) - 3, write)


def have_wait(on: On, actions: Mapping[str, Action], by: User) -> None:
    """Say on its day what waits for what."""
    for waits, before, day in WAITS:
        if waits in actions and before in actions:
            on(day, partial(add_wait, actor=by, action=actions[waits], on=actions[before]))
