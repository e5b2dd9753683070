"""The shapes in which demonstration content is written down. Days count from the day of loading: -30 is a month ago."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from .trust_shapes import Alternate, Asks, Report, Reveal

Level = Literal["convenor", "member", "alternate", "scribe", "observer", "moderator", "safeguarding"]


@dataclass(frozen=True)
class Person:
    """An account (`signs_in`) or a seat-holder who only appears; `text` is the handle."""

    username: str
    text: str
    seat: str = ""  # its name; empty for who holds none
    level: Level = "member"
    pseudonym: bool = False
    language: str = ""  # empty: as the browser says
    signs_in: bool = True


@dataclass(frozen=True)
class Stakeholders:
    """A stakeholder group with its seats."""

    name: str
    token: str
    seats: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """How a text read from a day on, as somebody left it; kept as a version, under a name if it has one."""

    day: float
    by: str  # a user name
    text: str
    name: str = ""


@dataclass(frozen=True)
class Indicator:
    """What is counted for an action; `readings`: (day, value, source). `corrected`: the day after a reading, and what
    it says since. `began` is the day of the baseline, `every` how many months lie between two readings."""

    name: str
    unit: str
    baseline: float | None = None
    began: int = 0
    target: float | None = None
    every: int = 0
    readings: tuple[tuple[int, float, str], ...] = ()
    corrected: tuple[int, float] | None = None


@dataclass(frozen=True)
class Piece:
    """Evidence: a `note`, the `address` of a page, a picture of a `scene` (drawings.py), or a page of `lines`."""

    day: float
    caption: str = ""
    note: str = ""
    address: str = ""
    scene: str = ""
    lines: tuple[str, ...] = ()
    name: str = ""
    seen_in_it: str = ""


@dataclass(frozen=True)
class Aim:
    """What a theme aims at, and its colour."""

    text: str
    colour: str


@dataclass(frozen=True)
class Detail:
    """What an action says beside its title, lead and status. `due` and `start` are how exactly these are known
    (a Precision); `starts` is the day of the start; `found` is written down later than the rest."""

    due: str = ""
    starts: int = 0
    start: str = ""
    supporters: tuple[str, ...] = ()  # names of seats
    area: str = ""
    place: str = ""
    point: str = ""
    labels: str = ""
    needs: str = ""
    found: str = ""


@dataclass(frozen=True)
class Action:
    """`text` is Markdown; `@[name]` in it mentions a handle of the group. `story`: (day, status, note), in order.

    `wordings` came after `text`, in their order. `lead` accepted on the day after the plan was made. `asked`: (day,
    seat, answer) of those who were asked since; "yes", a reason to decline, or nothing yet. `shown_to`: (short name of
    the group, why), whose convenor comments.
    """

    title: str
    lead: str = ""  # the name of a seat
    due: int | None = None
    story: tuple[tuple[int, str, str], ...] = ()
    text: str = ""
    wordings: tuple[Wording, ...] = ()
    asked: tuple[tuple[float, str, str], ...] = ()
    shown_to: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Theme:
    title: str
    short: str
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Post:
    """Somebody's words on a day; `corrected` is what the post says after its author edited it."""

    by: str  # a user name
    day: float
    body: str
    language: str = ""
    corrected: str = ""
    taken_back: bool = False


@dataclass(frozen=True)
class Discussion:
    """`about` is the title of an action of the board, or nothing. `only`: the seats that alone see it, and `why`.

    `asked_by`: user names of people elsewhere, and in which words they ask to be let in.
    """

    title: str
    by: str
    day: float
    posts: tuple[Post, ...]
    summary: str = ""
    about: str = ""
    language: str = ""
    only: tuple[str, ...] = ()
    why: str = ""
    asked_by: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Lesson:
    """Published on `published` (a day), or a draft. `guests` are (short name of the group, name of the seat)."""

    title: str
    by: str
    day: float
    text: str
    language: str = "en"
    published: float | None = None
    comments: tuple[Post, ...] = ()
    guests: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Position:
    """What a caucus says to its group in one of its discussions, which is named by its title."""

    by: str
    day: float
    body: str
    to: str
    is_named: bool = False


@dataclass(frozen=True)
class Circle:
    """A working group or a caucus; `people` accepted what who opened it asked them, `asked` have not answered."""

    kind: Literal["working-group", "caucus"]
    name: str
    purpose: str
    by: str  # a user name
    day: float
    people: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    discussions: tuple[Discussion, ...] = ()
    positions: tuple[Position, ...] = ()


@dataclass(frozen=True)
class Brought:
    """A table that was brought onto the board; `{40}` in it is the day in 40 days."""

    day: float
    by: str  # a user name
    table: str


@dataclass(frozen=True)
class Change:
    """What somebody proposes to change of something agreed: a due day, a lead by the name of its seat, the target of
    the first indicator. `answer` came on `answered`, from a meeting; without one it waits."""

    action: str  # its title
    field: Literal["due", "lead", "target"]
    value: int | str
    by: str  # a user name
    day: float
    why: str
    answer: Literal["", "agreed", "not-agreed"] = ""
    answered: float = 0
    meeting: str = ""


@dataclass(frozen=True)
class Agreement:
    """What a meeting `on` a day agreed, written down on `day`: of the whole board, or of the actions `about`.

    `reopened`: the day on which an action was opened again, its title, and why.
    """

    day: float
    title: str
    on: int | date
    note: str = ""
    about: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    reopened: tuple[tuple[float, str, str], ...] = ()


@dataclass(frozen=True)
class Around:
    """What changed around a plan, put on the board on `day`: from when until when (a year, a day, the month in so many
    days; None while it goes on), the titles of what it paused and why, and the day on which that went on."""

    day: float
    by: str  # a user name
    title: str
    begins: str | int | date
    ends: str | int | date | None
    words: str = ""
    pauses: tuple[str, ...] = ()
    why: str = ""
    resumed: float | None = None


@dataclass(frozen=True)
class Group:
    key: str
    name: str
    short_name: str
    country: str
    language: str
    band: str
    purpose: str
    founded: int
    people: tuple[Person, ...]
    stakeholders: tuple[Stakeholders, ...] = ()
    board: str = ""
    board_purpose: str = ""
    themes: tuple[Theme, ...] = ()
    brought: tuple[Brought, ...] = ()
    discussions: tuple[Discussion, ...] = ()
    lessons: tuple[Lesson, ...] = field(default=())
    circles: tuple[Circle, ...] = ()
    is_secretariat: bool = False
    alternates: tuple[Alternate, ...] = ()
    terms: tuple[tuple[str, int], ...] = ()  # a seat whose term ends in so many days, sooner than the others
    reports: tuple[Report, ...] = ()
    reveals: tuple[Reveal, ...] = ()
    asks: tuple[Asks, ...] = ()
    invited: tuple[tuple[str, str], ...] = ()  # the seat that somebody is invited to, and whom the convenor means
