"""Everybody of the cast at every address: each is answered as the table of roles says.

A refusal is looked at three ways: the answer, that nothing was written, that nobody was told.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from permissions.roles import allowed
from tests.cast import World

from .addresses import ADDRESSES, LEVELS, LOCKED_OUT, TRIED_ELSEWHERE, WALKERS, Address, Needs

pytestmark = [pytest.mark.data, pytest.mark.django_db]

WRITES = re.compile(r"^(INSERT|UPDATE|DELETE)\b(?!.*django_session)", re.IGNORECASE | re.DOTALL)
REFUSED = (403, 404)


def expected(address: Address, name: str) -> int:
    """What the table says that somebody is answered."""
    needs = address.needs
    if not isinstance(needs, Needs):
        return needs.others if name in LOCKED_OUT else needs.signed_in
    if name in LOCKED_OUT:
        return 302
    held = frozenset(LEVELS[needs.where].get(name, set()))
    if not allowed(held, "view", needs.kind):
        return 404
    if not allowed(held, needs.verb, needs.kind) or name not in needs.only:
        return 403
    return address.answer


def ask(world: World, address: Address, name: str, pk: Any = None) -> tuple[Any, list[str], list[Any]]:
    """The answer, what was written, what was told; and then all is as it was."""
    where = address.where(world, pk)
    client = world.clients[name]
    connection.queries_log.clear()  # it holds 9000, and a full one tells of nothing new
    with transaction.atomic():
        before = len(connection.run_on_commit)
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(where, address.data(world)) if address.data else client.get(where)
        told = connection.run_on_commit[before:]
        transaction.set_rollback(True)
    return answer, [q["sql"] for q in asked if WRITES.match(q["sql"])], told


def test_everybody_is_answered_as_the_table_says(walk: World) -> None:
    wrong = []
    for address in ADDRESSES:
        for name in WALKERS:
            answer, written, told = ask(walk, address, name)
            if answer.status_code != expected(address, name):
                wrong.append(f"{address} answers {name} {answer.status_code}, not {expected(address, name)}")
            elif is_refusal(address, answer) and (written or told):
                wrong.append(f"{address} refuses {name} and does something: {written or told}")
            elif address.is_a_change and not is_refusal(address, answer) and not (written and told):
                wrong.append(f"{address} lets {name} and does nothing")
    assert not wrong, "\n".join(wrong)


def is_refusal(address: Address, answer: Any) -> bool:
    """Not there, not allowed, or sent to the door."""
    if answer.status_code == 302:
        return isinstance(address.needs, Needs) and str(answer.url).startswith("/sign-in/")
    return answer.status_code in REFUSED


def test_what_is_not_yours_looks_like_what_is_not_there(walk: World) -> None:
    for address in ADDRESSES:
        if address.of:
            theirs, _written, _told = ask(walk, address, "stranger")
            nobodys, _written, _told = ask(walk, address, "stranger", pk=uuid4())
            assert theirs.status_code == nobodys.status_code == 404, str(address)
            assert bare(theirs) == bare(nobodys), str(address)


def bare(answer: Any) -> str:
    """A page without what is new on each: its tokens, and its own address."""
    names = 'csrf-token" content|csrfmiddlewaretoken" value|next" value|page_id" value'
    return re.sub(rf'({names})="[^"]*"', "", answer.content.decode())


def test_no_change_is_made_by_following_a_link(walk: World) -> None:
    for address in ADDRESSES:
        if address.method == "POST":
            _answer, written, told = ask(walk, replace(address, data=None), "convenor")
            assert not written and not told, str(address)


def test_the_walk_knows_every_address() -> None:
    def names(patterns: Any) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from names(pattern.url_patterns)
            elif isinstance(pattern, URLPattern):
                yield pattern.name or str(pattern.pattern)

    assert set(names(get_resolver().url_patterns)) == {each.name for each in ADDRESSES} | TRIED_ELSEWHERE
