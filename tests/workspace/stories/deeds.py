"""What people mean to do on a board: a command with all that it says, put together from what its writer sees then."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from realtime.events import read
from tests.cast import World
from workspace.agreements import agreeing, proposing
from workspace.agreements.models import Agreement, Proposal
from workspace.agreements.sources import Source
from workspace.boards import commands as boards
from workspace.boards import leading
from workspace.boards.fields import values_of
from workspace.boards.headings import values_of_board, values_of_theme
from workspace.boards.models import Action, Board
from workspace.boards.ranks import in_order
from workspace.boards.undo import undo_change
from workspace.changes.commands import undo_last
from workspace.context import commands as context
from workspace.context.models import ContextEvent
from workspace.context.values import kept_of
from workspace.evidence import commands as evidence
from workspace.evidence.models import Evidence
from workspace.indicators import commands as indicators
from workspace.indicators.models import Indicator, Reading
from workspace.steps import commands as steps
from workspace.steps.models import Step
from workspace.waits import commands as waits
from workspace.waits.models import Wait

from .chance import Chance, Deed, action_of, one, seat_of, theme_of

Means = Callable[[World, Chance], Deed]
DEEDS: dict[str, Means] = {}
MEETINGS = (Source("Dialogue in Tarkwa", date(2016, 1, 22)), Source("Meeting in Prestea", date(2026, 3, 3)))


def deed(means: Means) -> Means:
    DEEDS[means.__name__] = means
    return means


@deed
def add_an_action(world: World, chance: Chance) -> Deed:
    said = {"theme": theme_of(world, chance), "title": chance.words().capitalize(), "first": chance.of((True, False))}
    return Deed(boards.add_action, said)


@deed
def move_an_action(world: World, chance: Chance) -> Deed:
    theme = theme_of(world, chance)
    before = chance.of([*in_order(theme.actions.filter(archived_at=None)), None])
    return Deed(boards.move_action, {"action": action_of(world, chance), "theme": theme, "before": before})


@deed
def change_fields(world: World, chance: Chance) -> Deed:
    action = action_of(world, chance)
    values = {
        "title": chance.words().capitalize(), "due": date(2027, 1, 1 + chance.of(range(20))),
        "start": date(2026, 1, 1 + chance.of(range(20))), "labels": chance.of(("law", "law, women", "Women", "")),
        "place": chance.words(), "area": chance.of(("", "Western Region", "Ashanti Region")),
        "resources_needed": chance.words(), "resources_found": chance.of(("", "two cars")),
        "supporters": [seat_of(world, chance)], "point": chance.of(("", "5.301, -1.993")),
    }  # fmt: skip
    fields = {chance.of(sorted(values)) for _ in range(chance.of((1, 1, 2, 3)))}
    seen = {field: kept for field, kept in values_of(action).items() if field in fields}
    return Deed(boards.edit_action, {"action": action, "values": {f: values[f] for f in fields}, "seen": seen})


@deed
def say_how_it_stands(world: World, chance: Chance) -> Deed:
    action = action_of(world, chance)
    values = {"status": chance.of(Action.Status.values), "status_note": chance.of(("", chance.words(), "why not"))}
    seen = {field: kept for field, kept in values_of(action).items() if field in values}
    return Deed(boards.edit_action, {"action": action, "values": values, "seen": seen})


@deed
def take_off_or_put_back(world: World, chance: Chance) -> Deed:
    action, theme = action_of(world, chance), theme_of(world, chance)
    return chance.of((
        Deed(boards.archive_action, {"action": action}), Deed(boards.restore_action, {"action": action}),
        Deed(boards.restore_action, {"action": action}), Deed(boards.restore_theme, {"theme": theme}),
        Deed(boards.archive_theme, {"theme": theme}), Deed(boards.restore_theme, {"theme": theme}),
    ))  # fmt: skip


@deed
def change_the_lanes(world: World, chance: Chance) -> Deed:
    theme, board = theme_of(world, chance), Board.objects.get(pk=world.board.pk)
    values = {chance.of(("name", "short_name", "aim")): chance.words()} | {"colour": chance.of(("leaf", "gold", ""))}
    seen = {field: kept for field, kept in values_of_theme(theme).items() if field in values}
    about = {"purpose": chance.words(), "title": chance.words()}
    saw = {field: kept for field, kept in values_of_board(board).items() if field in about}
    return chance.of((
        Deed(boards.edit_theme, {"theme": theme, "values": values, "seen": seen}),
        Deed(boards.move_theme, {"theme": theme, "before": chance.of((theme_of(world, chance), None))}),
        Deed(boards.add_theme, {"board": board, "name": chance.words(), "aim": chance.words()}),
        Deed(boards.edit_board, {"board": board, "values": about, "seen": saw}),
    ))  # fmt: skip


@deed
def ask_who_leads(world: World, chance: Chance) -> Deed:
    return Deed(leading.offer_lead, {"action": action_of(world, chance), "seat": seat_of(world, chance)})


@deed
def answer_who_leads(world: World, chance: Chance) -> Deed:
    asked = Action.objects.filter(board=world.board).exclude(lead=None, offered_to=None).order_by("added_at", "title")
    action = one(chance, asked)
    seen, words = str(action.offered_to_id or ""), chance.words()
    return chance.of((
        Deed(leading.accept_lead, {"action": action, "seen": seen, "words": words}),
        Deed(leading.decline_lead, {"action": action, "seen": seen, "reason": words}),
        Deed(leading.withdraw_offer, {"action": action, "seen": seen}),
        Deed(leading.leave_lead, {"action": action, "seen": str(action.lead_id or ""), "reason": words}),
    ))  # fmt: skip


@deed
def add_a_step(world: World, chance: Chance) -> Deed:
    return Deed(steps.add_step, {"action": action_of(world, chance), "text": chance.words()})


@deed
def work_on_a_step(world: World, chance: Chance) -> Deed:
    step = one(chance, Step.objects.filter(action__board=world.board).order_by("added_at"))
    before = chance.of([*in_order(step.action.steps.all()), None])
    return chance.of((
        Deed(steps.rename_step, {"step": step, "text": chance.words(), "seen": step.text}),
        Deed(steps.tick_step, {"step": step, "done": chance.of((True, False))}),
        Deed(steps.move_step, {"step": step, "before": before}),
        Deed(steps.remove_step, {"step": step}), Deed(steps.restore_step, {"step": step}),
    ))  # fmt: skip


@deed
def have_it_wait(world: World, chance: Chance) -> Deed:
    said = {"action": action_of(world, chance), "on": action_of(world, chance), "blocked": chance.of((True, False))}
    return Deed(waits.add_wait, said)


@deed
def let_it_wait_no_more(world: World, chance: Chance) -> Deed:
    wait = one(chance, Wait.objects.filter(action__board=world.board).order_by("added_at"))
    return Deed(waits.remove_wait, {"action": wait.action, "on": wait.on})


@deed
def agree_on_it(world: World, chance: Chance) -> Deed:
    thing = chance.of((action_of(world, chance), action_of(world, chance), Board.objects.get(pk=world.board.pk)))
    return Deed(agreeing.agree, {"thing": thing, "source": chance.of(MEETINGS)})


@deed
def open_it_again(world: World, chance: Chance) -> Deed:
    agreement = one(chance, Agreement.objects.filter(board=world.board).order_by("at"))
    return chance.of((
        Deed(agreeing.end_agreement, {"agreement": agreement, "why": chance.words()}),
        Deed(agreeing.reopen, {"action": action_of(world, chance), "why": chance.words()}),
    ))  # fmt: skip


@deed
def propose_another(world: World, chance: Chance) -> Deed:
    action = one(chance, Action.objects.filter(board=world.board, commitments__ended_at=None).distinct())
    field = chance.of(("title", "due", "lead"))
    values = {"title": chance.words(), "due": date(2028, 1, 1 + chance.of(range(20))), "lead": seat_of(world, chance)}
    now = action.commitments.filter(field=field, ended_at=None).first()
    said = {"action": action, "field": field, "value": values[field], "why": chance.words()}
    return Deed(proposing.propose_change, said | {"seen": now.value if now else None})


@deed
def answer_a_proposal(world: World, chance: Chance) -> Deed:
    proposal = one(chance, Proposal.objects.filter(action__board=world.board).order_by("at"))
    return chance.of((
        Deed(proposing.agree_to_change, {"proposal": proposal, "source": MEETINGS[1], "seen": proposal.agreed}),
        Deed(proposing.decline_change, {"proposal": proposal, "source": MEETINGS[1]}),
        Deed(proposing.take_proposal_back, {"proposal": proposal}),
    ))  # fmt: skip


@deed
def count_something(world: World, chance: Chance) -> Deed:
    target = chance.of((None, Decimal(20)))
    return Deed(
        indicators.add_indicator, {"action": action_of(world, chance), "name": chance.words(), "target": target}
    )


@deed
def read_it(world: World, chance: Chance) -> Deed:
    indicator = one(chance, Indicator.objects.filter(action__board=world.board).order_by("added_at"))
    reading = chance.of([*indicator.readings.all(), None])
    value, on = Decimal(chance.of(range(30))), date(2026, 2, 1 + chance.of(range(20)))
    ways = [
        Deed(indicators.add_reading, {"indicator": indicator, "value": value, "on": on, "source": chance.words()}),
        Deed(indicators.edit_indicator, {"indicator": indicator, "values": {"target": value, "unit": chance.words()}}),
        Deed(indicators.withdraw_indicator, {"indicator": indicator}),
        Deed(indicators.restore_indicator, {"indicator": indicator}),
    ]
    if isinstance(reading, Reading):
        ways += [
            Deed(indicators.correct_reading, {"reading": reading, "values": {"value": value}}),
            Deed(indicators.withdraw_reading, {"reading": reading}),
            Deed(indicators.restore_reading, {"reading": reading}),
        ]
    return chance.of(ways)


@deed
def tell_what_happened_around(world: World, chance: Chance) -> Deed:
    said = {"board": Board.objects.get(pk=world.board.pk), "title": chance.words(), "words": chance.words()}
    return Deed(context.add_event, said | {"begins": date(2026, 1, 1 + chance.of(range(20)))})


@deed
def pause_and_resume(world: World, chance: Chance) -> Deed:
    event = one(chance, ContextEvent.objects.filter(board=world.board).order_by("added_at"))
    chosen = {action_of(world, chance).pk, action_of(world, chance).pk}
    seen = {"title": kept_of(event)["title"]}
    return chance.of((
        Deed(context.pause_actions, {"event": event, "actions": chosen, "why": chance.of(("", "The ban"))}),
        Deed(context.pause_actions, {"event": event, "actions": chosen}),
        Deed(context.resume_actions, {"event": event}), Deed(context.resume_actions, {"event": event}),
        Deed(context.edit_event, {"event": event, "values": {"title": chance.words()}, "seen": seen}),
        Deed(context.withdraw_event, {"event": event}), Deed(context.restore_event, {"event": event}),
    ))  # fmt: skip


@deed
def show_that_it_is_done(world: World, chance: Chance) -> Deed:
    action = action_of(world, chance)
    known = chance.of([*Evidence.objects.filter(action=action).order_by("added_at"), None])
    if known is None:
        return Deed(evidence.add_note, {"action": action, "text": chance.words()})
    return chance.of((
        Deed(evidence.withdraw_evidence, {"evidence": known}), Deed(evidence.restore_evidence, {"evidence": known}),
    ))  # fmt: skip


@deed
def take_back_my_last_step(world: World, chance: Chance) -> Deed:
    return Deed(undo_last, {"board": Board.objects.get(pk=world.board.pk)})


@deed
def take_a_step_back(world: World, chance: Chance) -> Deed:
    spaces = [world.board.space_id, Action.objects.get(pk=world.wide.pk).space_id]
    return Deed(undo_change, {"event": one(chance, read(chance.of(spaces), 0))})
