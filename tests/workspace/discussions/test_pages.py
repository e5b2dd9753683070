"""The pages of discussions, as a browser without scripts reads and uses them."""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from realtime import documents
from tests.cast import IN_GROUP, OUTSIDE, World, nothing_written
from workspace.discussions import commands
from workspace.discussions.models import Discussion, Post, Visit
from workspace.discussions.queries import ON_A_PAGE
from workspace.prose.markdown import from_markdown
from workspace.prose.ydoc import to_update

pytestmark = pytest.mark.django_db

IN_PLACE = {"HTTP_HX_REQUEST": "true"}


def main_of(response: Any) -> str:
    return re.split(r"</?main[^>]*>", response.content.decode())[1]


@pytest.fixture
def member(world: World, sign_in: Any) -> Any:
    return sign_in(world.member)


def test_a_discussion_shows_what_it_is_about_its_summary_and_its_posts(
    world: World, discussion: Discussion, written: Post, member: Any
) -> None:
    assert discussion.summary is not None
    update = to_update(from_markdown("- We agree on the bus"))
    documents.append(discussion.summary.pk, update, contributors=[world.handle("member").pk])
    page = main_of(member.get(f"/discussions/{discussion.pk}/"))
    assert f'data-document="{discussion.summary_id}"' in page and 'data-may-edit="true"' in page
    assert page.index(world.action.title) < page.index("We agree on the bus") < page.index("<em>day’s</em>")


@pytest.mark.parametrize("name", IN_GROUP)
def test_everybody_of_the_group_reads(world: World, discussion: Discussion, sign_in: Any, name: str) -> None:
    client = sign_in(getattr(world, name))
    assert client.get(f"/discussions/{discussion.pk}/").status_code == 200
    assert discussion.title in main_of(client.get(f"/groups/{world.ghana.pk}/discussions/"))


@pytest.mark.parametrize("name", OUTSIDE)
def test_for_everybody_else_it_does_not_exist(
    world: World, discussion: Discussion, written: Post, sign_in: Any, name: str
) -> None:
    client = sign_in(getattr(world, name))
    addresses = [f"/discussions/{discussion.pk}/", f"/groups/{world.ghana.pk}/discussions/", f"/posts/{written.pk}/"]
    addresses += [f"/posts/{written.pk}/edit/", f"/posts/{written.pk}/history/"]
    wanted = 302 if name == "inactive" else 404
    assert {client.get(address).status_code for address in addresses} == {wanted}
    posted = [f"/discussions/{discussion.pk}/posts/", f"/posts/{written.pk}/delete/", f"/posts/{written.pk}/restore/"]
    with nothing_written():
        assert {client.post(address, {"body": "I am here"}).status_code for address in posted} == {wanted}


def test_an_observer_reads_along_and_finds_no_form(world: World, written: Post, sign_in: Any) -> None:
    client = sign_in(world.observer)
    page = main_of(client.get(f"/discussions/{written.discussion_id}/"))
    assert "You read along here" in page and 'method="post"' not in page and 'data-may-edit="false"' in page
    with nothing_written():
        assert client.post(f"/discussions/{written.discussion_id}/posts/", {"body": "Me too"}).status_code == 403


def test_posting_without_scripts_goes_back_to_the_post(discussion: Discussion, member: Any) -> None:
    answer = member.post(f"/discussions/{discussion.pk}/posts/", {"body": "The bus is free.", "language": "en"})
    post = Post.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/discussions/{discussion.pk}/#post-{post.pk}")
    page = member.get(answer["Location"].partition("#")[0]).content.decode()
    assert "The bus is free." in page and f"/posts/{post.pk}/delete/" in page


def test_posting_in_place_says_so_and_offers_to_take_it_back(discussion: Discussion, member: Any) -> None:
    sent = {"body": "The bus is free.", "command_id": str(uuid4())}
    answer = member.post(f"/discussions/{discussion.pk}/posts/", sent, **IN_PLACE)
    notice = json.loads(answer["HX-Trigger"])["baraza:notice"]
    assert answer.status_code == 204 and notice["undo"] == f"/posts/{Post.objects.get().pk}/delete/"


def test_the_same_form_sent_twice_from_one_page_posts_once(discussion: Discussion, member: Any) -> None:
    sent = {"body": "Once", "language": "en", "page_id": str(uuid4())}
    for _ in range(2):
        member.post(f"/discussions/{discussion.pk}/posts/", sent)
    assert Post.objects.count() == 1


@pytest.mark.parametrize("in_place", [True, False])
def test_what_was_typed_is_still_there_when_it_is_refused(discussion: Discussion, member: Any, in_place: bool) -> None:
    typed = {"body": "x" * (commands.LONGEST_POST + 1), "language": "sw"}
    with nothing_written():
        answer = member.post(f"/discussions/{discussion.pk}/posts/", typed, **(IN_PLACE if in_place else {}))
    page = answer.content.decode()
    assert answer.status_code == 422 and typed["body"] in page and '<option value="sw" selected' in page
    assert ("<!doctype html>" in page) is not in_place


def test_what_somebody_writes_is_never_run(discussion: Discussion, world: World, member: Any) -> None:
    commands.post(
        actor=world.member, discussion=discussion, body="<script>alert(1)</script> [x](javascript:alert(1)) **ok**"
    )
    page = main_of(member.get(f"/discussions/{discussion.pk}/"))
    assert "<strong>ok</strong>" in page and "<script" not in page and 'href="javascript' not in page


