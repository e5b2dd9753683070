"""The page of an action: what is read at once, what is unfolded, and what it asks of the database."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import World
from tests.full_board import full_board
from workspace.boards import commands as boards
from workspace.evidence.commands import add_note
from workspace.indicators.commands import add_indicator
from workspace.steps.commands import add_step

pytestmark = pytest.mark.django_db


def test_the_last_changes_are_read_at_once_and_older_ones_are_unfolded(world: World, sign_in: Any) -> None:
    member, address = sign_in(world.member), f"/actions/{world.action.pk}/"
    assert "older change" not in member.get(address).content.decode()
    for n in range(13):
        boards.edit_action(actor=world.member, action=world.action, values={"title": f"Name {n}"})

    def history(query: str) -> list[str]:
        page = member.get(address + query).content.decode().split("What happened here")[1].split("</section>")[0]
        return re.split(r"(?=<details)", page)

    at_once, folded = history("")
    assert at_once.count('id="change-') == 5 and "to “Name 12”" in at_once and "to “Name 7”" not in at_once
    assert "7 older changes</summary>" in folded and folded.count('id="change-') == 7
    assert "<details>" in folded and "?history=all#action-history-" in folded
    at_once, rest = history("?history=all")
    assert at_once.count('id="change-') == 5 and "<details open>" in rest and "Added to The business case" in rest


MOST = {True: 32, False: 20}  # what the page may ask, by whether all that an action can have hangs on it
READERS = ("member", "convenor", "observer")


def test_the_page_asks_as_often_for_much_as_for_little(world: World, sign_in: Any) -> None:
    def asks(action: Any, who: str) -> int:
        client, address = sign_in(world.people[who]), f"/actions/{action.pk}/?history=all"
        client.get(address)  # the first look remembers that one was here
        with CaptureQueriesContext(connection) as asked:
            assert action.title in client.get(address).content.decode()
        return len(asked)

    made = full_board(convenor=world.convenor, group=world.ghana, seats=10, actions=15)
    bare = boards.add_action(actor=world.convenor, theme=made.actions[0].theme, title="Nothing hangs on it")
    full = made.actions[0]  # agreed, led, with a change proposed, steps, evidence and an indicator
    before = {who: (asks(bare, who), asks(full, who)) for who in READERS}
    for n in range(6):
        boards.edit_action(actor=world.convenor, action=full, values={"resources_found": f"{n} rooms"})
        add_step(actor=world.convenor, action=full, text=f"Step {n}")
        add_note(actor=world.convenor, action=full, text=f"Seen {n}")
        add_indicator(actor=world.convenor, action=full, name=f"Count {n}", unit="sites")
    assert {who: (asks(bare, who), asks(full, who)) for who in READERS} == before
    for few, many in before.values():
        assert few <= MOST[False] and many <= MOST[True], before
