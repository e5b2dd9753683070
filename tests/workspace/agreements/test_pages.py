"""Agreements on the pages of an action and a board: written without scripts, seen beside each field, pushed live."""

import re
from datetime import date
from typing import Any

import pytest

from permissions.access import levels
from realtime.events import head_of, read
from realtime.regions import Audience, draw, regions_of
from tests.cast import World, nothing_written
from workspace.agreements import agreeing, proposing
from workspace.agreements.models import Agreement, Commitment, Proposal
from workspace.boards import commands as boards
from workspace.boards.models import Action

from .conftest import LATER, TARKWA

pytestmark = pytest.mark.django_db

IN_PLACE = {"HTTP_HX_REQUEST": "true"}
MEETING = {"title": "Meeting in Prestea", "on": "2026-03-03", "note": "Minutes & list"}


def page_of(client: Any, world: World) -> str:
    return str(client.get(f"/actions/{world.action.pk}/").content.decode())


def part_of(html: str, key: str) -> str:
    found = re.search(rf'<section[^>]* id="{key}".*?</section>', html, re.DOTALL)
    assert found
    return found[0]


@pytest.fixture
def member(world: World, sign_in: Any) -> Any:
    return sign_in(world.member)


@pytest.fixture
def convenor(world: World, sign_in: Any) -> Any:
    return sign_in(world.convenor)


def test_a_plan_is_agreed_changed_by_agreement_and_opened_again_without_scripts(
    promised: World, member: Any, convenor: Any
) -> None:
    assert "Nothing is agreed about this action yet" in page_of(member, promised)
    assert convenor.post(f"/actions/{promised.action.pk}/agree/", MEETING).status_code == 303
    html = page_of(member, promised)
    fields = part_of(html, f"action-fields-{promised.action.pk}")
    assert fields.count("agreed in Meeting in Prestea, 3 March 2026") == 2, "lead and due"
    for way in ("Ask another seat to lead", "Change the dates", "Change the title"):
        assert way not in html
    assert "Archive this action" not in html and "Take this indicator back" not in html
    assert html.count("Propose a change") == 4

    typed = {"field": "due", "seen": "2027-03-31", "due": "2027-09-30", "why": "The rains came early"}
    assert member.post(f"/actions/{promised.action.pk}/proposals/", typed).status_code == 303
    html = page_of(member, promised)
    assert "Change proposed:" in part_of(html, f"action-fields-{promised.action.pk}") and "30 September 2027" in html
    proposal = Proposal.objects.get()
    board = member.get(f"/boards/{promised.board.pk}/").content.decode()
    assert "change proposed: Due 30 September 2027" in board and "agreed in Meeting in Prestea, 3 Mar 2026" in board
    assert "1 change proposed" in part_of(board, f"agreements-{promised.board.pk}")

    answer = {**MEETING, "title": "Meeting in Bogoso", "answer": "agreed", "seen": "2027-03-31"}
    assert convenor.post(f"/proposals/{proposal.pk}/answer/", answer).status_code == 303
    assert Action.objects.get(pk=promised.action.pk).due == date(2027, 9, 30)
    assert "agreed in Meeting in Bogoso, 3 March 2026" in page_of(member, promised)
    assert convenor.post(f"/actions/{promised.action.pk}/agreement/end/", {"why": "A mistake"}).status_code == 303
    assert "Ask another seat to lead" in page_of(member, promised)


def test_a_board_is_agreed_and_the_agreement_ended_without_scripts(promised: World, member: Any, convenor: Any) -> None:
    assert convenor.post(f"/boards/{promised.board.pk}/agree/", MEETING).status_code == 303
    html = part_of(member.get(f"/boards/{promised.board.pk}/").content.decode(), f"agreements-{promised.board.pk}")
    assert "The whole board, as it stood" in html and "Minutes &amp; list" in html
    assert "6 commitments, of which 6 stand as they were agreed then" in html and "<form" not in html
    ended = convenor.post(f"/agreements/{Agreement.objects.get().pk}/end/", {"why": "Of another plan"})
    assert ended.status_code == 303
    html = member.get(f"/boards/{promised.board.pk}/").content.decode()
    assert "Of another plan" in part_of(html, f"agreements-{promised.board.pk}")
    assert not Commitment.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize("in_place", [True, False])
def test_an_edit_of_something_agreed_comes_back_with_what_was_typed_and_what_to_do(
    agreed: World, member: Any, in_place: bool
) -> None:
    typed = {"due": "2028-01-01", "seen_due": "2027-03-31", "at": "page"}
    with nothing_written():
        answer = member.post(f"/actions/{agreed.action.pk}/edit/", typed, **(IN_PLACE if in_place else {}))
    html = answer.content.decode()
    assert answer.status_code == 422 and "Propose the change on the page of the action" in html
    assert 'value="2028-01-01"' in html


@pytest.mark.parametrize("in_place", [True, False])
def test_what_cannot_be_proposed_or_agreed_comes_back_with_what_was_typed(
    agreed: World, member: Any, convenor: Any, in_place: bool
) -> None:
    more = IN_PLACE if in_place else {}
    typed = {"field": "title", "seen": agreed.action.title, "title": "Another <b>", "why": " "}
    with nothing_written():
        answer = member.post(f"/actions/{agreed.action.pk}/proposals/", typed, **more)
    html = answer.content.decode()
    assert answer.status_code == 422 and "Say why, in a sentence." in html and 'value="Another &lt;b&gt;"' in html
    with nothing_written():
        answer = convenor.post(f"/boards/{agreed.board.pk}/agree/", {**MEETING, "on": "tomorrow"}, **more)
    assert answer.status_code == 422 and "Write the day like 2027-03-31." in answer.content.decode()
    assert 'value="Minutes &amp; list"' in answer.content.decode()