def test_only_the_author_finds_the_controls(world: World, written: Post, member: Any, sign_in: Any) -> None:
    address = f"/discussions/{written.discussion_id}/"
    assert f"/posts/{written.pk}/edit/" in main_of(member.get(address))
    assert f"/posts/{written.pk}/edit/" not in main_of(sign_in(world.convenor).get(address))


def test_a_correction_is_made_on_its_page_and_shown_in_the_history(
    world: World, written: Post, member: Any, sign_in: Any
) -> None:
    page = member.get(f"/posts/{written.pk}/edit/").content.decode()
    assert written.body in page
    answer = member.post(
        f"/posts/{written.pk}/edit/", {"body": "It costs a *week’s* earnings.", "language": "en", "seen": "1"}
    )
    assert answer.status_code == 303
    history = main_of(sign_in(world.observer).get(f"/posts/{written.pk}/history/"))
    assert "<del>day</del><ins>week</ins>" in history


def test_both_wordings_are_shown_when_two_devices_corrected(world: World, written: Post, member: Any) -> None:
    commands.edit_post(actor=world.member, post=written, body="From the phone", seen=1)
    sent = {"body": "From the laptop", "language": "en", "seen": "1"}
    with nothing_written():
        answer = member.post(f"/posts/{written.pk}/edit/", sent, **IN_PLACE)
    page = answer.content.decode()
    assert answer.status_code == 409 and "From the phone" in page and "From the laptop" in page
    assert 'name="seen" value="2"' in page
    member.post(f"/posts/{written.pk}/edit/", sent | {"seen": "2"}, **IN_PLACE)
    written.refresh_from_db()
    assert written.body == "From the laptop" and written.versions.count() == 2


def test_another_persons_post_is_not_edited(world: World, written: Post, sign_in: Any) -> None:
    client = sign_in(world.convenor)
    assert client.get(f"/posts/{written.pk}/edit/").status_code == 403
    with nothing_written():
        assert client.post(f"/posts/{written.pk}/delete/").status_code == 403


def test_a_post_that_was_taken_back_leaves_a_tombstone_and_no_word(
    world: World, written: Post, member: Any, sign_in: Any
) -> None:
    commands.edit_post(actor=world.member, post=written, body="Second wording", seen=1)
    assert member.post(f"/posts/{written.pk}/delete/").status_code == 303
    for client in (member, sign_in(world.convenor)):
        page = client.get(f"/discussions/{written.discussion_id}/").content.decode()
        assert "tombstone" in page and "Second wording" not in page and "day’s" not in page
        assert client.get(f"/posts/{written.pk}/history/").status_code == 404
        assert client.get(f"/posts/{written.pk}/edit/").status_code == 404 or client is not member
    member.post(f"/posts/{written.pk}/restore/")
    assert "Second wording" in main_of(member.get(f"/discussions/{written.discussion_id}/"))


def test_what_is_new_stands_below_a_rule(world: World, discussion: Discussion, written: Post, sign_in: Any) -> None:
    reader = sign_in(world.voice)
    address = f"/discussions/{discussion.pk}/"
    assert 'id="new"' not in main_of(reader.get(address)), "a first visit has nothing to compare with"
    Visit.objects.filter(person=world.voice).update(at=timezone.now() - timedelta(days=4))
    commands.post(actor=world.voice, discussion=discussion, body="My own words are not news")
    news = commands.post(actor=world.member, discussion=discussion, body="Two buses now")
    for _ in range(2):
        page = main_of(reader.get(address))
        assert re.search(r"New since \d+ \w+: 1", page)
        assert page.index("My own words") < page.index('id="new"') < page.index(f'id="post-{news.pk}"')


def test_earlier_posts_are_one_link_away(world: World, discussion: Discussion, member: Any) -> None:
    posts = [
        commands.post(actor=world.member, discussion=discussion, body=f"Number {n}.") for n in range(1, ON_A_PAGE + 6)
    ]
    page = main_of(member.get(f"/discussions/{discussion.pk}/"))
    assert "Number 5." not in page and "Number 6." in page and "Show earlier posts: 5" in page
    before = re.search(r'href="(\?before=\d+)', page)[1]  # type: ignore[index]
    earlier = main_of(member.get(f"/discussions/{discussion.pk}/{before}"))
    assert "Number 1." in earlier and "Number 6." not in earlier and "To the newest posts" in earlier
    assert member.get(f"/discussions/{discussion.pk}/?before=x").status_code == 200
    target = member.get(f"/posts/{posts[0].pk}/")["Location"].partition("#")[0]
    assert f'id="post-{posts[0].pk}"' in main_of(member.get(target))


def test_a_page_of_posts_costs_as_much_as_one(world: World, discussion: Discussion, member: Any) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            member.get(f"/discussions/{discussion.pk}/")
        return len(queries)

    commands.post(actor=world.member, discussion=discussion, body="One")
    cost()
    one = cost()
    for name in ("convenor", "voice", "moderator", "member") * 4:
        commands.post(actor=getattr(world, name), discussion=discussion, body="More")
    cost()
    assert cost() == one


def test_a_post_in_another_language_says_so(world: World, discussion: Discussion, member: Any) -> None:
    commands.post(actor=world.voice, discussion=discussion, body="Nakubali.", language="sw")
    page = main_of(member.get(f"/discussions/{discussion.pk}/"))
    assert 'lang="sw"' in page and "Kiswahili" in page


def test_the_groups_page_tells_of_its_discussions(world: World, discussion: Discussion, member: Any) -> None:
    assert discussion.title in main_of(member.get(f"/groups/{world.ghana.pk}/"))
