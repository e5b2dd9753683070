"""A process holds so many bytes of documents; what nobody follows goes first, the longest unfollowed first."""

from uuid import UUID

import pytest

from realtime import keeping
from realtime.hub import hub
from realtime.keeping import UNLOAD_SECONDS, held_bytes, make_room
from realtime.models import Document, DocumentUpdate
from realtime.protocol import COME_AGAIN

from .conftest import Stage

pytestmark = [pytest.mark.django_db(transaction=True)]


async def written(stage: Stage, words: str) -> UUID:
    """A document in which this stands, and which nobody follows any more."""
    made: Document = await Document.objects.acreate(space=stage.world.ghana.space, kind="action")
    tab = await stage.ready("member", document=made.pk)
    tab.type(words)
    await tab.saved()
    stage.open.remove(tab)
    await tab.leave()
    return made.pk


async def test_the_longest_unfollowed_goes_first_when_one_more_has_no_room(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await written(stage, "a" * 500), await written(stage, "b" * 500)
    open_here = hub().documents
    assert {first, second} <= set(open_here)
    monkeypatch.setattr(keeping, "HELD_BYTES", held_bytes(open_here))
    tab = await stage.ready("convenor")
    tab.type("the third")
    await tab.saved()
    make_room(open_here)
    assert set(open_here) == {second, stage.document.pk}
    again = await stage.ready("member", document=first)
    await again.until(lambda: again.text() == "a" * 500)
    assert second not in open_here, "now it was the longest unfollowed"


async def test_what_is_followed_stays_and_one_more_comes_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    other = await written(stage, "elsewhere")
    tab = await stage.ready("convenor")
    tab.type("I go on")
    await tab.saved()
    monkeypatch.setattr(keeping, "HELD_BYTES", 1)
    make_room(hub().documents)
    assert set(hub().documents) == {stage.document.pk}
    late = stage.typist("member", document=other)
    assert await late.closed() == COME_AGAIN and late.reason == "too much is open" and late.received == []
    tab.type("and on")
    await tab.saved()
    monkeypatch.undo()
    back = await stage.ready("member", document=other)
    await back.until(lambda: back.text() == "elsewhere")


async def test_what_nobody_follows_goes_after_a_while(stage: Stage) -> None:
    pk = await written(stage, "a moment more")
    idle_since = hub().documents[pk].idle_since
    make_room(hub().documents, now=idle_since + UNLOAD_SECONDS - 1)
    assert pk in hub().documents
    make_room(hub().documents, now=idle_since + UNLOAD_SECONDS + 1)
    assert pk not in hub().documents


async def test_who_waits_at_the_door_of_a_document_that_is_let_go_of_comes_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would write into what no writer asks."""
    pk = await written(stage, "once")
    opened = hub().documents[pk]

    async def read_on() -> None:
        hub().documents.pop(pk)

    monkeypatch.setattr(opened, "read_on", read_on)
    tab = stage.typist("member", document=pk, after=99)
    assert await tab.closed() == COME_AGAIN and tab.reason == "let go of meanwhile"
    again = await stage.ready("member", document=pk)
    again.type("twice")
    await again.saved()
    assert await DocumentUpdate.objects.filter(document=pk).acount() == 2
