"""What people do with lessons: start a draft, write it with others, publish what stands in it."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions import grants
from permissions.models import Space
from realtime import documents
from realtime.changes import Conflict, change, command, founding, gate
from realtime.models import Document
from workspace.discussions.commands import check_language, check_title, open_discussion
from workspace.groups.handles import speaking
from workspace.groups.models import CountryGroup, Seat
from workspace.people.models import User

from .models import Invitation, Lesson, LessonVersion
from .readers import open_to_all_countries


@command
def start_lesson(
    *, actor: User, group: CountryGroup, title: str, language: str = "", command_id: UUID | None = None
) -> Lesson:
    """Start a draft of one's group. Its author and the convenors may enter, nobody else of the group."""
    group = gate(actor, "comment", group)
    handle = speaking(actor, group.space, "edit")
    space = Space.objects.create(kind="lesson_draft", home=group.space)
    lesson = Lesson.objects.create(
        group=group,
        space=space,
        draft=Document.objects.create(space=space, kind="lesson_draft"),
        title=check_title(title),
        language=check_language(language or group.language),
        handle=handle,
        started_at=timezone.now(),
    )
    grants.give(space=space, role=group.convenors, level="convenor", reason="runs the group", by=actor)
    grants.give(space=space, user=actor, level="author", reason="started the draft", by=actor)
    with founding(actor) as record:
        record("draft.started", lesson, title=lesson.title)
    return lesson


@command
def rename_lesson(
    *,
    actor: User,
    lesson: Lesson,
    title: str,
    language: str,
    seen_title: str | None = None,
    command_id: UUID | None = None,
) -> Lesson:
    """Give a draft another working title or language.

    Raises Conflict when the title that the writer saw is not the title now.
    """
    with change(actor, "edit", lesson) as (lesson, record):
        title, language = check_title(title), check_language(language)
        if seen_title is not None and title != lesson.title != seen_title:
            raise Conflict({"title": {"theirs": lesson.title, "yours": title}})
        changed = {
            name: [old, new]
            for name, old, new in (("title", lesson.title, title), ("language", lesson.language, language))
            if old != new
        }
        if changed:
            lesson.title, lesson.language = title, language
            lesson.save(update_fields=["title", "language"])
            record("draft.renamed", lesson, changed=changed)
    return lesson


@command
def invite_to_draft(*, actor: User, lesson: Lesson, seat: Seat, command_id: UUID | None = None) -> Invitation:
    """Let who holds a seat in another country write with the authors, until the invitation is ended."""
    with change(actor, "share", lesson) as (lesson, record):
        guest = seat.handle
        if guest is None or guest.person is None or guest.ended_at is not None:
            raise ValidationError({"seat": _("Nobody holds this seat now. Choose another.")})
        if seat.group_id == lesson.group_id:
            raise ValidationError({"seat": _("Choose a seat of another country.")})
        past = lesson.invitations.filter(ended_at__isnull=True, grant__ended_at__isnull=False)
        past.update(ended_at=timezone.now())  # the draft was restricted meanwhile
        if lesson.invitations.filter(guest=guest, grant__ended_at__isnull=True).exists():
            raise ValidationError({"seat": _("This seat is invited already.")})
        grant = grants.give(
            space=lesson.space, user=guest.person, level="guest", reason="invited to write the draft", by=actor
        )
        invitation = Invitation.objects.create(
            space=lesson.space,
            lesson=lesson,
            guest=guest,
            invited_by=speaking(actor, lesson.space, "edit"),
            grant=grant,
            at=timezone.now(),
        )
        record("draft.guest_invited", lesson, guest=guest.pk)
    return invitation


@command
def end_invitation(*, actor: User, invitation: Invitation, command_id: UUID | None = None) -> Invitation:
    """End an invitation now; what the guest wrote stays."""
    with change(actor, "share", invitation) as (invitation, record):
        if invitation.ended_at is None:
            invitation.ended_at = timezone.now()
            invitation.save(update_fields=["ended_at"])
            grants.end(invitation.grant, by=actor)
            record("draft.invitation_ended", invitation.lesson, guest=invitation.guest_id)
    return invitation


@command
def publish_lesson(*, actor: User, lesson: Lesson, command_id: UUID | None = None) -> LessonVersion:
    """Publish what stands in the draft as a version that nobody changes, for all countries to read and comment."""
    with change(actor, "decide", lesson) as (lesson, record):
        group = lesson.group
        drawn = documents.rendering(lesson.draft)
        if drawn.failed_at is not None:
            raise ValidationError(_("The draft cannot be read just now. Nothing was published: try again in a moment."))
        if not drawn.text.strip():
            raise ValidationError(_("The draft is empty. Write it first, then publish it."))
        space = Space.objects.create(kind="lesson", home=group.space)
        lesson.last_number += 1
        lesson.save(update_fields=["last_number"])
        version = LessonVersion.objects.create(
            space=space,
            lesson=lesson,
            group=group,
            number=lesson.last_number,
            title=lesson.title,
            language=lesson.language,
            content=drawn.content,
            html=drawn.html,
            text=drawn.text,
            handle=speaking(actor, lesson.space, "edit"),
            published_at=timezone.now(),
        )
        open_to_all_countries(space, group, by=actor)
        with founding(actor) as found:
            found("lesson.published", version, title=version.title, number=version.number)
        record("draft.published", lesson, version=version.pk, number=version.number)
    version.discussion = open_discussion(
        actor=actor, place=version, title=version.title, language=version.language, about=version, with_summary=False
    )
    version.save(update_fields=["discussion"])
    return version
