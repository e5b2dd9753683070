"""Hiding and restoring: a sentence in its place, everywhere; its words come back as they were."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from permissions.errors import NotYours
from permissions.record import faults
from realtime import documents
from realtime.events import head_of
from realtime.models import DocumentUpdate, Event
from realtime.regions import Audience, draw, regions_of
from tests.cast import World, nothing_written
from workspace.boards import commands as boards
from workspace.boards.models import Action
from workspace.discussions import commands as discussions
from workspace.discussions.models import Post
from workspace.lessons import commands as lessons
from workspace.moderation import commands as moderation
from workspace.moderation.models import Hiding, Report
from workspace.prose.markdown import from_markdown
from workspace.prose.ydoc import to_update
from workspace.sharing.commands import restrict, share

from .conftest import SECRET

pytestmark = [pytest.mark.django_db, pytest.mark.data]

Reported = Callable[..., Report]
READERS = ("convenor", "member", "voice", "observer", "moderator")
WHY = "It tells where somebody lives"


@pytest.fixture
def hidden(said: World, reported: Reported) -> World:
    """The post was hidden: `report`, `hiding`."""
    report = reported()
    said.things |= {
        "report": report,
        "hiding": moderation.hide(actor=said.moderator, report=report, reason=WHY),
    }
    return said


def pushed(world: World, after: int, *levels: str) -> list[str]:
    """The fragments that a reader of these levels on the board is sent for what happened after a number."""
    events = Event.objects.filter(space=world.board.space, seq__gt=after).order_by("seq")
    audience = Audience(world.board.space_id, "en", frozenset(levels or {"member"}))
    return [html for _topics, found in draw(regions_of(events), audience) for html in found]


@pytest.mark.parametrize("name", READERS)
def test_a_sentence_stands_in_the_place_of_a_hidden_post(hidden: World, sign_in: Any, name: str) -> None:
    client = sign_in(hidden.people[name])
    page = client.get(f"/discussions/{hidden.talk.pk}/").content.decode()
    assert "A post was here. It was hidden by a moderator on" in page and WHY in page
    assert SECRET not in page and "Market day." in page
    assert client.get(f"/posts/{hidden.post.pk}/").headers["Location"].endswith(f"#post-{hidden.post.pk}")
    for where in ("history/", "edit/"):
        assert client.get(f"/posts/{hidden.post.pk}/{where}").status_code == 404
    for where in ("/", f"/groups/{hidden.ghana.pk}/", f"/groups/{hidden.ghana.pk}/discussions/"):
        assert SECRET not in client.get(where).content.decode()


def test_open_pages_are_sent_the_sentence_and_later_the_words(said: World, reported: Reported) -> None:
    report, before = reported(), head_of(said.board.space_id)
    moderation.hide(actor=said.moderator, report=report, reason=WHY)
    for levels in ({"member"}, {"observer"}, {"moderator"}):
        [html] = pushed(said, before, *levels)
        assert f'id="post-{said.post.pk}"' in html and "tombstone" in html and WHY in html
        assert SECRET not in html and "data-own" not in html
    before = head_of(said.board.space_id)
    moderation.restore(actor=said.moderator, report=report, reason="It names nobody")
    [html] = pushed(said, before)
    assert SECRET in html and "tombstone" not in html


def test_its_words_come_back_as_they_were(hidden: World, sign_in: Any) -> None:
    kept = (hidden.post.body, hidden.post.version, hidden.post.number)
    moderation.restore(actor=hidden.moderator, report=hidden.report, reason="It names nobody")
    post = Post.objects.get(pk=hidden.post.pk)
    assert (post.body, post.version, post.number) == kept and post.space_id == hidden.board.space_id
    page = sign_in(hidden.member).get(f"/discussions/{hidden.talk.pk}/").content.decode()
    assert SECRET in page and "tombstone" not in page
    discussions.edit_post(actor=hidden.voice, post=post, body="Another word", seen=1)


def test_nobody_changes_what_is_hidden(hidden: World, told: Any) -> None:
    for name in ("voice", "convenor", "moderator"):
        with nothing_written(), told() as heard, pytest.raises(NotYours):
            discussions.edit_post(actor=hidden.people[name], post=hidden.post, body="Another", seen=1)
        with nothing_written(), told() as more, pytest.raises(NotYours):
            discussions.delete_post(actor=hidden.people[name], post=hidden.post)
        assert not heard and not more


def test_only_moderators_decide(said: World, reported: Reported, told: Any) -> None:
    report = reported()
    for name in ("convenor", "member", "voice", "observer", "peer", "stranger", "superuser"):
        for do in (moderation.hide, moderation.leave_it, moderation.restore):
            with nothing_written(), told() as heard, pytest.raises(NotYours):
                do(actor=said.people[name], report=report, reason="Because")
            assert not heard


def test_a_decision_says_why(said: World, reported: Reported, sign_in: Any) -> None:
    report = reported()
    client = sign_in(said.moderator)
    for what in ("hide", "leave"):
        with nothing_written():
            answer = client.post(f"/reports/{report.pk}/{what}/", {"reason": "  "})
            assert answer.status_code == 422 and "Say why" in answer.content.decode()
    assert client.post(f"/reports/{report.pk}/hide/", {"reason": WHY}).status_code == 303
    with nothing_written():
        again = client.post(f"/reports/{report.pk}/hide/", {"reason": "Twice"})
        assert again.status_code == 422 and "hidden already" in again.content.decode()
    assert client.post(f"/reports/{report.pk}/restore/", {"reason": "Read it again"}).status_code == 303


def test_the_author_is_told_and_who_reported_reads_what_came_of_it(hidden: World, sign_in: Any) -> None:
    author = sign_in(hidden.voice).get("/").content.decode()
    assert "A moderator hid what you wrote: a post" in author and WHY in author and "Observer" not in author
    reporter = sign_in(hidden.observer).get("/").content.decode()
    assert "You reported a post on" in reporter and "A moderator hid it" in reporter
    assert "A moderator hid what you wrote" not in sign_in(hidden.member).get("/").content.decode()
    moderation.restore(actor=hidden.moderator, report=hidden.report, reason="It names nobody")
    again = sign_in(hidden.voice).get("/").content.decode()
    assert "A moderator put back what you wrote" in again and "It names nobody" in again


def test_the_group_reads_what_was_done_and_the_record_holds(hidden: World, sign_in: Any) -> None:
    moderation.restore(actor=hidden.moderator, report=hidden.report, reason="It names nobody")
    for name in READERS:
        record = sign_in(hidden.people[name]).get(f"/groups/{hidden.ghana.pk}/record/").content.decode()
        assert "A post in “Roadmap” was hidden" in record and "A post in “Roadmap” was put back" in record
        assert WHY in record and "IIED moderator (IIED)" in record and SECRET not in record
    assert not list(faults())
    changes = sign_in(hidden.convenor).get("/").content.decode()
    assert "A moderator hid a post" in changes and "A moderator put back a post" in changes


def test_a_hidden_post_is_not_news(hidden: World) -> None:
    from permissions.access import visible
    from workspace.discussions.models import Discussion
    from workspace.discussions.queries import with_unread

    [talk] = with_unread(hidden.convenor, visible(hidden.convenor, Discussion.objects.filter(pk=hidden.talk.pk)))
    assert vars(talk)["unread"] == 1, "the other one"


def test_a_discussion_takes_the_sentence_along_when_it_is_restricted(hidden: World, sign_in: Any) -> None:
    talk = restrict(
        actor=hidden.convenor, thing=hidden.talk, seats=[f"seat:{hidden.seats['voice'].pk}"], reason="Names are in it"
    )
    assert WHY in sign_in(hidden.voice).get(f"/discussions/{talk.pk}/").content.decode()
    assert WHY not in sign_in(hidden.member).get("/").content.decode()
    moderation.restore(actor=hidden.moderator, report=hidden.report, reason="It names nobody")
    assert Post.objects.get(pk=hidden.post.pk).space_id == talk.space_id, "it comes back among those who see it now"
    assert sign_in(hidden.member).get(f"/posts/{hidden.post.pk}/").status_code == 404


# Actions


@pytest.fixture
def off_the_board(said: World, reported: Reported) -> World:
    """The action, with a text and a discussion about it, was hidden."""
    written = to_update(from_markdown(SECRET))
    documents.append(said.action.description_id, written, contributors=[said.handle("voice").pk])
    boards.edit_action(actor=said.member, action=said.action, values={"title": "Quinine at the well"})
    said.things["about"] = discussions.open_discussion(
        actor=said.member, place=said.board, title="Oyster talk", about=said.action
    )
    report = reported("observer", kind="action", thing=said.action)
    said.things |= {
        "report": report,
        "hiding": moderation.hide(actor=said.moderator, report=report, reason=WHY),
    }
    return said


@pytest.mark.parametrize("name", READERS)
def test_a_hidden_action_is_a_sentence_on_its_board_and_on_its_page(
    off_the_board: World, sign_in: Any, name: str
) -> None:
    world, client = off_the_board, sign_in(off_the_board.people[name])
    text = world.action.description_id
    board = client.get(f"/boards/{world.board.pk}/").content.decode()
    page = client.get(f"/actions/{world.action.pk}/")
    assert page.status_code == 200
    for shown in (board, page.content.decode()):
        assert "An action was here. It was hidden by a moderator on" in shown and WHY in shown
    where = [
        "/", f"/boards/{world.board.pk}/", f"/actions/{world.action.pk}/", f"/groups/{world.ghana.pk}/",
        f"/groups/{world.ghana.pk}/discussions/", f"/boards/{world.board.pk}/exchange/",
    ]  # fmt: skip
    where += [f"/boards/{world.board.pk}/export/{form}/" for form in ("csv", "json")]
    for each in where:
        answer = client.get(each)
        sent = answer.content.decode()
        assert answer.status_code == 200
        assert not any(word in sent for word in (SECRET, "Quinine", "Oyster")), each
    for each in (
        f"/documents/{text}/history/",
        f"/discussions/{world.about.pk}/",
        f"/sharing/{world.action.pk}/action/",
    ):
        assert client.get(each).status_code == 404


def test_an_action_comes_back_with_all_that_hung_on_it(off_the_board: World, sign_in: Any) -> None:
    world, rows = off_the_board, DocumentUpdate.objects.count()
    moderation.restore(actor=world.moderator, report=world.report, reason="It names nobody")
    page = sign_in(world.member).get(f"/actions/{world.action.pk}/").content.decode()
    assert SECRET in page and "Quinine" in page and "Oyster talk" in page
    assert Action.objects.get(pk=world.action.pk).space_id == world.board.space_id
    assert DocumentUpdate.objects.count() == rows
    boards.edit_action(actor=world.member, action=world.action, values={"title": "Another"})


def test_open_boards_lose_the_card_and_load_again(off_the_board: World) -> None:
    events = Event.objects.filter(space=off_the_board.board.space, kind="moderation.hidden")
    [region] = regions_of(events)
    assert region.draw is None
    assert region.topics >= {f"board:{off_the_board.board.pk}", f"action:{off_the_board.action.pk}"}
    earlier = Event.objects.filter(thing=off_the_board.action.pk, kind="action.edited")
    audience = Audience(off_the_board.board.space_id, "en", frozenset({"member"}))
    told = [html for _topics, found in draw(regions_of(earlier), audience) for html in found]
    assert told and not any("Quinine" in html for html in told), "who catches up is sent nothing of it either"


def test_who_saw_a_shared_action_sees_it_again_unless_the_board_was_restricted(said: World, reported: Reported) -> None:
    action = said.actions[1]
    share(
        actor=said.convenor, thing=action, holder=f"convenor:{said.tanzania.pk}", level="reader", reason="Compare"
    )  # fmt: skip
    shared = Action.objects.get(pk=action.pk).space_id
    report = reported(kind="action", thing=Action.objects.get(pk=action.pk))
    moderation.hide(actor=said.moderator, report=report, reason=WHY)
    moderation.restore(actor=said.moderator, report=report, reason="It names nobody")
    assert Action.objects.get(pk=action.pk).space_id == shared
    report = reported(kind="action", thing=Action.objects.get(pk=action.pk))
    moderation.hide(actor=said.moderator, report=report, reason=WHY)
    restrict(actor=said.convenor, thing=said.board, seats=[f"seat:{said.seats['voice'].pk}"], reason="Names are in it")
    moderation.restore(actor=said.moderator, report=report, reason="It names nobody")
    assert Action.objects.get(pk=action.pk).space_id == said.board.space_id


# Lessons


@pytest.mark.parametrize("kind", ["draft", "lesson"])
def test_a_lesson_is_hidden_and_comes_back(said: World, reported: Reported, sign_in: Any, kind: str) -> None:
    lesson = lessons.start_lesson(actor=said.member, group=said.ghana, title="Marigold")
    documents.append(lesson.draft_id, to_update(from_markdown(SECRET)), contributors=[])
    version = lessons.publish_lesson(actor=said.member, lesson=lesson)
    thing, where = (
        (lesson, f"/lessons/drafts/{lesson.pk}/") if kind == "draft" else (version, f"/lessons/{version.pk}/")
    )
    report = reported("member", kind=kind, thing=thing)
    moderation.hide(actor=said.moderator, report=report, reason=WHY)
    client = sign_in(said.member)
    page = client.get(where).content.decode()
    assert WHY in page and SECRET not in page and "Marigold" not in page
    if kind == "lesson":
        library = client.get("/lessons/").content.decode()
        assert "A lesson was here." in library and WHY in library
        assert WHY in sign_in(said.peer).get(where).content.decode(), "also to those of other countries"
    moderation.restore(actor=said.moderator, report=report, reason="It names nobody")
    assert SECRET in client.get(where).content.decode()


def test_two_moderators_at_once_hide_it_once(said: World, reported: Reported) -> None:
    first, second = reported(), reported("convenor")
    moderation.hide(actor=said.moderator, report=first, reason=WHY)
    with pytest.raises(ValidationError, match="hidden already"):
        moderation.hide(actor=said.officer, report=second, reason="Twice")
    second.refresh_from_db()
    assert second.outcome == "hidden" and Hiding.objects.count() == 1, "it was decided with the first"


def test_more_that_is_hidden_costs_no_more_questions(said: World, reported: Reported, sign_in: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    clients = {name: sign_in(said.people[name]) for name in ("voice", "moderator")}
    pages = [
        ("voice", "/"), ("voice", f"/discussions/{said.talk.pk}/"), ("voice", f"/boards/{said.board.pk}/"),
        ("voice", f"/groups/{said.ghana.pk}/record/"), ("moderator", "/reports/"), ("moderator", "/"),
    ]  # fmt: skip

    def hide_some(count: int) -> None:
        for _each in range(count):
            post = discussions.post(actor=said.voice, discussion=said.talk, body="More")
            action = boards.add_action(actor=said.convenor, theme=said.theme, title="More")
            for kind, thing in (("post", post), ("action", action)):
                for by in ("observer", "convenor"):
                    report = reported(by, kind=kind, thing=thing)
                moderation.hide(actor=said.moderator, report=report, reason=WHY)

    def cost() -> list[int]:
        counts = []
        for name, where in pages:
            clients[name].get(where)
            with CaptureQueriesContext(connection) as asked:
                clients[name].get(where)
            counts.append(len(asked))
        return counts

    hide_some(1)
    few = cost()
    hide_some(3)
    assert [more <= less for more, less in zip(cost(), few, strict=True)] == [True] * len(pages)
