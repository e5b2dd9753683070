"""The demonstration data: complete, made by commands, lived in, and loaded once."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from permissions.access import can, visible
from permissions.models import AccessChange
from realtime import documents
from realtime.models import Document, Event
from workspace.boards.models import Action, Board, Theme
from workspace.boards.periods import Precision
from workspace.circles.queries import circles_of, invitations_for, working_groups_of
from workspace.demo.clock import Clock
from workspace.demo.loading import GROUPS
from workspace.discussions.models import Discussion, Post
from workspace.groups.models import CountryGroup, Handle, Seat
from workspace.joining.models import JoinRequest
from workspace.lessons.models import Lesson, LessonVersion
from workspace.moderation.models import Hiding, Report
from workspace.people.models import User

pytestmark = pytest.mark.django_db

ACCOUNTS = [
    "gh-convenor",
    "gh-minerals-regulator",
    "gh-women-miners-rep",
    "gh-miner",
    "gh-lsm-company",
    "gh-academic",
    "gh-traditional-authority",
    "tz-convenor",
    "tz-miners-association",
    "tz-women-miners-rep",
    "tz-district-officer",
    "mg-convenor",
    "mg-commune",
    "mg-conservation-ngo",
    "iied-moderator",
    "iied-safeguarding",
    "observer-donor",
]


def load() -> str:
    said = StringIO()
    call_command("load_demo", stdout=said)
    return said.getvalue()


def test_the_demonstration_data(client: Any) -> None:
    assert "is loaded" in load()
    people = {user.username: user for user in User.objects.all()}

    # every account signs in with `demo`; those who only appear do not
    assert set(ACCOUNTS) <= set(people)
    assert client.login(username="gh-convenor", password="demo") and client.login(
        username="observer-donor", password="demo"
    )
    assert len({people[name].password for name in ACCOUNTS}) == 1, "hashed once"
    assert all(not user.has_usable_password() for name, user in people.items() if name not in ACCOUNTS)

    # three boards with their themes and actions
    counts = {
        board.group.country: (board.themes.count(), board.actions.count())
        for board in Board.objects.filter(archived_at=None)
    }
    assert counts == {"Ghana": (4, 12), "Tanzania": (6, 12), "Madagascar": (4, 10)}
    assert {action.status for action in Action.objects.all()} == set(Action.Status.values)
    assert {action.due_precision for action in Action.objects.all()} == set(Precision.values)
    for country in counts:
        told = Action.objects.filter(board__group__country=country)
        assert told.exclude(labels="").count() > 4 and told.exclude(region="").count() > 3
        assert (
            told.filter(supporters__isnull=False).distinct().count() > 4 and told.exclude(resources_found="").exists()
        )
    assert all(theme.aim and theme.colour for theme in Theme.objects.all())
    former = Board.objects.get(archived_at__isnull=False)
    assert (former.group.country, former.themes.count(), str(former.begins)) == ("Ghana", 4, "2016")

    # roles hold: a pseudonym, an observer, moderators everywhere
    miner = Handle.objects.get(person=people["gh-miner"])
    assert (miner.text, miner.kind) == ("Tarkwa voice 3", "pseudonym")
    ghana = CountryGroup.objects.get(country="Ghana")
    assert can(people["observer-donor"], "view", ghana) and not can(people["observer-donor"], "comment", ghana)
    assert visible(people["iied-moderator"], Board.objects.all()).count() == 4

    # a working group that the group knows of, and a caucus that said something to it without a name
    listed = circles_of(people["gh-minerals-regulator"], ghana)
    assert (
        [str(circle) for circle in listed] == [str(circle) for circle in working_groups_of(ghana)] == ["Licence desk"]
    )
    assert not circles_of(people["gh-convenor"], ghana) and not circles_of(people["iied-moderator"], ghana)
    assert [str(circle) for circle in circles_of(people["gh-miner"], ghana)] == ["Women who mine"]
    assert Post.objects.get(handle__person=None).space == Board.objects.get(group=ghana, archived_at=None).space
    assert invitations_for(people["gh-academic"]).exists()

    # seven lessons published, in three languages; two drafts, one with a guest
    published = LessonVersion.objects.all()
    assert sorted(published.values_list("language", flat=True)) == ["en"] * 4 + ["fr", "fr", "sw"]
    drafts = Lesson.objects.filter(last_number=0)
    assert drafts.count() == 2 and drafts.filter(invitations__guest__person=people["tz-women-miners-rep"]).count() == 1

    # every text can be read, and every mention leads to somebody
    for document in Document.objects.exclude(head=0):
        drawn = documents.rendering(document)
        assert drawn.failed_at is None and drawn.text.strip()
    texts = "".join(documents.rendering(action.description).html for action in Action.objects.all())
    for part in ("<h2", "<table", 'type="checkbox"', "<ol", 'class="mention"', "<a href", "<blockquote"):
        assert part in texts

    # dates run forward in each space, begin long ago and end before today
    for space in set(Event.objects.values_list("space", flat=True)):
        days = list(Event.objects.filter(space=space).order_by("seq").values_list("at", flat=True))
        assert days == sorted(days)
    first, last = Event.objects.earliest("at").at, Event.objects.latest("at").at
    assert timezone.now() - first > timedelta(days=365) and timezone.now() - timedelta(days=5) < last < timezone.now()
    dated: tuple[tuple[Any, str], ...] = (
        (Discussion, "opened_at"),
        (LessonVersion, "published_at"),
        (Action, "added_at"),
    )
    for model, field in dated:
        assert max(model.objects.values_list(field, flat=True)) < last
    assert (
        Post.objects.filter(edited_at__isnull=False).exists() and Post.objects.filter(deleted_at__isnull=False).exists()
    )

    # something waits for the accounts that people try first, and something is late
    client.force_login(people["gh-women-miners-rep"], backend="django.contrib.auth.backends.ModelBackend")
    assert "Your seat leads this" in client.get("/").content.decode()
    assert Action.objects.filter(due__lt=timezone.localdate(), status="delayed").exists()

    # a second time it says so and does nothing
    # a report was handled and another one waits; a name had to be known; somebody stands in, somebody asks to join
    handled, waiting = Report.objects.get(closed_at__isnull=False), Report.objects.get(closed_at__isnull=True)
    assert handled.outcome == "hidden" and Hiding.objects.get(thing=handled.thing).restored_at is not None
    assert waiting.reason == "danger" and AccessChange.objects.filter(what="revealed").count() == 1
    assert Seat.objects.filter(alternate__isnull=False).count() == 4
    assert Seat.objects.get(away_until__isnull=False).group == ghana
    assert JoinRequest.objects.filter(answered_at__isnull=True).count() == 2

    before = (User.objects.count(), Event.objects.count())
    assert "nothing was changed" in load()
    assert (User.objects.count(), Event.objects.count()) == before


def test_it_is_refused_where_it_was_not_asked_for(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        load()
    assert not User.objects.exists()


def test_a_load_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workspace.demo.loading.Loader.lesson", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load()
    assert not User.objects.exists() and not Event.objects.exists()
    assert abs(timezone.now() - Clock().moment(-0.001)) < timedelta(days=2), "the clock is Django's own again"


def test_the_clock_never_says_today_or_later() -> None:
    clock = Clock()
    with pytest.raises(ValueError, match="today or later"), clock.day(0):
        pass
    with clock.day(-2.5) as moment:
        assert timezone.now() == moment
    assert timezone.now() != moment


def test_nobody_in_it_has_a_real_name() -> None:
    """Handles are roles and pseudonyms, as they are written down for review."""
    for group in GROUPS:
        for person in group.people:
            assert person.pseudonym == person.text.startswith("Tarkwa voice")
            assert person.username.startswith((group.key, "observer"))
