"""The shapes of what ghana_trust.py and its like write down: who stands in, what was reported, who asks to join."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Alternate:
    """Who stands in for a seat, by their handle, until so many days from now; `acts_until` while its holder is away."""

    seat: str
    name: str
    day: float
    until: int
    acts_until: int = 0


@dataclass(frozen=True)
class Report:
    """Somebody reported a post, which is known by its first words; a moderator decided, or has not yet."""

    by: str
    day: float
    post: str
    reason: str
    words: str
    hidden: tuple[float, str] | None = None  # the day, and why
    restored: tuple[float, str] | None = None


@dataclass(frozen=True)
class Reveal:
    """The safeguarding officer had to know who stands behind a pseudonym."""

    pseudonym: str
    day: float
    reason: str


@dataclass(frozen=True)
class Asks:
    """Somebody without an account asks for a place, by the address that the group offers."""

    name: str
    day: float
    words: str
    contact: str
