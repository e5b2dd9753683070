"""What evidence brings to the page and card of an action, drawn again when it changes; what moves along and proves."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from realtime.models import Event
from realtime.moving import hangs_on
from realtime.regions import Audience, Region, register
from workspace.boards.live import action_page_region, card_region
from workspace.boards.marks import register_marks
from workspace.boards.models import Action
from workspace.boards.proofs import register_proof
from workspace.boards.sections import Section, register_section
from workspace.boards.sharing import takes_along
from workspace.files.models import File

from .models import Evidence
from .queries import ShownEvidence, counted, evidence_of, marks, shown

COUNTED = {"evidence.added", "evidence.withdrawn", "evidence.restored"}


def start() -> None:
    """Called when the app is ready."""
    register_section("action", Section("evidence", "evidence/section.html", _load, order=20))
    register_marks("evidence", counted, marks)
    register("evidence", regions_of_evidence_event)
    register_proof("evidence", has_evidence)
    hangs_on(Action, _of_action)
    hangs_on(Evidence, _of_evidence)
    takes_along(_in_words)


def has_evidence(action: Action) -> bool:
    """Whether something shows that an action is done."""
    return Evidence.objects.filter(action=action, withdrawn_at=None).exists()


def regions_of_evidence_event(event: Event) -> Iterable[Region]:
    """The evidence on the page of its action, how much there is on its card, the page of the piece, and the history."""
    if event.thing is not None:
        if event.kind in COUNTED and (action := Action.objects.filter(pk=event.thing).first()) is not None:
            yield card_region(action)
        yield _section(event.thing)
        yield _piece(UUID(event.data["evidence"]))
        yield action_page_region(event.thing)


def _load(reader: Any, action: Action) -> ShownEvidence:
    return evidence_of(action)


def _section(action_id: UUID) -> Region:
    def draw(audience: Audience, seq: int) -> Iterable[str]:
        action = Action.objects.get(pk=action_id)
        if action.space_id == audience.space_id:  # else it moved since
            parts = {"action": action, "shown": evidence_of(action), "can": audience.abilities("action"), "seq": seq}
            yield render_to_string("evidence/section.html", parts)

    return Region(f"evidence-of:{action_id}", frozenset({f"action:{action_id}"}), draw)


def _piece(pk: UUID) -> Region:
    def draw(audience: Audience, seq: int) -> Iterable[str]:
        evidence = Evidence.objects.select_related("file", "action").filter(pk=pk).first()
        if evidence is not None and evidence.space_id == audience.space_id:
            parts = {"each": shown(evidence), "action": evidence.action, "can": audience.abilities("action")}
            yield render_to_string("evidence/piece.html", {**parts, "evidence": evidence, "seq": seq})

    return Region(f"evidence:{pk}", frozenset({f"evidence:{pk}"}), draw)


def _of_action(action: Action) -> Iterable[QuerySet[Any]]:
    yield Evidence.objects.filter(action=action)


def _of_evidence(evidence: Evidence) -> Iterable[QuerySet[Any]]:
    yield File.objects.filter(evidence=evidence)


def _in_words(action: Action) -> Iterable[str]:
    count = action.evidence.count()
    if count:
        yield ngettext(
            "%(n)s piece of evidence, with its file", "%(n)s pieces of evidence, with their files", count
        ) % {"n": count}
