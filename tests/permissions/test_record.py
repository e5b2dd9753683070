"""The record of access: every change has a line, and a line that was altered or removed is found."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from permissions import grants, record
from permissions.models import AccessChange, RecordHead
from tests.cast import World

pytestmark = [pytest.mark.data, pytest.mark.django_db]


@pytest.fixture
def lines(world: World) -> list[AccessChange]:
    """The chain of a board, with somebody let in and sent away again."""
    space = world.board.space
    grant = grants.give(space=space, user=world.stranger, level="reader", reason="asked", by=world.convenor)
    grants.end(grant, by=world.convenor)
    assert list(record.faults()) == []
    return list(AccessChange.objects.filter(chain=record.chain_of(space)).order_by("number"))


def test_each_change_has_a_line_that_says_who_whom_and_why(world: World, lines: list[AccessChange]) -> None:
    given, ended = lines[-2:]
    assert (given.what, ended.what) == ("given", "ended")
    assert given.facts["user"] == ended.facts["user"] == str(world.stranger.pk)
    assert given.facts["by"] == str(world.convenor.pk) and given.facts["reason"] == "asked"


def test_taking_and_leaving_a_role_has_a_line(world: World) -> None:
    role = world.ghana.observers
    for _time in range(2):  # leaving twice is leaving once
        grants.leave_role(user=world.observer, role=role)
    held = AccessChange.objects.filter(chain=record.chain_of(role)).order_by("number")
    assert [line.what for line in held] == ["held", "left"]


TAMPERING: list[Callable[[list[AccessChange]], Any]] = [
    lambda lines: AccessChange.objects.filter(pk=lines[1].pk).update(facts=lines[1].facts | {"level": "convenor"}),
    lambda lines: AccessChange.objects.filter(pk=lines[-1].pk).update(what="given"),
    lambda lines: AccessChange.objects.filter(pk=lines[0].pk).update(at="2026-01-01T00:00:00+00:00"),
    lambda lines: AccessChange.objects.filter(pk=lines[0].pk).delete(),
    lambda lines: AccessChange.objects.filter(pk=lines[1].pk).delete(),
    lambda lines: AccessChange.objects.filter(pk=lines[-1].pk).delete(),
    lambda lines: AccessChange.objects.filter(chain=lines[0].chain).delete(),
    lambda lines: RecordHead.objects.filter(pk=lines[0].chain).delete(),
]


@pytest.mark.parametrize("number", range(len(TAMPERING)))
def test_what_was_altered_or_removed_is_found(lines: list[AccessChange], number: int) -> None:
    TAMPERING[number](lines)
    [fault] = record.faults()
    assert fault.startswith(lines[0].chain)
    with pytest.raises(CommandError, match=lines[0].chain):
        call_command("verify_record")


def test_the_command_says_that_the_record_holds(lines: list[AccessChange]) -> None:
    said = StringIO()
    call_command("verify_record", heads=True, stdout=said)
    assert lines[-1].digest in said.getvalue() and "The record holds" in said.getvalue()


def test_a_change_that_is_undone_leaves_no_line(world: World, lines: list[AccessChange]) -> None:
    with transaction.atomic():
        grants.give(space=world.board.space, user=world.stranger, level="reader", reason="asked")
        transaction.set_rollback(True)
    assert list(record.faults()) == [] and AccessChange.objects.filter(chain=lines[0].chain).count() == len(lines)
