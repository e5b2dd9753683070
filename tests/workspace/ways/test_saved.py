"""Views that are kept under a name."""

from collections.abc import Callable
from typing import Any

import pytest

from permissions.errors import NotAllowed
from tests.cast import World, nothing_written
from workspace.ways.models import SavedView
from workspace.ways.saving import MOST, save_view, views_of

pytestmark = [pytest.mark.data, pytest.mark.django_db]


@pytest.fixture
def keep(world: World) -> Callable[..., SavedView]:
    def save(who: str = "member", name: str = "What is stuck", **more: Any) -> SavedView:
        return save_view(
            actor=world.people[who], board=world.board, name=name, way="table", query="status=blocked&sort=-due", **more
        )

    return save


def test_a_view_is_kept_with_its_filter_and_order(world: World, sign_in: Any) -> None:
    client = sign_in(world.member)
    said = {"way": "table", "query": "sort=-due&status=blocked&next=https://elsewhere.example", "name": "What is stuck"}
    answer = client.post(f"/boards/{world.board.pk}/views/", said)
    address = f"/boards/{world.board.pk}/table/?status=blocked&sort=-due"
    assert answer.status_code == 303 and answer.url == address
    for page in ("", "table/", "timeline/"):
        shown = client.get(f"/boards/{world.board.pk}/{page}").content.decode()
        assert f'href="{address.replace("&", "&amp;")}">What is stuck' in shown


def test_ones_own_view_is_nobody_elses(world: World, keep: Callable[..., SavedView], sign_in: Any) -> None:
    mine = keep()
    assert views_of(world.member, world.board) == [mine]
    assert views_of(world.voice, world.board) == []
    voice = sign_in(world.voice)
    with nothing_written():
        assert voice.post(f"/boards/views/{mine.pk}/forget/").status_code == 404


def test_a_shared_view_is_everybodys_on_the_board(world: World, keep: Callable[..., SavedView], sign_in: Any) -> None:
    shared = keep(share=True)
    assert views_of(world.observer, world.board) == [shared]
    voice = sign_in(world.voice)
    with nothing_written():
        assert voice.post(f"/boards/views/{shared.pk}/forget/").status_code == 403
    assert sign_in(world.convenor).post(f"/boards/views/{shared.pk}/forget/").status_code == 303
    assert views_of(world.observer, world.board) == []


def test_who_only_reads_keeps_views_and_shares_none(world: World, keep: Callable[..., SavedView], told: Any) -> None:
    keep("observer")
    with nothing_written(), told() as heard, pytest.raises(NotAllowed):
        keep("observer", name="For all", share=True)
    assert not heard


def test_a_name_that_is_there_is_written_over(world: World, keep: Callable[..., SavedView]) -> None:
    assert keep().pk == keep(share=True).pk
    assert SavedView.objects.get().is_shared


def test_a_view_without_a_name_or_one_too_many_is_told(
    world: World, keep: Callable[..., SavedView], sign_in: Any
) -> None:
    for number in range(MOST):
        keep(name=f"View {number}")
    client = sign_in(world.member)
    for name, words in {" ": "Write a name", "One more": "Forget one first"}.items():
        with nothing_written():
            answer = client.post(f"/boards/{world.board.pk}/views/", {"way": "table", "query": "", "name": name})
        assert answer.status_code == 422 and words in answer.content.decode()
