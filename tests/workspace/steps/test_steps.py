"""The checklist of an action: added, ticked, renamed, moved, taken off, and taken back; live for who looks on."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from permissions.access import levels
from permissions.errors import NotAllowed, NotYours
from realtime.events import head_of, read
from realtime.models import Event
from realtime.regions import Audience, draw, regions_of
from tests.cast import World, nothing_written
from workspace.boards.ranks import in_order
from workspace.boards.undo import undo_change
from workspace.sharing.commands import restrict
from workspace.steps import commands as steps
from workspace.steps.models import Step

pytestmark = [pytest.mark.data, pytest.mark.django_db]

IN_PLACE = {"HTTP_HX_REQUEST": "true"}
OUTSIDE = ("peer", "stranger", "inactive", "superuser", "anonymous")


@pytest.fixture
def listed(world: World) -> World:
    """Three steps, the first of them done."""
    made = [
        steps.add_step(actor=world.member, action=world.action, text=text) for text in ("Draw", "Print", "Hand out")
    ]
    steps.tick_step(actor=world.member, step=made[0], done=True)
    world.things["steps"] = made
    return world


def texts(world: World) -> list[str]:
    return [step.text for step in in_order(world.action.steps.filter(removed_at=None))]


def last_event(world: World) -> Event:
    return Event.objects.filter(thing=world.action.pk).latest("seq")


def page_of(client: Any, world: World) -> str:
    page: str = client.get(f"/actions/{world.action.pk}/").content.decode()
    return page


CHANGES: dict[str, Any] = {
    "add": lambda w, who: steps.add_step(actor=who, action=w.action, text="Weigh"),
    "rename": lambda w, who: steps.rename_step(actor=who, step=w.steps[1], text="Print 40"),
    "tick": lambda w, who: steps.tick_step(actor=who, step=w.steps[1], done=True),
    "untick": lambda w, who: steps.tick_step(actor=who, step=w.steps[0], done=False),
    "move": lambda w, who: steps.move_step(actor=who, step=w.steps[2], before=w.steps[0]),
    "remove": lambda w, who: steps.remove_step(actor=who, step=w.steps[1]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_who_writes_changes_the_list_and_others_are_refused(listed: World, told: Any, change: str) -> None:
    for name in ("observer", "moderator", *OUTSIDE):
        refusal = NotYours if name in OUTSIDE else NotAllowed
        with told() as heard, nothing_written(), pytest.raises(refusal):
            CHANGES[change](listed, listed.people[name])
        assert heard == [], name
    before = last_event(listed).seq
    with told() as heard:
        CHANGES[change](listed, listed.voice)
    assert last_event(listed).seq == before + 1 and heard


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_taken_back_leaves_what_was_and_taken_back_again_what_was_wanted(listed: World, change: str) -> None:
    def state() -> Any:
        rows = Step.objects.order_by("pk").values_list("pk", "text", "rank", "done_at", "removed_at")
        return [(*row[:3], row[3] is not None, row[4] is not None) for row in rows]

    before = state()
    CHANGES[change](listed, listed.member)
    after = state()
    undo_change(actor=listed.voice, event=last_event(listed))
    assert [row for row in state() if not row[4]] == [row for row in before if not row[4]] != after
    undo_change(actor=listed.member, event=last_event(listed))
    assert state() == after


def test_steps_stand_in_the_order_that_people_gave_them(listed: World) -> None:
    steps.move_step(actor=listed.member, step=listed.steps[2], before=listed.steps[0])
    assert texts(listed) == ["Hand out", "Draw", "Print"]
    steps.move_step(actor=listed.member, step=listed.steps[0])
    assert texts(listed) == ["Hand out", "Print", "Draw"]


def test_what_changed_nothing_is_no_event(listed: World) -> None:
    with nothing_written():
        steps.tick_step(actor=listed.member, step=listed.steps[0], done=True)
        steps.rename_step(actor=listed.member, step=listed.steps[0], text=" Draw ")


def test_a_step_says_something_in_a_line(listed: World) -> None:
    for text in ("  ", "x" * 201):
        with nothing_written(), pytest.raises(ValidationError) as refusal:
            steps.add_step(actor=listed.member, action=listed.action, text=text)
        assert list(refusal.value.message_dict) == ["text"]


def test_two_names_at_once_are_not_overwritten_in_silence(listed: World) -> None:
    steps.rename_step(actor=listed.voice, step=listed.steps[1], text="Print 40", seen="Print")
    with nothing_written(), pytest.raises(ValidationError, match="Print 40"):
        steps.rename_step(actor=listed.member, step=listed.steps[1], text="Print 60", seen="Print")


def test_a_repeated_command_has_one_effect(listed: World) -> None:
    key = uuid4()
    once = steps.add_step(actor=listed.member, action=listed.action, text="Once", command_id=key)
    with nothing_written():
        assert steps.add_step(actor=listed.member, action=listed.action, text="Once", command_id=key).pk == once.pk


def test_what_somebody_changed_since_is_not_taken_back(listed: World) -> None:
    steps.rename_step(actor=listed.member, step=listed.steps[1], text="Print 40")
    mine = last_event(listed)
    steps.rename_step(actor=listed.voice, step=listed.steps[1], text="Print 60")
    with nothing_written(), pytest.raises(ValidationError):
        undo_change(actor=listed.member, event=mine)


def test_steps_go_where_their_action_goes(listed: World) -> None:
    restrict(actor=listed.convenor, thing=listed.action, seats=[f"seat:{listed.seats['voice'].pk}"], reason="Names")
    listed.action.refresh_from_db()
    assert set(listed.action.steps.values_list("space", flat=True)) == {listed.action.space_id}
    with nothing_written(), pytest.raises(NotYours):
        steps.tick_step(actor=listed.member, step=listed.steps[1], done=True)


# Pages


def test_a_list_is_made_and_ticked_without_scripts(world: World, sign_in: Any) -> None:
    member, where = sign_in(world.member), f"/actions/{world.action.pk}/"
    assert "No steps yet." in page_of(member, world)
    for text in ("Draw", "Print"):
        assert member.post(f"{where}steps/", {"text": text}).status_code == 303
    first, second = in_order(Step.objects.all())
    assert member.post(f"/steps/{first.pk}/tick/", {"done": "yes"}).status_code == 303
    page = page_of(member, world)
    assert "1 of 2 steps done" in page and re.search(r'aria-pressed="true">.*?Draw', page, re.DOTALL)
    assert "1 of 2 steps done" in member.get(f"/boards/{world.board.pk}/").content.decode(), "on the card"
    member.post(f"/steps/{second.pk}/move/", {"step": "up"})
    member.post(f"/steps/{first.pk}/remove/")
    assert texts(world) == ["Print"]
    member.post(f"/steps/{first.pk}/restore/")
    assert texts(world) == ["Print", "Draw"]
    assert "Step done: “Draw”" in page_of(member, world)


def test_what_is_wrong_is_said_beside_what_was_typed(world: World, sign_in: Any) -> None:
    long, member = "word " * 60, sign_in(world.member)
    for more in ({}, IN_PLACE):
        with nothing_written():
            answer = member.post(f"/actions/{world.action.pk}/steps/", {"text": long}, **more)
        page = answer.content.decode()
        assert answer.status_code == 422 and "at most 200" in page and long.strip() in page


def test_who_reads_sees_the_list_and_no_form(listed: World, sign_in: Any) -> None:
    page = page_of(sign_in(listed.observer), listed)
    section = page[page.index('<section id="steps-') :].partition("</section>")[0]
    assert "Print" in section and "Not done yet:" in section and "<form" not in section


@pytest.mark.parametrize("name", ["member", "observer"])
def test_who_looks_on_is_sent_the_part_that_the_page_has(world: World, sign_in: Any, name: str) -> None:
    after = head_of(world.board.space_id)
    step = steps.add_step(actor=world.voice, action=world.action, text="Draw")
    steps.tick_step(actor=world.voice, step=step, done=True)
    space = world.board.space
    audience = Audience(space.pk, "en", levels(world.people[name], space))
    drawn = draw(regions_of(read(space.pk, after)), audience)
    sent = [html for topics, found in drawn for html in found if f"action:{world.action.pk}" in topics]
    section = next(html for html in sent if '<section id="steps-' in html)
    page = page_of(sign_in(world.people[name]), world)
    here = page[page.index('<section id="steps-') :].partition("</section>")[0]
    bare = re.compile(r"<input[^>]*(?:csrf|page_id)[^>]*>|\s+|data-v=\"\d+\"")
    assert bare.sub("", section.partition("</section>")[0]) == bare.sub("", here)
    cards = [html for topics, found in drawn for html in found if f"board:{world.board.pk}" in topics]
    assert any("1 of 1 step done" in html for html in cards)


def test_more_steps_cost_no_more_questions(listed: World, sign_in: Any, django_assert_max_num_queries: Any) -> None:
    member = sign_in(listed.member)
    for where in (f"/actions/{listed.action.pk}/", f"/boards/{listed.board.pk}/"):
        member.get(where)
        with django_assert_max_num_queries(100) as asked:
            member.get(where)
        for action in listed.actions:
            for n in range(5):
                steps.add_step(actor=listed.member, action=action, text=f"More {n}")
        most = len(asked)
        member.get(where)  # what is new is noted as seen once
        with django_assert_max_num_queries(most):
            member.get(where)
