"""The page that says who sees a thing: what it tells whom, and the way to restrict and share without scripts."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from permissions.access import can
from tests.cast import World, nothing_written
from workspace.discussions.models import Discussion
from workspace.sharing.commands import restrict, share

from .conftest import key

pytestmark = [pytest.mark.data, pytest.mark.django_db]

WHY = "Names of sites are in it"


def main_of(answer: Any) -> str:
    page: str = answer.content.decode()
    return page.split("<main")[1].split("</main>")[0]


def test_everybody_who_sees_it_reads_who_else_does_and_why(shared: World, sign_in: Any) -> None:
    day = timezone.localdate() + timedelta(days=40)
    share(
        actor=shared.convenor, thing=shared.talk, holder=f"convenor:{shared.tanzania.pk}", level="commenter",
        until=day, reason="They tried it first",
    )  # fmt: skip
    for name, may_share in (("convenor", True), ("observer", False)):
        page = main_of(sign_in(shared.people[name]).get(f"/sharing/{shared.talk.pk}/discussion/"))
        assert "The convenor of Tanzania (JUMKUTA)" in page and "They tried it first" in page
        assert f"{day.day} {day:%B %Y}" in page and "let in by Convenor" in page
        assert ("<form" in page) is may_share


def test_seats_are_chosen_then_read_then_done(shared: World, sign_in: Any) -> None:
    convenor = sign_in(shared.convenor)
    where = f"/sharing/{shared.talk.pk}/discussion/restrict/"
    assert "Only these seats from now on" not in main_of(convenor.get(where))
    assert "At least one" in main_of(convenor.get(where, {"asked": "1"}))
    with nothing_written():
        shown = convenor.get(where, {"seats": key(shared, "voice")})
    assert "You look at this page as" not in shown.content.decode() and b'name="csrf-token"' in shown.content
    page = main_of(shown)
    lose, keep = page.split("Go on seeing it")
    assert "Observer, donor" in lose and "IIED’s moderators" in lose and "1 post" in lose
    assert "Tarkwa voice 3" in keep and "Convenor" in keep and "Observer, donor" not in keep
    answer = convenor.post(where, {"seats": key(shared, "voice"), "reason": ""})
    assert answer.status_code == 422 and key(shared, "voice") in answer.content.decode()
    answer = convenor.post(where, {"seats": key(shared, "voice"), "reason": WHY})
    assert (answer.status_code, answer.url) == (303, f"/sharing/{shared.talk.pk}/discussion/")
    page = main_of(sign_in(shared.voice).get(answer.url))
    assert "Tarkwa voice 3" in page and WHY in page and "Women miners’ representative" not in page


def test_for_outsiders_it_is_in_no_list_number_or_message(shared: World, sign_in: Any) -> None:
    group = f"/groups/{shared.ghana.pk}/"
    pages = ["/", f"/boards/{shared.board.pk}/", group, f"{group}discussions/", f"/actions/{shared.action.pk}/"]
    member = sign_in(shared.member)
    words = ("Who pays for the way?", "Keep simple cost records", "What stops the records?", str(shared.talk.pk))
    seen = "".join(member.get(page).content.decode() for page in pages)
    assert all(word in seen for word in words)
    for thing in (shared.talk, shared.action):
        restrict(actor=shared.convenor, thing=thing, seats=[key(shared, "voice")], reason=WHY)
    for name in ("member", "observer", "moderator"):
        client = sign_in(shared.people[name])
        seen = "".join(client.get(page).content.decode() for page in pages[:-1])
        assert not [word for word in (*words, str(shared.action.pk)) if word in seen], name
        assert "2 actions" in seen
        gone = [f"/actions/{shared.action.pk}/", f"/discussions/{shared.talk.pk}/", f"/posts/{shared.post.pk}/history/",
                f"/documents/{shared.action.description_id}/history/",
                f"/sharing/{shared.talk.pk}/discussion/", f"/sharing/{shared.action.pk}/action/"]  # fmt: skip
        assert {client.get(address).status_code for address in gone} == {404}, name
    board = main_of(sign_in(shared.voice).get(f"/boards/{shared.board.pk}/"))
    assert "Keep simple cost records" in board.split("Only some seats see these")[1]


def test_a_guest_of_one_action_reads_nothing_of_its_board(shared: World, sign_in: Any) -> None:
    share(
        actor=shared.convenor, thing=shared.action, holder=f"convenor:{shared.tanzania.pk}", level="guest",
        reason="Compare",
    )  # fmt: skip
    guest = sign_in(shared.tanzania_convenor)
    page = guest.get(f"/actions/{shared.action.pk}/").content.decode()
    for word in ("The business case", "Roadmap", "Ghana Learning", "Prestea", "treasurer", "Savings pilot"):
        assert word not in page, word
    assert "What stops the records?" in page and "Canary words about" not in page
    talk = guest.get(f"/discussions/{shared.about.pk}/").content.decode()
    assert "Canary words about the action." in talk and "Roadmap" not in talk and "Ghana Learning" not in talk
    answer = guest.post(f"/actions/{shared.action.pk}/edit/", {"title": "Records at 20 sites", "seen_title": ""})
    assert answer.status_code in (303, 409)


def test_members_go_on_seeing_a_shared_action_in_its_lane(shared: World, sign_in: Any) -> None:
    share(
        actor=shared.convenor, thing=shared.action, holder=f"convenor:{shared.tanzania.pk}", level="reader",
        reason="Compare",
    )  # fmt: skip
    page = sign_in(shared.member).get(f"/boards/{shared.board.pk}/").content.decode()
    shared.action.refresh_from_db()
    assert f'id="card-{shared.action.pk}"' in page and "3 actions" in page
    assert f'"space":"{shared.action.space_id}"' in page


def test_it_is_ended_and_opened_again_from_the_page(shared: World, sign_in: Any) -> None:
    convenor, where = sign_in(shared.convenor), f"/sharing/{shared.talk.pk}/discussion"
    restrict(actor=shared.convenor, thing=shared.talk, seats=[key(shared, "voice")], reason=WHY)
    given = {"holder": key(shared, "member"), "level": "reader", "reason": "She asked"}
    assert convenor.post(f"{where}/share/", given).status_code == 303
    talk = Discussion.objects.get(pk=shared.talk.pk)
    assert can(shared.member, "view", talk) and not can(shared.member, "comment", talk)
    grant = talk.space.grants.get(level="reader")
    assert convenor.post(f"{where}/end/", {"grant": str(grant.pk)}).status_code == 303
    assert not can(shared.member, "view", talk)
    assert convenor.post(f"{where}/end/", {"grant": "nonsense"}).status_code == 404
    assert convenor.post(f"{where}/rejoin/").status_code == 303
    assert can(shared.observer, "view", Discussion.objects.get(pk=shared.talk.pk))
    assert convenor.post(f"{where}/rejoin/").status_code == 422


@pytest.mark.parametrize("kind", ["action", "board", "group", "lesson", "nonsense"])
def test_a_thing_under_another_kind_is_not_there(shared: World, sign_in: Any, kind: str) -> None:
    assert sign_in(shared.convenor).get(f"/sharing/{shared.talk.pk}/{kind}/").status_code == 404


def test_what_is_shared_from_elsewhere_is_found_on_the_first_page(shared: World, sign_in: Any) -> None:
    guest = sign_in(shared.tanzania_convenor)
    assert "Shared with you" not in guest.get("/").content.decode()
    holder = f"convenor:{shared.tanzania.pk}"
    share(actor=shared.convenor, thing=shared.talk, holder=holder, level="reader", reason="They know it")
    page = guest.get("/").content.decode()
    assert "Shared with you from other countries" in page and "Who pays for the way?" in page
    assert "“Who pays for the way?” was opened to others" in page
    assert "Shared with you" not in sign_in(shared.member).get("/").content.decode()
    restrict(actor=shared.convenor, thing=shared.talk, seats=[key(shared, "voice")], reason=WHY)
    for client in (guest, sign_in(shared.member)):
        assert "Who pays" not in client.get("/").content.decode()
    assert "Only some seats see “Who pays for the way?” now" in sign_in(shared.voice).get("/").content.decode()


def test_observers_are_let_into_what_is_restricted_and_sent_out_again(shared: World, sign_in: Any) -> None:
    restrict(actor=shared.convenor, thing=shared.talk, seats=[key(shared, "voice")], reason=WHY)
    convenor, where = sign_in(shared.convenor), f"/sharing/{shared.talk.pk}/discussion/"
    given = {"holder": "observers", "level": "reader", "reason": "The donor asked"}
    assert "Observers of Ghana group" in convenor.get(where).content.decode()
    assert convenor.post(f"{where}share/", given).status_code == 303
    talk = Discussion.objects.get(pk=shared.talk.pk)
    assert can(shared.observer, "view", talk) and not can(shared.member, "view", talk)
    grant = talk.space.grants.get(level="reader")
    assert convenor.post(f"{where}end/", {"grant": str(grant.pk)}).status_code == 303
    assert not can(shared.observer, "view", talk)
