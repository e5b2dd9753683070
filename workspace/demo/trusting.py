"""What the demonstration shows of trust: alternates, terms, a report that was handled, one that waits, a reveal."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from workspace.discussions.models import Post
from workspace.groups import seat_commands as seats
from workspace.groups.models import CountryGroup, Handle, Seat
from workspace.joining import asking as joining
from workspace.joining.models import JoinAddress
from workspace.moderation import commands as moderation
from workspace.moderation.models import Report as Reported
from workspace.moderation.revealing import reveal
from workspace.people.models import User

from .shapes import Group
from .trust_shapes import Alternate, Asks, Report, Reveal

On = Callable[[float, Callable[[], Any]], None]
MODERATOR, OFFICER = "iied-moderator", "iied-safeguarding"


def trust(on: On, today: date, people: dict[str, User], group: CountryGroup, told: Group, convenor: User) -> None:
    """Have all of it come on its day."""
    for alternate in told.alternates:
        on(alternate.day, partial(_name, today, group, alternate, convenor))
    for seat, days in told.terms:
        on(told.founded + 2, partial(_set_term, group, seat, today + timedelta(days=days), convenor))
    for report in told.reports:
        on(report.day, partial(_report, on, people, report))
    if told.asks:
        on(told.asks[0].day - 12, partial(joining.open_address, actor=convenor, group=group))
    for asks in told.asks:
        on(asks.day, partial(_ask, group, asks))
    for revealed in told.reveals:
        on(revealed.day, partial(_reveal, people, group, revealed))


def _name(today: date, group: CountryGroup, told: Alternate, convenor: User) -> None:
    seat = Seat.objects.get(group=group, name=told.seat)
    handle = Handle.objects.get(group=group, text=told.name, ended_at__isnull=True)
    seats.name_alternate(actor=convenor, seat=seat, handle=handle, until=today + timedelta(days=told.until))
    if told.acts_until:
        holder = Seat.objects.select_related("handle__person").get(pk=seat.pk).handle
        assert holder is not None and holder.person is not None
        seats.be_away(actor=holder.person, seat=seat, until=today + timedelta(days=told.acts_until))


def _set_term(group: CountryGroup, seat: str, until: date, convenor: User) -> None:
    seats.change_term(actor=convenor, seat=Seat.objects.get(group=group, name=seat), until=until)


def _report(on: On, people: dict[str, User], told: Report) -> None:
    post = Post.objects.get(body__startswith=told.post)
    made = moderation.report(
        actor=people[told.by], thing=post, kind="post", reason=told.reason, words=told.words
    )  # fmt: skip
    if told.hidden:
        day, why = told.hidden
        on(day, partial(moderation.hide, actor=people[MODERATOR], report=made, reason=why))
    if told.restored:
        day, why = told.restored
        on(day, partial(_restore, people, made, why))


def _restore(people: dict[str, User], made: Reported, why: str) -> None:
    moderation.restore(actor=people[MODERATOR], report=made, reason=why)


def _ask(group: CountryGroup, told: Asks) -> None:
    address = JoinAddress.objects.get(group=group)
    joining.ask_to_join(
        actor=None, token=address.token, text=told.name, words=told.words, contact=told.contact
    )  # fmt: skip


def _reveal(people: dict[str, User], group: CountryGroup, told: Reveal) -> None:
    handle = Handle.objects.get(group=group, text=told.pseudonym, ended_at__isnull=True)
    reveal(actor=people[OFFICER], handle=handle, reason=told.reason)
