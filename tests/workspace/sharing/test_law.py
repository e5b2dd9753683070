"""A law: however things are restricted, shared, sent back and ended, each lives with what hangs on it, and what is
listed is what `can` says yes to."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from permissions.access import can, visible
from permissions.moving import open_grants
from realtime.models import Document
from tests.cast import World
from workspace.boards.models import Action, Board
from workspace.discussions.models import Discussion, Post
from workspace.sharing.commands import end_share, rejoin, restrict, share
from workspace.sharing.kinds import is_moved_out

from .conftest import key

pytestmark = [pytest.mark.data, pytest.mark.django_db]

READERS = ("convenor", "member", "voice", "observer", "peer", "tz")
THINGS = ("action", "about", "talk", "board")
what = st.sampled_from(THINGS)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("restrict"), what, st.sampled_from(["voice", "member"])),
        st.tuples(st.just("share"), what, st.sampled_from(["reader", "commenter", "guest"])),
        st.tuples(st.just("rejoin"), what),
        st.tuples(st.just("end"), what),
    ),
    max_size=6,
)


def fresh(world: World, name: str) -> Any:
    thing = world.things[name]
    return type(thing)._default_manager.get(pk=thing.pk)


def apply(world: World, step: Any) -> None:
    """Do one thing; what makes no sense at that moment is refused with a sentence."""
    thing, by = fresh(world, step[1]), world.convenor
    try:
        with transaction.atomic():
            match step:
                case ("restrict", _, seat):
                    restrict(actor=by, thing=thing, seats=[key(world, seat)], reason="the story says so")
                case ("share", _, level):
                    holder = f"convenor:{world.tanzania.pk}"
                    share(actor=by, thing=thing, holder=holder, level=level, reason="the story says so")
                case ("rejoin", _):
                    rejoin(actor=by, thing=thing)
                case ("end", _):
                    given = [grant for grant in open_grants(thing.space) if grant.level != "convenor"]
                    if given:
                        end_share(actor=by, thing=thing, grant=given[0].pk)
    except ValidationError:
        return
    if step[0] == "restrict":
        assert sees(world, fresh(world, step[1])) == {"convenor", step[2]}, step


def sees(world: World, thing: Any) -> set[str]:
    return {name for name in READERS if can(person(world, name), "view", thing)}


def person(world: World, name: str) -> Any:
    return world.tanzania_convenor if name == "tz" else world.people[name]


def check(world: World) -> None:
    for model in (Board, Action, Discussion, Post, Document):
        every = list(model._default_manager.select_related("space"))
        for name in READERS:
            listed = set(visible(person(world, name), model._default_manager.all()))
            assert listed == {thing for thing in every if can(person(world, name), "view", thing)}, (model, name)
    for talk in Discussion.objects.select_related("space", "summary"):
        assert {post.space_id for post in talk.posts.all()} <= {talk.space_id}
        assert talk.summary is None or talk.summary.space_id == talk.space_id
    for action in Action.objects.select_related("space", "description", "board__space"):
        assert action.description.space_id == action.space_id
        for talk in Discussion.objects.filter(about_id=action.pk).select_related("space"):
            assert talk.space_id == action.space_id or talk.space.came_from_id == action.space_id
    for thing in [fresh(world, name) for name in THINGS]:
        space = thing.space
        if is_moved_out(thing):
            assert space.came_from is not None
            assert space.extends_id in (None, space.came_from_id, space.came_from.extends_id)
            assert space.extends is None or space.extends.extends_id is None  # one level
        assert "convenor" in sees(world, thing)  # whoever runs the group is never shut out


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(story=[("restrict", "action", "voice"), ("share", "about", "guest"), ("restrict", "board", "voice")])
@given(steps)
def test_things_and_what_hangs_on_them_stay_together(shared: World, story: list[Any]) -> None:
    with transaction.atomic():
        for step in story:
            apply(shared, step)
            check(shared)
        transaction.set_rollback(True)
