"""What a reader gets of a document's history: versions by day, who contributed, who wrote which part."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from permissions.errors import NotYours
from realtime.identity import names
from realtime.models import NOBODY, Document, DocumentClient, DocumentErasure, DocumentRendering, DocumentVersion
from workspace.prose.schema import Node
from workspace.prose.text import excerpt, to_text


@dataclass(frozen=True)
class Line:
    """One line of the history: a version, or a new beginning. `by` are names."""

    at: datetime
    version: DocumentVersion | None
    erasure: DocumentErasure | None
    by: list[str]
    named_by: str = ""


@dataclass
class Day:
    """What a day left, the newest first."""

    day: date
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A paragraph by its first words, and who wrote it, the most first."""

    words: str
    by: list[str]


def days_of(document: Document) -> list[Day]:
    """The versions of a document and its new beginnings, the newest first."""
    versions = list(document.versions.order_by("-number").defer("content", "authors"))
    erasures = list(document.erasures.all())
    handles = {UUID(pk) for version in versions for pk in version.contributors}
    handles |= {version.by for version in versions if version.by} | {each.by for each in erasures if each.by}
    called = names(handles)
    lines = [
        Line(
            version.at,
            version,
            None,
            _called(map(UUID, version.contributors), called),
            called.get(version.by or NOBODY, ""),
        )
        for version in versions
    ]
    lines += [Line(each.at, None, each, _called([each.by] if each.by else [], called)) for each in erasures]
    days: dict[date, Day] = {}
    for line in sorted(lines, key=lambda line: line.at, reverse=True):
        day = timezone.localtime(line.at).date()
        days.setdefault(day, Day(day)).lines.append(line)
    return list(days.values())


def version_of(document: Document, number: int) -> DocumentVersion:
    """A version by its number; NotYours when there is none."""
    found = DocumentVersion.objects.filter(document=document, number=number).first()
    if found is None:
        raise NotYours
    return found


def parts_of(text: DocumentRendering | DocumentVersion) -> list[Part]:
    """The paragraphs of a text that hold words, with those who wrote them."""
    blocks: list[Node] = text.content.get("content", [])
    written: list[list[list[Any]]] = text.authors if len(text.authors) == len(blocks) else []
    called = names({UUID(handle) for block in written for handle, _letters in block})
    found = []
    for index, block in enumerate(blocks):
        if words := excerpt(to_text(block), 90):
            by = [UUID(handle) for handle, _letters in written[index]] if written else []
            found.append(Part(words, _called(by, called)))
    return found


def writers_of(document: Document) -> list[tuple[UUID, str]]:
    """All handles that ever wrote in this epoch of a document, by their names."""
    handles = set(DocumentClient.objects.filter(document=document).values_list("handle", flat=True)) - {NOBODY}
    return sorted(names(handles).items(), key=lambda each: each[1])


def _called(handles: Iterable[UUID], called: dict[UUID, str]) -> list[str]:
    return [called[pk] for pk in handles if pk in called]
