"""While the store is away nothing waits in a server without end, and nothing is lost for it."""

import time

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError

from realtime import committing, writer
from realtime import hub as hubs
from realtime.limits import AWAY_SECONDS
from realtime.protocol import COME_AGAIN

from .asgi import until, whole_text
from .conftest import Stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]


def take_the_store_away(patch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise OperationalError("the store is away")

    patch.setattr(committing, "commit", away)
    patch.setattr(writer, "_ask", away)
    patch.setattr(writer, "RETRY_SECONDS", (0.05,))


async def come_again(stage: Stage, words: str) -> None:
    """Once the store is back the same words are stored once, however often they were sent."""
    tab = await stage.ready("member")
    tab.type(words)
    await tab.saved()
    bodies = await sync_to_async(lambda: [bytes(row.body) for row in stage.document.updates.order_by("seq")])()
    assert whole_text(bodies).count(words) == 1


async def test_who_waits_too_long_keeps_the_text_and_comes_again(stage: Stage) -> None:
    with pytest.MonkeyPatch.context() as patch:
        reader, tab = await stage.ready("voice"), await stage.ready("member")
        await tab.saved()
        take_the_store_away(patch)
        tab.type("typed meanwhile")
        opened = hubs.hub().documents[stage.document.pk]
        await until(lambda: opened.in_flight or opened.pending)
        hubs.hub().bound_what_waits(time.monotonic())
        assert tab.code is None
        hubs.hub().bound_what_waits(time.monotonic() + AWAY_SECONDS + 1)
        assert await tab.closed() == COME_AGAIN
        assert reader.code is None
        assert not opened.pending
    await until(lambda: not opened.in_flight)  # the writer went on with what it had
    assert reader.text() in ("", "typed meanwhile")
    await come_again(stage, "typed again")


async def test_too_much_in_all_sends_those_away_who_wrote(stage: Stage) -> None:
    with pytest.MonkeyPatch.context() as patch:
        tab = await stage.ready("member")
        await tab.saved()
        take_the_store_away(patch)
        patch.setattr(hubs, "UNSTORED_BYTES", 1_000)
        tab.type("x" * 2_000)
        opened = hubs.hub().documents[stage.document.pk]
        await until(lambda: opened.in_flight or opened.pending)
        hubs.hub().bound_what_waits(time.monotonic())
        assert await tab.closed() == COME_AGAIN
    await come_again(stage, "typed again")
