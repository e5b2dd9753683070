"""The loader: each thing is done by a command, as the person who would do it, on the day on which it happened."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, Final

from django.db import transaction

from realtime import versions
from workspace.boards import commands as boards
from workspace.boards.models import Action as BoardAction
from workspace.boards.models import Board
from workspace.discussions import commands as talk
from workspace.discussions.models import Discussion as Talk
from workspace.groups import commands as groups
from workspace.groups.handles import group_of
from workspace.groups.models import CountryGroup, Handle, Seat
from workspace.joining.commands import invite
from workspace.lessons import commands as lessons
from workspace.lessons.models import Lesson as Draft
from workspace.people.models import User
from workspace.reminders.tasks import prepare_reminders
from workspace.sharing import asking
from workspace.sharing import commands as sharing

from . import words
from .accounts import are_there, make_accounts
from .agreeing import agree
from .around import happen
from .asking import ask_to_lead
from .bringing import bring
from .circling import gather
from .clock import Clock
from .content.agreements import AGREED
from .content.around import AROUND
from .content.details import AIMS, DETAILS
from .content.ghana import GHANA
from .content.madagascar import MADAGASCAR
from .content.measures import MEASURES
from .content.proofs import PROOFS
from .content.secretariat import SECRETARIAT
from .content.tanzania import TANZANIA
from .detailing import detail, due_of, plan_in_time
from .measuring import measure
from .proving import prove
from .shapes import Action, Discussion, Group, Lesson, Post, Theme, Wording
from .stepping import have_wait, lay_out_steps
from .trusting import trust
from .viewing import keep_views

GROUPS: Final = (SECRETARIAT, GHANA, MADAGASCAR, TANZANIA)
MINUTES: Final = 1 / 1440  # of a day


def load() -> bool:
    """Load everything or nothing; False when it was there already."""
    if are_there(GROUPS):
        return False
    with transaction.atomic():
        Loader().run()
    return True


class Loader:
    """Collects what happened, and when; then does it in the order of time."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.people: dict[str, User] = {}
        self.groups: dict[str, CountryGroup] = {}
        self.talks: dict[str, Talk] = {}
        self.happenings: list[tuple[float, int, Callable[[], Any]]] = []

    def run(self) -> None:
        with self.clock.day(SECRETARIAT.founded):
            self.people = make_accounts(GROUPS)
        for group in GROUPS:
            self.on(group.founded, partial(self.found, group))
        while self.happenings:
            self.happenings.sort(key=lambda each: each[:2], reverse=True)
            day, _order, each = self.happenings.pop()
            with self.clock.day(day):
                each()
        prepare_reminders()

    def on(self, day: float, happen: Callable[[], Any]) -> None:
        """Have something happen on a day; on the same day, in the order in which it was said."""
        self._said = getattr(self, "_said", 0) + 1
        self.happenings.append((min(day, -MINUTES), self._said, happen))

    # Groups

    def found(self, told: Group) -> None:
        convenor = next((p for p in told.people if p.level == "convenor"), told.people[0])
        actor = self.people[convenor.username]
        group = groups.found_group(
            actor=None, name=told.name, short_name=told.short_name, country=told.country, language=told.language,
            band=told.band, purpose=told.purpose, is_secretariat=told.is_secretariat,
            convenor=actor, convenor_text=convenor.text,
        )  # fmt: skip
        self.groups[told.short_name] = group
        seats = {
            name: groups.add_seat(actor=actor, stakeholder_group=added, name=name)
            for stakeholders in told.stakeholders
            for added in [
                groups.add_stakeholder_group(actor=actor, group=group, name=stakeholders.name, token=stakeholders.token)
            ]
            for name in stakeholders.seats
        }
        term = self.clock.today + timedelta(days=300)
        began = self.clock.today + timedelta(days=told.founded)
        for person in told.people:
            who, kind = self.people[person.username], "pseudonym" if person.pseudonym else "role"
            if person.seat:
                groups.seat_person(
                    actor=actor,
                    seat=seats[person.seat],
                    person=who,
                    text=person.text,
                    kind=kind,
                    since=began,
                    until=term,
                )
            elif person.level != "convenor":
                groups.admit(actor=actor, group=group, person=who, level=person.level, text=person.text, kind=kind)
        if told.board:
            self.on(told.founded + 1, lambda: self.board(told, group, seats, actor))
        for circle in told.circles:
            self.on(circle.day, partial(gather, self.on, self.people, group, circle, self.conversation, self.talks))
        for lesson in told.lessons:
            self.on(lesson.day, partial(self.lesson, group, lesson))
        trust(self.on, self.clock.today, self.people, group, told, actor)
        for seat, whom in told.invited:
            self.on(-2, partial(invite, actor=actor, group=group, level="member", seat=seats[seat], whom=whom, site=""))

    # Boards

    def board(self, told: Group, group: CountryGroup, seats: dict[str, Seat], convenor: User) -> None:
        board = boards.open_board(
            actor=convenor, group=group, title=told.board, purpose=told.board_purpose, language=_written_in(told)
        )
        self.clock.stamp(board, "opened_at")
        plan_in_time(self.on, self.clock.today, told, board, convenor)
        actions: dict[str, BoardAction] = {}
        for theme in told.themes:
            self.theme(board, theme, seats, convenor, actions)
        for event in AROUND.get(told.short_name, ()):
            self.on(event.day, partial(happen, self.on, self.clock, self.people, board, event))
        for agreement in AGREED.get(told.short_name, ()):
            self.on(agreement.day, partial(agree, self.on, self.clock, self.people, convenor, board, agreement))
        have_wait(self.on, actions, convenor)
        for brought in told.brought:
            self.on(brought.day, partial(bring, self.clock, self.people[brought.by], board, brought))
        self.on(-20, partial(keep_views, self.clock, convenor, board))
        for discussion in told.discussions:
            self.on(discussion.day, partial(self.discussion, board, discussion, actions))

    def theme(
        self, board: Board, told: Theme, seats: dict[str, Seat], convenor: User, actions: dict[str, BoardAction]
    ) -> None:
        aim = AIMS[told.title]
        theme = boards.add_theme(
            actor=convenor, board=board, name=told.title, short_name=told.short, aim=aim.text, colour=aim.colour
        )
        for each in told.actions:
            due = due_of(each, self.clock.today)
            action = boards.add_action(actor=convenor, theme=theme, title=each.title, due=due)
            self.clock.stamp(action, "added_at")
            actions[each.title] = action
            lead = self._holder(seats.get(each.lead)) or convenor
            ask_to_lead(self.on, self.clock, action, each, seats, convenor)
            first = min([day for day, _status, _note in each.story], default=-20)
            self.on(first - 0.4, partial(self.describe, action, lead, each))
            if each.title in DETAILS:
                detail(self.on, self.clock.today, action, lead, seats, DETAILS[each.title], first - 0.2)
            for counted in MEASURES.get(each.title, ()):
                starts = min([day for day, _value, _source in counted.readings]) - 2
                self.on(starts, partial(measure, self.on, self.clock.today, action, lead, counted))
            prove(self.on, action, lead, PROOFS.get(each.title, ()))
            lay_out_steps(self.on, action, lead)
            for country, why in each.shown_to:
                self.on(-9, partial(self.show, action, country, why))
            for day, status, note in each.story:
                values = {"status": status, "status_note": note}
                self.on(day, partial(boards.edit_action, actor=lead, action=action, values=values))

    def describe(self, action: BoardAction, lead: User, told: Action) -> None:
        if told.text:
            self._write(action.description, told.text, by=lead, group=action.board.group)
        if told.wordings:
            versions.keep(action.description)
        for wording in told.wordings:
            self.on(wording.day, partial(self.reword, action, wording))

    def show(self, action: BoardAction, country: str, why: str) -> None:
        until = self.clock.today + timedelta(days=60)
        sharing.share(
            actor=_convenor_of(action.board.group), thing=action, holder=f"convenor:{self.groups[country].pk}",
            level="commenter", until=until, reason=why,
        )  # fmt: skip

    def reword(self, action: BoardAction, told: Wording) -> None:
        by, group = self.people[told.by], action.board.group
        words.rewrite(
            action.description, told.text, by=by, handles=self._handles(group, by),
            named=lambda name: self._named(group, name), name=told.name,
        )  # fmt: skip

    # Discussions

    def discussion(self, board: Board, told: Discussion, actions: dict[str, BoardAction]) -> None:
        by = self.people[told.by]
        opened = talk.open_discussion(
            actor=by, place=board, title=told.title, language=told.language or board.language,
            about=actions.get(told.about),
        )  # fmt: skip
        self.conversation(opened, board.group, told)
        if told.only:
            seats = [f"seat:{board.group.seats.get(name=name).pk}" for name in told.only]
            convenor = _convenor_of(board.group)
            sharing.restrict(actor=convenor, thing=opened, seats=seats, reason=told.why)
        for who, why in told.asked_by:
            self.on(-0.8, partial(self.ask, opened, who, why))

    def conversation(self, opened: Talk, group: CountryGroup, told: Discussion) -> None:
        """The posts of a discussion, and its summary when most is said."""
        self.talks[told.title] = opened
        for post in told.posts:
            self.on(post.day, partial(self.post, opened, post))
        if told.summary and opened.summary:
            last = max(post.day for post in told.posts)
            by = self.people[told.by]
            self.on(last - 0.01, lambda: self._write(opened.summary, told.summary, by=by, group=group))

    def ask(self, discussion: Talk, who: str, why: str) -> None:
        group = group_of(discussion.space)
        assert group is not None
        link = asking.make_link(actor=_convenor_of(group), thing=discussion)
        asking.ask(actor=self.people[who], link=link, words=why)

    def post(self, discussion: Talk, told: Post) -> None:
        by = self.people[told.by]
        written = talk.post(actor=by, discussion=discussion, body=told.body, language=told.language)
        talk.note_visit(actor=by, discussion=discussion)
        if told.corrected:
            self.on(told.day + 12 * MINUTES, lambda: talk.edit_post(
                actor=by, post=written, body=told.corrected, seen=1
            ))  # fmt: skip
        if told.taken_back:
            self.on(told.day + 40 * MINUTES, lambda: talk.delete_post(actor=by, post=written))

    # Lessons

    def lesson(self, group: CountryGroup, told: Lesson) -> None:
        by = self.people[told.by]
        draft = lessons.start_lesson(actor=by, group=group, title=told.title, language=told.language)
        convenor = _convenor_of(group)
        for country, seat in told.guests:
            self.on(told.day + 1, partial(self.invite, draft, convenor, country, seat))
        self.on(told.day + 2, lambda: self._write(draft.draft, told.text, by=by, group=group))
        if told.published is not None:
            self.on(told.published, lambda: self.publish(draft, told, by))

    def publish(self, draft: Draft, told: Lesson, by: User) -> None:
        version = lessons.publish_lesson(actor=by, lesson=draft)
        if version.discussion is not None:
            for comment in told.comments:
                self.on(comment.day, partial(self.post, version.discussion, comment))

    def invite(self, draft: Draft, convenor: User, country: str, seat: str) -> None:
        lessons.invite_to_draft(actor=convenor, lesson=draft, seat=self.groups[country].seats.get(name=seat))

    # Words

    def _write(self, document: Any, text: str, *, by: User, group: CountryGroup) -> None:
        words.write(
            document, text, by=by, handles=self._handles(group, by), named=lambda name: self._named(group, name)
        )

    def _handles(self, group: CountryGroup, person: User) -> list[Handle]:
        return list(Handle.objects.filter(group=group, person=person, ended_at__isnull=True))

    def _named(self, group: CountryGroup, name: str) -> Handle:
        country, _slash, text = name.rpartition("/")
        return (self.groups[country] if country else group).handles.get(text=text, ended_at__isnull=True)

    def _holder(self, seat: Seat | None) -> User | None:
        fresh = Seat.objects.select_related("handle__person").filter(pk=seat.pk).first() if seat else None
        return fresh.handle.person if fresh and fresh.handle else None


def _convenor_of(group: CountryGroup) -> User:
    found: User = group.convenors.user_set.get()
    return found


def _written_in(told: Group) -> str:
    """JUMKUTA speaks Swahili and writes its plan in English, for the district."""
    return "en" if told.key == "tz" else told.language
