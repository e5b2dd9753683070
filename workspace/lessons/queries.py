"""What a reader gets of lessons: the library across countries, one lesson, the drafts they write."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.text import Truncator

from permissions.access import visible
from workspace.discussions.languages import CONTENT_LANGUAGES
from workspace.discussions.speakers import Speaker, speakers_of
from workspace.groups.models import CountryGroup, Seat
from workspace.sharing import queries as sharing

from .models import Lesson, LessonVersion
from .readers import Reader, readers_of_draft

LEAD_WORDS = 28  # of a lesson, in a list


@dataclass(frozen=True)
class Choice:
    """One box to tick in the library."""

    value: str
    name: str
    is_chosen: bool
    lang: str = ""


@dataclass(frozen=True)
class Library:
    """Published lessons, the newest first, and what the list may be narrowed to."""

    versions: list[LessonVersion]
    countries: list[Choice]
    languages: list[Choice]

    @property
    def chosen(self) -> int:
        return sum(choice.is_chosen for choice in self.countries + self.languages)


def published(user: Any) -> QuerySet[LessonVersion]:
    """The last version of each lesson that this reader may see."""
    found = visible(user, LessonVersion.objects.filter(number=F("lesson__last_number")))
    in_place = Q(discussion__posts__deleted_at__isnull=True, discussion__posts__space=F("space"))
    comments = Count("discussion__posts", filter=in_place)
    return (
        found.select_related("group", "discussion").defer("content", "html").annotate(comments=comments)
        .order_by("-published_at")
    )  # fmt: skip


def library(user: Any, countries: Collection[str] = (), languages: Collection[str] = ()) -> Library:
    """The library, narrowed to countries (ids of groups) and languages (codes); nothing chosen means all."""
    all_versions = list(published(user))
    groups = {each.group_id: each.group for each in all_versions}
    codes = {each.language for each in all_versions}
    wanted = [
        each
        for each in all_versions
        if (not countries or str(each.group_id) in countries) and (not languages or each.language in languages)
    ]
    return Library(
        versions=wanted,
        countries=[
            Choice(str(pk), group.country, str(pk) in countries)
            for pk, group in sorted(groups.items(), key=lambda item: item[1].country)
        ],
        languages=[Choice(code, name, code in languages, code) for code, name in CONTENT_LANGUAGES if code in codes],
    )


def lead_of(version: LessonVersion) -> str:
    """The first words of a lesson, past its first heading."""
    paragraphs = [line for line in version.text.splitlines() if line.strip()]
    told = next((line for line in paragraphs if len(line) > 40), paragraphs[0] if paragraphs else "")
    return Truncator(told).words(LEAD_WORDS)


def drafts_of(user: Any) -> QuerySet[Lesson]:
    """The drafts that this reader may enter and that were never published; the others are reached from their lesson."""
    unpublished = Lesson.objects.filter(last_number=0).select_related("group", "handle")
    return visible(user, unpublished).order_by("-started_at")


@dataclass(frozen=True)
class ShownReader:
    """Somebody who may enter a draft, as its page draws them."""

    reader: Reader
    speaker: Speaker


def shown_readers(lesson: Lesson) -> list[ShownReader]:
    """Who may read a draft, and why."""
    readers = readers_of_draft(lesson)
    speakers = speakers_of([reader.handle for reader in readers], lesson.group_id)
    return [ShownReader(reader, speakers[reader.handle.pk]) for reader in readers]


def named_readers(lesson: Lesson) -> list[sharing.Reader]:
    """Who was let into a draft by sharing it, beside its authors and their guests."""
    return [reader for reader in sharing.sharing_of(lesson).readers if reader.grant]


def names_in_draft(lesson: Lesson, text: str) -> list[dict[str, str]]:
    """People to mention in a draft: those who may read it."""
    wanted = " ".join(text.split()).casefold()
    return [
        {"id": str(shown.speaker.handle_id), "name": shown.speaker.name, "seat": shown.speaker.line}
        for shown in shown_readers(lesson)
        if wanted in shown.speaker.name.casefold()
    ]


def seats_abroad(group_id: UUID) -> list[tuple[CountryGroup, list[Seat]]]:
    """The held seats of other countries, for an invitation: names of seats, not of those who hold them."""
    seats = (
        Seat.objects.filter(handle__ended_at__isnull=True, handle__isnull=False, group__is_secretariat=False)
        .exclude(group_id=group_id)
        .select_related("group", "stakeholder_group")
        .order_by("group__country", "stakeholder_group__order", "order")
    )
    by_group: dict[UUID, tuple[CountryGroup, list[Seat]]] = {}
    for seat in seats:
        by_group.setdefault(seat.group_id, (seat.group, []))[1].append(seat)
    return list(by_group.values())
