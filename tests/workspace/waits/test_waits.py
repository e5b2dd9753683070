"""What an action waits for: shown both ways, in no circle, and of what one may not see no sign."""

import re
import threading
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from permissions.access import levels
from permissions.errors import NotAllowed, NotYours
from realtime.events import head_of, read
from realtime.models import Event
from realtime.regions import Audience, draw, regions_of
from tests.cast import World, nothing_written
from workspace.boards import commands as boards
from workspace.boards.models import Action
from workspace.boards.undo import undo_change
from workspace.sharing.commands import restrict
from workspace.waits.commands import add_wait, all_behind, remove_wait
from workspace.waits.models import Wait

pytestmark = [pytest.mark.data, pytest.mark.django_db]

OUTSIDE = ("peer", "stranger", "inactive", "superuser", "anonymous")


def last_event(world: World) -> Event:
    return Event.objects.filter(thing=world.action.pk).latest("seq")


def page_of(client: Any, action: Action) -> str:
    page: str = client.get(f"/actions/{action.pk}/").content.decode()
    return page


def section_of(page: str) -> str:
    return page[page.index('<section id="waits-') :].partition("</section>")[0]


def wait(world: World, first: int, second: int, by: str = "member") -> Action:
    return add_wait(actor=world.people[by], action=world.actions[first], on=world.actions[second])


def test_both_ends_show_it(world: World, sign_in: Any) -> None:
    wait(world, 0, 1)
    reader = sign_in(world.observer)
    first, second = (section_of(page_of(reader, action)) for action in world.actions[:2])
    assert "This action waits for 1 other that is not done." in first and world.actions[1].title in first
    assert "These wait for it" in second and world.actions[0].title in second and "<form" not in first + second
    assert "waits for 1 action that is not done" in reader.get(f"/boards/{world.board.pk}/").content.decode()


def test_when_the_other_one_is_done_it_waits_no_more(world: World, sign_in: Any) -> None:
    wait(world, 0, 1)
    boards.edit_action(
        actor=world.member, action=world.actions[1], values={"status": "done", "status_note": "In the minutes"}
    )
    reader = sign_in(world.observer)
    assert "All that it waits for is done." in section_of(page_of(reader, world.action))
    assert "that is not done" not in reader.get(f"/boards/{world.board.pk}/").content.decode()


@pytest.mark.parametrize("name", ["observer", "moderator", *OUTSIDE])
def test_who_does_not_write_links_nothing(world: World, told: Any, name: str) -> None:
    wait(world, 1, 2)
    refusal = NotYours if name in OUTSIDE else NotAllowed
    for command, first, second in ((add_wait, 0, 1), (remove_wait, 1, 2)):
        with told() as heard, nothing_written(), pytest.raises(refusal):
            command(actor=world.people[name], action=world.actions[first], on=world.actions[second])
        assert heard == []


def test_no_action_waits_for_itself_or_in_a_circle(world: World) -> None:
    wait(world, 0, 1)
    wait(world, 1, 2)
    for first, second in ((0, 0), (1, 0), (2, 0), (2, 1), (0, 1)):
        with nothing_written(), pytest.raises(ValidationError) as refusal:
            wait(world, first, second)
        assert list(refusal.value.message_dict) == ["on"]


def test_nothing_waits_for_another_board_or_for_what_one_may_not_see(world: World) -> None:
    with nothing_written(), pytest.raises(NotYours):
        add_wait(actor=world.member, action=world.action, on=world.tz_action)
    restrict(actor=world.convenor, thing=world.actions[1], seats=[f"seat:{world.seats['voice'].pk}"], reason="Names")
    with nothing_written(), pytest.raises(NotYours):
        wait(world, 0, 1)
    wait(world, 0, 1, "voice")
    assert Wait.objects.count() == 1


def test_of_what_one_may_not_see_there_is_no_sign(world: World, sign_in: Any) -> None:
    wait(world, 0, 1)
    wait(world, 2, 1)
    secret = world.actions[1]
    boards.edit_action(actor=world.voice, action=secret, values={"title": "Secret weighing"})
    restrict(actor=world.convenor, thing=secret, seats=[f"seat:{world.seats['voice'].pk}"], reason="Names")
    secret.refresh_from_db()
    member, voice = sign_in(world.member), sign_in(world.voice)
    for action in (world.actions[0], world.actions[2]):
        page = page_of(member, action)
        assert "Secret" not in page and str(secret.pk) not in page and "waits for 1" not in page
        assert "It waits for no other action." in page and "Waits for “" not in page
    assert "that is not done" not in member.get(f"/boards/{world.board.pk}/").content.decode()
    assert "Secret weighing" in section_of(page_of(voice, world.action)), "who may see it is told"
    assert "Secret" not in member.get(f"/actions/{world.action.pk}/waits/").content.decode()
    after = head_of(world.board.space_id)
    add_wait(actor=world.voice, action=world.action, on=world.actions[2])
    audience = Audience(world.board.space_id, "en", levels(world.member, world.board.space))
    sent = draw(regions_of(read(world.board.space_id, after)), audience)
    assert "Secret" not in repr(sent) and str(secret.pk) not in repr(sent)


