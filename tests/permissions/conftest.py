"""The world of the walk: all that has an address in it, and a client for each of the cast."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from permissions.models import RoleHolding
from realtime import documents, versions
from realtime.models import Event
from tests import sent_files as sent
from tests.brought import bring_in
from tests.cast import World, account, whole_world
from tests.disk import Disk
from tests.kept_world import kept
from tests.leads import ask, led
from tests.made_files import ready_once
from tests.many import furnish_ways
from workspace.agreements import agreeing, proposing
from workspace.agreements.sources import Source
from workspace.boards import commands as boards
from workspace.boards.periods import Period, Precision
from workspace.circles import commands as circles
from workspace.circles import inviting
from workspace.circles.positions import publish_position
from workspace.context import commands as context
from workspace.discussions import commands as discussions
from workspace.evidence import commands as evidence
from workspace.exchange.addresses import make_calendar_address
from workspace.files.uploads import add_piece, begin_upload
from workspace.groups import commands as groups
from workspace.groups import seat_commands as seats
from workspace.groups.models import Seat
from workspace.indicators import commands as indicators
from workspace.joining import asking as joining
from workspace.joining.commands import invite
from workspace.lessons import commands as lessons
from workspace.moderation import commands as moderation
from workspace.prose.markdown import from_markdown
from workspace.prose.ydoc import to_update
from workspace.reminders.models import Reminder
from workspace.reminders.tasks import prepare_reminders
from workspace.sharing import asking
from workspace.sharing.commands import share
from workspace.steps.commands import add_step
from workspace.waits.commands import add_wait

from .addresses import WALKERS

_files: dict[str, bytes] = {}


def _filled_world() -> World:
    world = whole_world()
    fill(world)
    furnish_ways(world)
    return world


@pytest.fixture
def walk(db: None, disk: Disk) -> World:
    """The world with all that has an address in it, and a client for each of the cast."""
    world = kept(_filled_world)
    _files.update(disk.bytes())  # there are some when it has just been made
    disk.lay_out(_files)
    world.things["clients"] = {name: _client(world.people[name]) for name in WALKERS}
    return world


def fill(world: World) -> None:
    """What boards do not have: a discussion with a post, a draft with a guest, a published lesson, a change to undo."""
    member, convenor = world.member, world.convenor
    second = account("second-convenor")
    groups.admit(actor=convenor, group=world.ghana, person=second, level="convenor", text="Second convenor")
    world.things["second_convenor"] = second
    for level in ("alternate", "scribe"):
        world.people[level] = account(level)
        groups.admit(actor=convenor, group=world.ghana, person=world.people[level], level=level, text=f"The {level}")
    seats.name_alternate(actor=convenor, seat=world.seats["member"], handle=world.handle("alternate"))
    for former in ("expired", "left"):
        world.people[former] = account(former)
        groups.admit(actor=convenor, group=world.ghana, person=world.people[former], level="observer", text=former)
    RoleHolding.objects.filter(user=world.expired).update(until=timezone.now() - timedelta(minutes=1))
    groups.leave_group(actor=world.left, group=world.ghana)
    world.people["abroad"] = world.tanzania_convenor
    address = joining.open_address(actor=convenor, group=world.ghana)
    world.things["asks_to_join"] = joining.ask_to_join(
        actor=None, token=address.token, text="Panner, Bogoso", words="I pan at the river", contact="024 555 0199"
    )
    staff = world.secretariat.convenors.user_set.get()
    world.people["officer"] = account("officer")
    groups.admit(
        actor=staff, group=world.secretariat, person=world.officer, level="safeguarding", text="Safeguarding officer"
    )
    boards.edit_action(actor=member, action=world.action, values={"title": "Records at 20 sites"})
    written = to_update(from_markdown("Sheets for every site, drawn by hand."))
    documents.append(world.action.description_id, written, contributors=[world.handle("member").pk])
    versions.keep(world.action.description)
    talk = discussions.open_discussion(actor=member, place=world.board, title="What stops women?")
    lesson = lessons.start_lesson(actor=member, group=world.ghana, title="Start in the field")
    documents.append(lesson.draft_id, to_update(from_markdown("Two days at the sites.")), contributors=[])
    seat = Seat.objects.get(handle=world.handle("peer", world.tanzania))
    abroad = groups.add_seat(
        actor=world.tanzania_convenor, stakeholder_group=seat.stakeholder_group, name="District officer, Geita"
    )
    compared = world.actions[1]
    grant = share(
        actor=convenor, thing=compared, holder=f"convenor:{world.tanzania.pk}", level="commenter", reason="Compare"
    )
    link = asking.make_link(actor=convenor, thing=talk)
    world.things |= {
        "link": link,
        "request": asking.ask(actor=world.peer, link=link, words="We have the same question"),
        "shared_action": compared,
        "way_in": invite(actor=convenor, group=world.ghana, level="observer", site="https://baraza.example.org"),
        "grant": grant,
        "event": Event.objects.filter(thing=world.action.pk).latest("seq"),
        "discussion": talk,
        "post": discussions.post(actor=member, discussion=talk, body="Market day is the reason we hear most."),
        "lesson": lesson,
        "invitation": lessons.invite_to_draft(actor=convenor, lesson=lesson, seat=seat),
        "version": lessons.publish_lesson(actor=member, lesson=lesson),
        "second_seat_abroad": groups.seat_person(
            actor=world.tanzania_convenor, seat=abroad, person=world.tanzania_convenor
        ),
    }
    world.things["plan_import"] = bring_in(world.board, member)
    world.things["calendar"] = make_calendar_address(actor=world.voice, board=world.board)
    counted = indicators.add_indicator(actor=member, action=world.action, name="Sites with a sheet", target=Decimal(20))
    world.things["indicator"] = counted
    world.things["reading"] = indicators.add_reading(
        actor=member, indicator=counted, value=Decimal(3), on=date(2026, 1, 30), source="Visit"
    )
    asked, leads = (boards.add_action(actor=member, theme=world.theme, title=title) for title in ("Asked", "Led"))
    world.things["asked_action"] = ask(world, asked, by="member")
    world.things["led_action"] = led(world, leads)
    furnish_agreements(world)
    furnish_context(world)
    add_wait(actor=member, action=leads, on=asked)
    world.things["step"] = add_step(actor=member, action=world.action, text="Draw the sheets")
    add_step(actor=member, action=world.action, text="Show them")
    bring_files(world)
    furnish_circles(world)
    furnish_reports(world)
    acting = groups.admit(
        actor=convenor, group=world.ghana, person=account("acting"), level="alternate", text="Who stands in"
    )
    seats.name_alternate(actor=convenor, seat=world.free_seat, handle=acting)
    seats.be_away(actor=convenor, seat=world.free_seat, until=date(2099, 1, 1))


def furnish_reports(world: World) -> None:
    """A draft that its author reported; and a post that was reported and hidden."""
    said = discussions.post(actor=world.voice, discussion=world.discussion, body="The house beside the well.")
    about_it = moderation.report(actor=world.member, thing=said, kind="post", reason="names")
    moderation.hide(actor=world.moderator, report=about_it, reason="It tells where somebody lives")
    world.things |= {
        "hidden_post": said,
        "hidden_report": about_it,
        "report": moderation.report(actor=world.second_convenor, thing=world.lesson, kind="draft", reason="consent"),
    }


def furnish_agreements(world: World) -> None:
    """An action that a meeting agreed on, with a proposal of the member to change it."""
    dialogue = Source("Dialogue in Tarkwa", date(2016, 1, 22))
    promised = boards.add_action(actor=world.convenor, theme=world.second_theme, title="A register of pits")
    world.things["agreement"] = agreeing.agree(actor=world.convenor, thing=promised, source=dialogue)
    world.things["promised"] = promised
    world.things["proposal"] = proposing.propose_change(
        actor=world.member, action=promised, field="title", value="A register of all pits", why="All of them"
    )


def bring_files(world: World) -> None:
    """A photo as evidence, and an upload of the member that is half there."""
    with ready_once(sent.jpeg(), "bus.jpg") as new:
        world.things["photo"] = evidence.add_file(actor=world.member, action=world.action, ready=new, caption="The bus")
    data = sent.png()
    upload = begin_upload(actor=world.member, space=world.board.space, name="hill.png", size=len(data), mark="1")
    world.things["upload"] = add_piece(actor=world.member, upload=upload, offset=0, piece=data)


def furnish_context(world: World) -> None:
    """A ban that pauses an action, an election that pauses none, and a reminder of voice, who leads something late."""
    year = Period(date(2017, 1, 1), Precision.YEAR)
    world.things["ban"] = context.add_event(actor=world.member, board=world.board, title="Ban", begins=year)
    world.things["election"] = context.add_event(actor=world.member, board=world.board, title="Election", begins=year)
    held = boards.add_action(actor=world.convenor, theme=world.second_theme, title="Restore a site")
    context.pause_actions(actor=world.member, event=world.ban, actions=[held.pk])
    late = boards.add_action(actor=world.convenor, theme=world.second_theme, title="Train crews", due=date(2026, 1, 5))
    led(world, late)
    prepare_reminders()
    world.things["reminder"] = Reminder.objects.get(action=late)


def furnish_circles(world: World) -> None:
    """A caucus that the member keeps and voice is in, with somebody asked into it and a position that it published;
    and another one, of voice, into which the member is asked."""
    member, voice, convenor = world.member, world.voice, world.convenor
    interest = world.seats["member"].stakeholder_group
    asked, free = (
        groups.seat_person(
            actor=convenor,
            seat=groups.add_seat(actor=convenor, stakeholder_group=interest, name=f"Delegate, {name}"),
            person=account(name),
        )
        for name in ("asked", "free")
    )
    caucus = circles.open_circle(actor=member, group=world.ghana, kind="caucus", name="Women who sort")
    inviting.accept_invitation(
        actor=voice, invitation=inviting.invite_to_circle(actor=member, circle=caucus, seat=world.seats["voice"])
    )
    other = circles.open_circle(actor=voice, group=world.ghana, kind="caucus", name="Those without a paper")
    world.things |= {
        "caucus": caucus,
        "free_seat": free,
        "asked": inviting.invite_to_circle(actor=member, circle=caucus, seat=asked),
        "asked_in": inviting.invite_to_circle(actor=voice, circle=other, seat=world.seats["member"]),
        "position": publish_position(actor=voice, circle=caucus, body="The bus is for everybody.", to=world.discussion),
    }


def _client(person: Any) -> Client:
    client = Client()
    if person.pk is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
