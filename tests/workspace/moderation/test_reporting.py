"""Reporting: whoever sees a thing may, once at a time; nobody learns who did."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from permissions.errors import NotYours
from permissions.models import AccessChange
from realtime.models import Event
from tests.cast import World, nothing_written
from workspace.circles import commands as circles
from workspace.discussions import commands as discussions
from workspace.moderation import commands as moderation
from workspace.moderation.models import Report

from .conftest import SECRET

pytestmark = [pytest.mark.django_db, pytest.mark.data]

Reported = Callable[..., Report]


@pytest.mark.parametrize("name", ["convenor", "member", "voice", "observer", "moderator"])
def test_whoever_sees_a_post_may_report_it(said: World, reported: Reported, name: str) -> None:
    assert reported(name).closed_at is None


@pytest.mark.parametrize("name", ["peer", "stranger", "superuser", "inactive"])
def test_who_does_not_see_it_cannot(said: World, reported: Reported, sign_in: Any, told: Any, name: str) -> None:
    with nothing_written(), told() as heard, pytest.raises(NotYours):
        reported(name)
    assert not heard
    if name != "inactive":
        assert sign_in(said.people[name]).post(f"/report/{said.post.pk}/post/", {"reason": "names"}).status_code == 404


def test_one_person_has_one_open_report_of_a_thing(said: World, reported: Reported, told: Any) -> None:
    first = reported()
    with nothing_written(), told() as heard, pytest.raises(ValidationError, match="reported this already"):
        reported()
    assert not heard
    reported("convenor")
    moderation.leave_it(actor=said.moderator, report=first, reason="Nobody is named")
    assert reported().pk != first.pk, "decided, it can be reported again"


def test_so_many_reports_in_a_day_and_no_more(said: World, reported: Reported, monkeypatch: Any, told: Any) -> None:
    monkeypatch.setattr(moderation, "MOST_IN_A_DAY", 2)
    reported()
    reported(thing=said.first)
    with nothing_written(), told() as heard, pytest.raises(ValidationError, match="Wait until tomorrow"):
        reported(kind="action", thing=said.action)
    assert not heard


def test_a_reason_is_chosen_and_another_one_is_said(said: World, sign_in: Any) -> None:
    client, where = sign_in(said.observer), f"/report/{said.post.pk}/post/"
    for typed in ({}, {"reason": "made up"}, {"reason": "other"}):
        with nothing_written():
            answer = client.post(where, {"words": "", **typed})
            assert answer.status_code == 422
    refused = client.post(where, {"reason": "nonsense", "words": "It tells where she lives"})
    assert "It tells where she lives" in refused.content.decode(), "what was typed is still there"
    assert client.post(where, {"reason": "other", "words": "It tells where she lives"}).status_code == 303
    assert "You reported this on" in client.get(where).content.decode()


def test_what_was_taken_back_is_not_reported(said: World, reported: Reported, told: Any) -> None:
    discussions.delete_post(actor=said.voice, post=said.post)
    with nothing_written(), told() as heard, pytest.raises(ValidationError, match="taken back"):
        reported()
    assert not heard


def test_no_event_and_no_page_says_who_reported(said: World, reported: Reported, sign_in: Any) -> None:
    report = reported("member")
    assert Event.objects.get(kind="report.made").by is None
    assert not AccessChange.objects.filter(facts__icontains=str(report.pk)).exists()
    for name in ("moderator", "officer"):
        client = sign_in(said.people[name])
        for where in ("/reports/", f"/reports/{report.pk}/"):
            page = client.get(where).content.decode()
            assert "Women miners" not in page and str(said.handle("member").pk) not in page
            assert str(said.member.pk) not in page


def test_the_desk_is_the_moderators_alone(said: World, reported: Reported, sign_in: Any) -> None:
    report = reported()
    for name in ("convenor", "member", "voice", "observer", "peer", "stranger", "superuser"):
        client = sign_in(said.people[name])
        assert {client.get(w).status_code for w in ("/reports/", f"/reports/{report.pk}/")} == {404}
        for what in ("look", "hide", "leave", "restore"):
            with nothing_written():
                assert client.post(f"/reports/{report.pk}/{what}/", {"reason": "Because"}).status_code == 404


def test_the_oldest_report_stands_first_and_a_thing_once(
    said: World, reported: Reported, sign_in: Any, django_assert_num_queries: Any
) -> None:
    client = sign_in(said.moderator)
    reported("member", kind="action", thing=said.action, reason="danger")
    reported()
    reported("convenor")
    page = client.get("/reports/").content.decode()
    assert page.index("It puts people in danger") < page.index("It gives away who somebody is")
    assert page.count("It gives away who somebody is") == 1 and "2 reports" in page
    assert "2 reports wait for a decision" in client.get("/").content.decode()


def test_a_restricted_thing_is_looked_at_once_and_its_people_read_of_it(
    said: World, reported: Reported, sign_in: Any
) -> None:
    from workspace.sharing.commands import restrict

    talk = restrict(
        actor=said.convenor, thing=said.talk, seats=[f"seat:{said.seats['voice'].pk}"], reason="Names are in it"
    )
    said.post.refresh_from_db()
    report = reported("convenor")
    client = sign_in(said.moderator)
    case = client.get(f"/reports/{report.pk}/").content.decode()
    assert SECRET not in case and talk.title not in case and "Tarkwa voice 3" not in case
    for _twice in range(2):
        looked = client.post(f"/reports/{report.pk}/look/")
        assert SECRET in looked.content.decode() and talk.title not in looked.content.decode()
        assert "no-store" in looked.headers["Cache-Control"]
    assert SECRET not in client.get(f"/reports/{report.pk}/").content.decode(), "each look is one"
    assert client.get(f"/discussions/{talk.pk}/").status_code == 404
    assert client.get(f"/discussions/{talk.pk}/posts/").status_code in (404, 405)
    assert AccessChange.objects.filter(chain=f"space {talk.space_id}", what="moderator_looked").count() == 2
    record = sign_in(said.voice).get(f"/groups/{said.ghana.pk}/record/").content.decode()
    assert record.count("was looked at by a moderator") == 2 and "IIED moderator (IIED)" in record
    others = sign_in(said.member).get(f"/groups/{said.ghana.pk}/record/").content.decode()
    assert "looked at by a moderator" not in others, "what they do not see does not exist for them"


def test_what_is_open_to_moderators_needs_no_line_in_the_record(said: World, reported: Reported, sign_in: Any) -> None:
    report = reported()
    page = sign_in(said.moderator).get(f"/reports/{report.pk}/").content.decode()
    assert SECRET in page and "Tarkwa voice 3" in page and "Look at it" not in page
    moderation.look(actor=said.moderator, report=report)
    assert not AccessChange.objects.filter(what="moderator_looked").exists()


def test_a_caucus_is_reported_by_its_own_people_and_stays_unknown(
    said: World, sign_in: Any, reported: Reported
) -> None:
    caucus = circles.open_circle(actor=said.member, group=said.ghana, kind="caucus", name="Zanzibar Lily")
    talk = discussions.open_discussion(actor=said.member, place=caucus, title="Quinine talk")
    discussions.post(actor=said.member, discussion=talk, body="Oyster words")
    post = discussions.post(actor=said.member, discussion=talk, body="Marigold words")
    with pytest.raises(NotYours):
        reported("convenor", thing=post)
    report = reported("member", thing=post)
    client = sign_in(said.moderator)
    looked = client.post(f"/reports/{report.pk}/look/").content.decode()
    assert "Marigold words" in looked
    assert not any(word in looked for word in ("Zanzibar", "Quinine", "Oyster")), "that thing and nothing more"
    assert client.get(f"/circles/{caucus.pk}/").status_code == 404
    moderation.hide(actor=said.moderator, report=report, reason="It names a site")
    inside = sign_in(said.member)
    page = inside.get(f"/circles/{caucus.pk}/").content.decode()
    assert "IIED moderator looked at one thing" in page and "IIED moderator hid what was reported" in page
    assert "It names a site" in inside.get(f"/discussions/{talk.pk}/").content.decode()
    for name in ("convenor", "voice", "observer", "peer"):
        outside = sign_in(said.people[name])
        for where in (f"/groups/{said.ghana.pk}/record/", "/", f"/groups/{said.ghana.pk}/"):
            answer = outside.get(where)
            assert answer.status_code == 404 or "a moderator" not in answer.content.decode()
