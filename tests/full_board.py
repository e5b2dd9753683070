"""A board with as much on it as a country group may ever have: what pages and fragments are measured on.

made = full_board(convenor=…, group=…, seats=60, actions=500)
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import uuid4

from django.db import models
from django.utils import timezone
from fractional_indexing import generate_n_keys_between

from realtime.models import Document
from tests.board_words import COLOURS, LABELS, REGIONS, STATUSES, THEMES, TITLES, WHY
from workspace.agreements import agreeing, proposing
from workspace.agreements.sources import Source
from workspace.boards import commands as boards
from workspace.boards import leading
from workspace.boards.models import Action, Board, Theme
from workspace.boards.ranks import in_order
from workspace.discussions import commands as talk
from workspace.evidence import commands as evidence
from workspace.groups import commands as groups
from workspace.groups.models import CountryGroup, Seat
from workspace.indicators import commands as indicators
from workspace.people.models import User
from workspace.steps import commands as steps
from workspace.waits import commands as waits
from workspace.ways.saving import save_view

M = TypeVar("M", bound=models.Model)


@dataclass
class FullBoard:
    board: Board
    actions: list[Action]
    seats: list[Seat]
    people: list[User]  # who sits there, in the order of the seats


def full_board(*, convenor: User, group: CountryGroup, seats: int, actions: int, copies: int = 0) -> FullBoard:
    """Six themes; every second action has a lead, every third is agreed; each kind of thing hangs on some of them.

    The actions are made by commands, as people make them; the `copies` after them by copying rows, so that hundreds
    take no minutes.
    """
    board = boards.open_board(actor=convenor, group=group, title="Roadmap in full", purpose="What we agreed")
    made = FullBoard(board, [], *_people(convenor, group, seats))
    themes = [
        boards.add_theme(actor=convenor, board=board, name=name, aim=f"So that {name.lower()} work", colour=colour)
        for name, colour in zip(THEMES, COLOURS, strict=True)
    ]
    for n in range(actions):
        status = STATUSES[n % len(STATUSES)]
        made.actions.append(
            boards.add_action(
                actor=convenor, theme=themes[n % len(themes)], title=TITLES[n % len(TITLES)].format(n=n + 2),
                status=status, status_note=WHY.get(status, ""), labels=LABELS[n % len(LABELS)],
                area=REGIONS[n % len(REGIONS)], due=timezone.localdate() + timedelta(days=n % 300 - 60),
            )
        )  # fmt: skip
    for n, action in enumerate(made.actions):
        _hang(convenor, made, n, action)
    _copy(made, themes, copies)
    save_view(actor=convenor, board=board, name="What is late", way="table", query="late=1", share=True)
    talk.open_discussion(actor=convenor, place=board, title="The fuel for the field days")
    return made


def _people(convenor: User, group: CountryGroup, number: int) -> tuple[list[Seat], list[User]]:
    interests = list(group.stakeholder_groups.all()) or [
        groups.add_stakeholder_group(actor=convenor, group=group, name=f"Interest {n}", token=f"I{n}") for n in range(6)
    ]
    seats, people, before = [], [], group.seats.count()
    for n in range(before, before + number):
        person = User.objects.create(username=f"seated-{uuid4()}", password="!")
        seat = groups.add_seat(actor=convenor, stakeholder_group=interests[n % len(interests)], name=f"Delegate {n}")
        seats.append(groups.seat_person(actor=convenor, seat=seat, person=person))
        people.append(person)
    return seats, people


def _hang(convenor: User, made: FullBoard, n: int, action: Action) -> None:
    if n % 2 == 0:
        leading.offer_lead(actor=made.people[n % len(made.people)], action=action, seat=made.seats[n % len(made.seats)])
    elif n % 5 == 0:
        leading.offer_lead(actor=convenor, action=action, seat=made.seats[n % len(made.seats)])
    if n % 4 == 0:
        for text in ("Ask the assembly", "Find the trainers"):
            steps.add_step(actor=convenor, action=action, text=text)
    if n % 5 == 1:
        waits.add_wait(actor=convenor, action=action, on=made.actions[n - 1])
    if n % 6 == 0:
        indicators.add_indicator(actor=convenor, action=action, name="People trained", unit="people", target=Decimal(9))
    if n % 7 == 0:
        evidence.add_note(actor=convenor, action=action, text="Twelve came to the first day.")
    if n % 3 == 0:
        meeting = Source("General meeting", date(2026, 3, 12))
        agreeing.agree(actor=convenor, thing=action, source=meeting)
        if n % 9 == 0:
            proposing.propose_change(
                actor=convenor, action=action, field="title", value=f"In other words {n}", why="Nobody understood it."
            )


def _copy(made: FullBoard, themes: list[Theme], number: int) -> None:
    """More actions like those that there are, at the end of the lanes, with all that hangs on them."""
    originals = list(made.actions)
    ranks = {theme.pk: in_order(theme.actions.all())[-1].rank for theme in themes} if number else {}
    keys = {pk: iter(generate_n_keys_between(last, None, number)) for pk, last in ranks.items()}
    pairs: list[tuple[Action, Action]] = []
    for n in range(number):
        old = Action.objects.get(pk=originals[n % len(originals)].pk)
        text = Document(space_id=old.space_id, kind="action")
        title = TITLES[n % len(TITLES)].format(n=n + len(originals) + 2)
        pairs.append((old, _again(old, description=text, title=title, rank=next(keys[old.theme_id]))))
    Document.objects.bulk_create([new.description for _old, new in pairs])
    made.actions += Action.objects.bulk_create([new for _old, new in pairs])
    for relation in ("steps", "waits_of_it", "indicators", "evidence", "commitments", "change_proposals"):
        rows = [_again(row, action=new) for old, new in pairs for row in getattr(old, relation).all()]
        if rows:
            type(rows[0])._default_manager.bulk_create(rows)


def _again(row: M, **changed: Any) -> M:
    columns = {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields}
    new = type(row)(**columns)
    for name, value in {"id": uuid4(), **changed}.items():
        setattr(new, name, value)
    new._state.adding = True
    return new
