"""What people do in discussions: open one, post, correct and take back one's own words."""

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.errors import NotAllowed
from realtime.changes import Conflict, change, command, founding, gate
from realtime.models import Document
from workspace.groups.handles import group_of, speaking
from workspace.groups.models import Handle
from workspace.people.models import User

from .languages import CONTENT_LANGUAGES
from .models import Discussion, Post, PostVersion, Visit

LONGEST_POST = 20_000  # characters: some ten pages
ONE_VISIT = timedelta(minutes=30)  # coming back sooner is the same visit: what was new stays marked


@command
def open_discussion(
    *,
    actor: User,
    place: models.Model,
    title: str,
    language: str = "",
    about: models.Model | None = None,
    with_summary: bool = True,
    command_id: UUID | None = None,
) -> Discussion:
    """Open a discussion where `place` (a board, a published lesson) lives; `about` is a thing of the same space."""
    with change(actor, "comment", place) as (place, record):
        space = place.space  # type: ignore[attr-defined]
        if about is not None and about.space_id != space.pk:  # type: ignore[attr-defined]
            raise ValidationError(_("A discussion and what it is about belong to the same board."))
        group = group_of(space)
        discussion = Discussion.objects.create(
            space=space,
            title=check_title(title),
            language=check_language(language or (group.language if group else "en")),
            about_id=about.pk if about is not None else None,
            summary=Document.objects.create(space=space, kind="discussion") if with_summary else None,
            handle=speaking(actor, space, "comment"),
            opened_at=timezone.now(),
        )
        record("discussion.opened", discussion, title=discussion.title)
    return discussion


def open_without_a_name(*, actor: User, place: models.Model, voice: Handle, title: str, language: str) -> Discussion:
    """Inside a command: open a discussion under a handle that has no person."""
    place = gate(actor, "comment", place)
    space = place.space  # type: ignore[attr-defined]
    discussion = Discussion.objects.create(
        space=space,
        title=check_title(title),
        language=check_language(language),
        summary=Document.objects.create(space=space, kind="discussion"),
        handle=voice,
        opened_at=timezone.now(),
    )
    with founding(None) as record:
        record("discussion.opened", discussion, title=discussion.title)
    return discussion


@command
def post(*, actor: User, discussion: Discussion, body: str, language: str = "", command_id: UUID | None = None) -> Post:
    """Say something in a discussion, in Markdown."""
    with change(actor, "comment", discussion) as (discussion, record):
        written = _written(discussion, speaking(actor, discussion.space_id, "comment"), body, language)
        read_to = Visit.objects.filter(person=actor, discussion=discussion, seen=discussion.last_number - 1)
        read_to.update(seen=discussion.last_number)  # one's own words are not news
        record("post.written", written, discussion=discussion.pk)
    return written


def post_without_a_name(*, actor: User, discussion: Discussion, voice: Handle, body: str, language: str = "") -> Post:
    """Inside a command: say something under a handle that has no person. The event names nobody either, and nothing
    that the actor has read or will read tells them apart from all others."""
    discussion = gate(actor, "comment", discussion)
    with founding(None) as record:
        written = _written(discussion, voice, body, language)
        record("post.written", written, discussion=discussion.pk)
    return written


def take_back_without_a_name(*, actor: User, post: Post) -> Post:
    """Inside a command that has asked whether the actor may: take back what nobody's handle said."""
    post = gate(actor, "comment", post)
    if post.handle.person_id is not None:
        raise NotAllowed("edit")
    if post.deleted_at is None:
        post.deleted_at = timezone.now()
        post.save(update_fields=["deleted_at"])
        with founding(None) as record:
            record("post.deleted", post, discussion=post.discussion_id)
    return post


def _written(discussion: Discussion, handle: Handle, body: str, language: str) -> Post:
    discussion.last_number += 1
    discussion.last_post_at = timezone.now()
    written = Post.objects.create(
        space=discussion.space,
        discussion=discussion,
        number=discussion.last_number,
        handle=handle,
        body=check_body(body),
        language=check_language(language or discussion.language),
        written_at=discussion.last_post_at,
    )
    discussion.save(update_fields=["last_number", "last_post_at"])
    return written


