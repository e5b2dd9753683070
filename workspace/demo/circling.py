"""The circles of the demonstration: who comes together, what they talk about, and what they say to others."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from workspace.circles import commands as circles
from workspace.circles import inviting
from workspace.circles.models import Circle as OpenCircle
from workspace.circles.positions import publish_position
from workspace.discussions import commands as talk
from workspace.discussions.models import Discussion as Talk
from workspace.groups.models import CountryGroup, Seat
from workspace.people.models import User

from .shapes import Circle, Discussion, Position

Converse = Callable[[Talk, CountryGroup, Discussion], None]


def gather(
    on: Callable[[float, Callable[[], Any]], None],
    people: Mapping[str, User],
    group: CountryGroup,
    told: Circle,
    converse: Converse,
    talks: Mapping[str, Talk],
) -> None:
    """A circle is opened and people are asked into it; `talks` are the discussions, to which it speaks, by title."""
    by = people[told.by]
    opened = circles.open_circle(actor=by, group=group, kind=told.kind, name=told.name, purpose=told.purpose)
    for username in told.people + told.asked:
        person = people[username]
        seat = Seat.objects.get(group=group, handle__person=person)
        asked = inviting.invite_to_circle(actor=by, circle=opened, seat=seat)
        if username in told.people:
            on(told.day + 0.2, partial(inviting.accept_invitation, actor=person, invitation=asked))
    for discussion in told.discussions:
        on(discussion.day, partial(_talk_in, people, opened, discussion, converse))
    for position in told.positions:
        on(position.day, partial(_publish, people, opened, position, talks))


def _talk_in(people: Mapping[str, User], circle: OpenCircle, told: Discussion, converse: Converse) -> None:
    opened = talk.open_discussion(actor=people[told.by], place=circle, title=told.title, language=told.language)
    converse(opened, circle.group, told)


def _publish(people: Mapping[str, User], circle: OpenCircle, told: Position, talks: Mapping[str, Talk]) -> None:
    publish_position(actor=people[told.by], circle=circle, body=told.body, to=talks[told.to], is_named=told.is_named)