def test_who_answers_a_proposal_that_is_out_of_date_looks_again(agreed: World, convenor: Any) -> None:
    first, second = (
        proposing.propose_change(
            actor=agreed.member, action=agreed.action, field="due", value=date(2027, month, 1), why="Rain"
        )
        for month in (8, 9)
    )
    proposing.agree_to_change(actor=agreed.convenor, proposal=first, source=LATER)
    html = page_of(convenor, agreed)
    assert "What was agreed has changed since" in html and "what was agreed has changed since" in html
    typed = {**MEETING, "answer": "agreed", "seen": "2027-03-31"}
    with nothing_written():
        answer = convenor.post(f"/proposals/{second.pk}/answer/", typed, **IN_PLACE)
    html = answer.content.decode()
    assert answer.status_code == 422 and "Meanwhile 1 August 2027 was agreed here" in html
    seen = re.search(r'name="seen" value="([^"]*)"', html)
    assert seen and seen[1] == "2027-08-01"
    assert convenor.post(f"/proposals/{second.pk}/answer/", {**typed, "seen": seen[1]}).status_code == 303


def test_the_proposer_alone_is_shown_the_way_to_take_it_back(agreed: World, sign_in: Any) -> None:
    proposal = proposing.propose_change(
        actor=agreed.member, action=agreed.action, field="title", value="Another", why="Shorter"
    )
    form = rf'<form[^>]*action="/proposals/{proposal.pk}/take-back/"[^>]*>'
    own, other = (re.search(form, page_of(sign_in(agreed.people[name]), agreed)) for name in ("member", "voice"))
    assert own and "data-own" not in own[0]
    assert other and f'data-own="{proposal.by}"' in other[0]
    voice = sign_in(agreed.voice)
    with nothing_written():
        assert voice.post(f"/proposals/{proposal.pk}/take-back/").status_code == 403
    assert sign_in(agreed.member).post(f"/proposals/{proposal.pk}/take-back/").status_code == 303


def test_words_of_an_agreement_are_never_markup(promised: World, convenor: Any) -> None:
    nasty = '"><script>alert(1)</script>'
    convenor.post(f"/actions/{promised.action.pk}/agree/", {**MEETING, "title": nasty, "note": nasty})
    proposing.propose_change(actor=promised.member, action=promised.action, field="title", value=nasty, why=nasty)
    for where in (f"/actions/{promised.action.pk}/", f"/boards/{promised.board.pk}/", "/"):
        assert "<script>alert" not in convenor.get(where).content.decode()


def pushed(world: World, name: str, after: int, topic: str) -> list[str]:
    space = world.board.space
    audience = Audience(space.pk, "en", levels(world.people[name], space))
    drawn = draw(regions_of(read(space.pk, after)), audience)
    return [html for topics, fragments in drawn for html in fragments if topic in topics]


@pytest.mark.parametrize("name", ["member", "observer", "convenor"])
def test_who_looks_on_is_sent_the_parts_that_the_page_has(agreed: World, sign_in: Any, name: str) -> None:
    after = head_of(agreed.board.space_id)
    proposing.propose_change(
        actor=agreed.voice, action=agreed.action, field="due", value=date(2027, 9, 30), why="The rains"
    )
    sent = pushed(agreed, name, after, f"action:{agreed.action.pk}")
    html = page_of(sign_in(agreed.people[name]), agreed)
    strip = r"<input[^>]*>|\s+|data-v=\"\d+\""
    for key in (f"agreements-{agreed.action.pk}", f"action-fields-{agreed.action.pk}"):
        section = next(each for each in sent if f'id="{key}"' in each)
        assert re.sub(strip, "", part_of(section, key)) == re.sub(strip, "", part_of(html, key))
        assert "csrf" not in section
    card = next(each for each in pushed(agreed, name, after, f"board:{agreed.board.pk}") if "<li" in each[:4])
    assert "change proposed: Due 30 September 2027" in card


def test_pages_ask_as_often_with_much_agreed_as_with_little(
    promised: World, member: Any, django_assert_max_num_queries: Any
) -> None:
    pages = (f"/boards/{promised.board.pk}/", f"/actions/{promised.action.pk}/")

    def agree_one_more() -> None:
        action = boards.add_action(actor=promised.convenor, theme=promised.theme, title="One more")
        agreeing.agree(actor=promised.convenor, thing=action, source=TARKWA)
        for each in (action, promised.action):
            proposing.propose_change(
                actor=promised.member, action=each, field="title", value=f"Another {action.pk}", why="Shorter"
            )

    agreeing.agree(actor=promised.convenor, thing=promised.action, source=TARKWA)
    for where in pages:
        member.get(where)
    agree_one_more()  # so that what is new is told both times
    for where in pages:
        member.get(where)
    with django_assert_max_num_queries(200) as asked:
        for where in pages:
            member.get(where)
    most = len(asked)
    for _each in range(4):
        agree_one_more()
    for where in pages:  # what is new is noted as seen once
        member.get(where)
    with django_assert_max_num_queries(most):
        for where in pages:
            member.get(where)


def test_the_first_page_tells_what_was_agreed_and_proposed(promised: World, sign_in: Any) -> None:
    agreeing.agree(actor=promised.convenor, thing=promised.board, source=TARKWA)
    proposing.propose_change(
        actor=promised.voice, action=promised.action, field="title", value="Another", why="Shorter"
    )
    html = sign_in(promised.member).get("/").content.decode()
    assert f"“{promised.board.title}” was agreed in Dialogue in Tarkwa" in html
    assert f"A change of “{promised.action.title}” is proposed" in html