@command
def edit_post(
    *,
    actor: User,
    post: Post,
    body: str,
    seen: int,
    language: str = "",
    command_id: UUID | None = None,
) -> Post:
    """Correct a post of one's own; `seen` is the version that the writer had before them.

    Raises Conflict when the post was changed meanwhile (from another device): both wordings are in it.
    """
    with change(actor, "comment", post) as (post, record):
        _own(actor, post)
        _standing(post)
        body, language = check_body(body), check_language(language or post.language)
        if (body, language) == (post.body, post.language):
            return post
        if seen != post.version:
            raise Conflict({"body": {"theirs": post.body, "yours": body}})
        PostVersion.objects.create(
            post=post,
            version=post.version,
            body=post.body,
            language=post.language,
            at=post.edited_at or post.written_at,
        )
        post.body, post.language, post.edited_at = body, language, timezone.now()
        post.version += 1
        post.save(update_fields=["body", "language", "edited_at", "version"])
        record("post.edited", post, discussion=post.discussion_id, version=post.version)
    return post


@command
def delete_post(*, actor: User, post: Post, command_id: UUID | None = None) -> Post:
    """Take back a post of one's own; a tombstone stays in its place."""
    with change(actor, "comment", post) as (post, record):
        _own(actor, post)
        if post.deleted_at is None:
            post.deleted_at = timezone.now()
            post.save(update_fields=["deleted_at"])
            record("post.deleted", post, discussion=post.discussion_id)
    return post


@command
def restore_post(*, actor: User, post: Post, command_id: UUID | None = None) -> Post:
    """Put back a post of one's own that was taken back."""
    with change(actor, "comment", post) as (post, record):
        _own(actor, post)
        if post.deleted_at is not None:
            post.deleted_at = None
            post.save(update_fields=["deleted_at"])
            record("post.restored", post, discussion=post.discussion_id)
    return post


@command
def note_visit(*, actor: User, discussion: Discussion) -> Visit:
    """Remember how far the actor has read; nobody else learns of it."""
    with change(actor, "view", discussion) as (discussion, _record):
        now, last = timezone.now(), discussion.last_number
        visit, is_first = Visit.objects.get_or_create(
            person=actor, discussion=discussion, defaults={"seen": last, "at": now, "seen_before": last}
        )
        if not is_first:
            if now - visit.at > ONE_VISIT:
                visit.seen_before, visit.before = visit.seen, visit.at
            visit.seen, visit.at = last, now
            visit.save()
    return visit


def check_title(title: str) -> str:
    """A title of one line, or ValidationError."""
    title = " ".join(title.split())
    if not title:
        raise ValidationError({"title": _("Give it a title, so that others find it.")})
    if len(title) > 200:
        raise ValidationError({"title": _("A title has at most 200 characters.")})
    return title


def check_body(body: str) -> str:
    """The words of a post, or ValidationError."""
    body = body.replace("\r\n", "\n").replace("\x00", "").strip()
    if not body:
        raise ValidationError({"body": _("Write something first.")})
    if len(body) > LONGEST_POST:
        raise ValidationError({"body": _("A post has at most 20,000 characters. Say it in two.")})
    return body


def check_language(code: str) -> str:
    """A language that content may be in, or ValidationError."""
    if code not in dict(CONTENT_LANGUAGES):
        raise ValidationError({"language": _("Choose one of the languages in the list.")})
    return code


def _own(actor: User, post: Post) -> None:
    """Only the same handle: a person's new handle has no hand on the words of the old one, or it would betray it."""
    if speaking(actor, post.space_id, "comment").pk != post.handle_id:
        raise NotAllowed("edit")


def _standing(post: Post) -> None:
    if post.deleted_at is not None:
        raise ValidationError(_("This post was taken back. Put it back first."))
