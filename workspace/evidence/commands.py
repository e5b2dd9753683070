"""What people do with evidence: add it, say better what it shows, take it back. Files are deleted after 30 days."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.errors import NotYours
from realtime.changes import change, command
from realtime.identity import identity
from workspace.boards.models import Action
from workspace.files.keeping import Ready, finish, set_withdrawn
from workspace.files.models import Upload
from workspace.people.models import User

from .models import Evidence
from .values import checked, fields_of

MOST = 200  # of one action


@command
def add_file(
    *,
    actor: User,
    action: Action,
    ready: Ready,
    upload: Upload | None = None,
    caption: str = "",
    seen_in_it: str = "",
    command_id: UUID | None = None,
) -> Evidence:
    """Add a picture or a document that was made safe; of one `upload` comes one piece of evidence, however often."""
    if upload is not None:
        with change(actor, "edit", upload) as (upload, _record):
            if upload.person_id != actor.pk:
                raise NotYours
            if upload.file_id is not None:
                return Evidence.objects.get(file=upload.file_id)
    with change(actor, "edit", action) as (action, record):
        words = checked({"caption": caption, "seen_in_it": seen_in_it})
        _check_count(action)
        file = ready.keep(action.space)
        if upload is not None:
            finish(upload, file)
        if not file.is_picture:
            words["seen_in_it"] = ""
        return _added(actor, action, record, kind=Evidence.Kind.FILE, file=file, **words)


@command
def add_link(
    *, actor: User, action: Action, address: str, caption: str = "", command_id: UUID | None = None
) -> Evidence:
    """Add the address of a page. It is never opened from here."""
    with change(actor, "edit", action) as (action, record):
        words = checked({"address": address, "caption": caption})
        _check_count(action)
        return _added(actor, action, record, kind=Evidence.Kind.LINK, **words)


@command
def add_note(*, actor: User, action: Action, text: str, command_id: UUID | None = None) -> Evidence:
    """Write down what shows it."""
    with change(actor, "edit", action) as (action, record):
        words = checked({"text": text})
        _check_count(action)
        return _added(actor, action, record, kind=Evidence.Kind.NOTE, **words)


@command
def edit_evidence(
    *,
    actor: User,
    evidence: Evidence,
    values: Mapping[str, Any],
    seen: Mapping[str, str] | None = None,
    command_id: UUID | None = None,
) -> Evidence:
    """Say better what it shows; `seen` is what the writer saw in each field."""
    with change(actor, "edit", evidence) as (evidence, record):
        clean = checked({field: value for field, value in values.items() if field in fields_of(evidence)})
        changed = _differences(evidence, clean, seen or {})
        if changed:
            for field in changed:
                setattr(evidence, field, clean[field])
            evidence.save(update_fields=list(changed))
            record("evidence.edited", evidence.action, **told(evidence), changed=changed)
    return evidence


@command
def withdraw_evidence(*, actor: User, evidence: Evidence, command_id: UUID | None = None) -> Evidence:
    """Take a piece of evidence back. For 30 days it can be put back; then its file is deleted."""
    with change(actor, "edit", evidence) as (evidence, record):
        if evidence.withdrawn_at is None:
            withdraw(evidence, withdrawn=True)
            record("evidence.withdrawn", evidence.action, **told(evidence))
    return evidence


@command
def restore_evidence(*, actor: User, evidence: Evidence, command_id: UUID | None = None) -> Evidence:
    """Put a piece of evidence back."""
    with change(actor, "edit", evidence) as (evidence, record):
        if evidence.withdrawn_at is not None:
            withdraw(evidence, withdrawn=False)
            record("evidence.restored", evidence.action, **told(evidence))
    return evidence


def withdraw(evidence: Evidence, *, withdrawn: bool) -> None:
    """Both rows, in the caller's change."""
    if evidence.file is not None:
        set_withdrawn(evidence.file, withdrawn=withdrawn)
    evidence.withdrawn_at = timezone.now() if withdrawn else None
    evidence.save(update_fields=["withdrawn_at"])


def told(evidence: Evidence) -> dict[str, str]:
    """What an event says of it."""
    return {"evidence": str(evidence.pk), "what": evidence.what, "title": evidence.title}


def _added(actor: User, action: Action, record: Any, **fields: Any) -> Evidence:
    who = identity(actor, action.space_id)
    evidence = Evidence.objects.create(
        action=action, space=action.space, by=who.id if who else None, added_at=timezone.now(), **fields
    )
    record("evidence.added", action, **told(evidence))
    return evidence


def _check_count(action: Action) -> None:
    if action.evidence.filter(withdrawn_at__isnull=True).count() >= MOST:
        raise ValidationError(_("An action has at most %(n)s pieces of evidence. Take one back first.") % {"n": MOST})


def _differences(evidence: Evidence, clean: Mapping[str, str], seen: Mapping[str, str]) -> dict[str, list[str]]:
    """Field → [old, new]; ValidationError where somebody else was quicker."""
    changed, wrong = {}, {}
    for field, new in clean.items():
        now = getattr(evidence, field)
        if new == now or (field in seen and new == seen[field]):
            continue
        if seen.get(field, now) != now:
            wrong[field] = _("Meanwhile somebody wrote “%(value)s” here. Send it again to have yours instead.") % {
                "value": now
            }
        changed[field] = [now, new]
    if wrong:
        raise ValidationError(wrong)
    return changed