def test_blocked_needs_words_or_what_it_waits_for(world: World) -> None:
    with nothing_written(), pytest.raises(ValidationError):
        boards.edit_action(actor=world.member, action=world.action, values={"status": "blocked"})
    add_wait(actor=world.member, action=world.action, on=world.actions[1], blocked=True)
    world.action.refresh_from_db()
    assert world.action.status == "blocked"
    boards.edit_action(actor=world.member, action=world.action, values={"status": "on-track"})
    boards.edit_action(actor=world.member, action=world.action, values={"status": "blocked"})
    boards.edit_action(
        actor=world.member, action=world.actions[1], values={"status": "done", "status_note": "In the minutes"}
    )
    boards.edit_action(actor=world.member, action=world.action, values={"status": "on-track"})
    with nothing_written(), pytest.raises(ValidationError):
        boards.edit_action(actor=world.member, action=world.action, values={"status": "blocked"})


def test_a_link_is_taken_back_and_not_into_a_circle(world: World) -> None:
    wait(world, 0, 1)
    added = last_event(world)
    undo_change(actor=world.voice, event=added)
    assert not Wait.objects.exists()
    with nothing_written(), pytest.raises(ValidationError):
        undo_change(actor=world.voice, event=added)
    removed = last_event(world)
    wait(world, 1, 0)
    with nothing_written(), pytest.raises(ValidationError):
        undo_change(actor=world.voice, event=removed)


def test_a_link_is_chosen_without_scripts_and_taken_away(world: World, sign_in: Any) -> None:
    member, where = sign_in(world.member), f"/actions/{world.action.pk}/waits/"
    page = member.get(where, {"words": "savings"}).content.decode()
    assert world.actions[1].title in page and world.actions[2].title not in page
    assert "No open action has these words" in member.get(where, {"words": "nowhere"}).content.decode()
    answer = member.post(where, {"on": world.actions[1].pk, "blocked": "yes"})
    assert (answer.status_code, answer.url) == (303, f"/actions/{world.action.pk}/")
    world.action.refresh_from_db()
    assert world.action.status == "blocked" and Wait.objects.count() == 1
    assert f"Waits for “{world.actions[1].title}”" in page_of(member, world.action)
    with nothing_written():
        answer = member.post(f"/actions/{world.actions[1].pk}/waits/", {"on": world.action.pk})
    assert answer.status_code == 422 and "neither could begin" in answer.content.decode()
    assert member.post(f"{where}remove/", {"on": world.actions[1].pk}).status_code == 303
    assert not Wait.objects.exists()


@pytest.mark.parametrize("name", ["member", "observer"])
def test_who_looks_on_is_sent_the_part_that_each_page_has(world: World, sign_in: Any, name: str) -> None:
    wait(world, 0, 1)
    after = head_of(world.board.space_id)
    boards.edit_action(
        actor=world.voice, action=world.actions[1], values={"title": "Three banks", "status": "on-track"}
    )
    space = world.board.space
    drawn = draw(regions_of(read(space.pk, after)), Audience(space.pk, "en", levels(world.people[name], space)))
    bare = re.compile(r"<input[^>]*(?:csrf|page_id)[^>]*>|\s+|data-v=\"\d+\"")
    topic = f"action:{world.action.pk}"
    sent = [html for topics, found in drawn for html in found if topic in topics and '<section id="waits-' in html]
    assert len(sent) == 1 and "Three banks" in sent[0]
    here = section_of(page_of(sign_in(world.people[name]), world.action))
    assert bare.sub("", sent[0].partition("</section>")[0]) == bare.sub("", here)


def test_links_go_where_their_action_goes(world: World) -> None:
    wait(world, 0, 1)
    restrict(actor=world.convenor, thing=world.action, seats=[f"seat:{world.seats['voice'].pk}"], reason="Names")
    world.action.refresh_from_db()
    assert Wait.objects.get().space_id == world.action.space_id


def test_more_links_cost_no_more_questions(world: World, sign_in: Any, django_assert_max_num_queries: Any) -> None:
    wait(world, 0, 1)
    member = sign_in(world.member)
    addresses = (f"/actions/{world.action.pk}/", f"/boards/{world.board.pk}/", f"/actions/{world.action.pk}/waits/")
    counts = []
    for where in addresses:
        member.get(where)
        with django_assert_max_num_queries(100) as asked:
            member.get(where)
        counts.append(len(asked))
    for n in range(5):
        made = boards.add_action(actor=world.member, theme=world.theme, title=f"Before {n}")
        add_wait(actor=world.member, action=world.action, on=made)
        add_wait(actor=world.member, action=world.actions[1], on=made)
    for where, count in zip(addresses, counts, strict=True):
        member.get(where)  # what is new is noted as seen once
        with django_assert_max_num_queries(count):
            member.get(where)


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_make_no_circle(world: World) -> None:
    """Each link alone is none; whoever comes second is refused."""
    ready, refused = threading.Barrier(2), []

    def link(first: int, second: int, by: str) -> None:
        try:
            ready.wait()
            wait(world, first, second, by)
        except ValidationError:
            refused.append(by)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=link, args=each) for each in ((0, 1, "member"), (1, 0, "voice"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1 and Wait.objects.count() == 1
    assert not any(action.pk in all_behind(action) for action in world.actions)
