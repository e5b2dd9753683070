"""What a reader gets of discussions: a list, one with its posts, a post with its wordings."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from permissions.access import visible
from workspace.groups.handles import group_of
from workspace.groups.models import CountryGroup, Handle
from workspace.moderation.models import Hiding
from workspace.moderation.tombstones import hidden_among
from workspace.prose.diff import Op, word_diff
from workspace.prose.posts import post_html

from .commands import ONE_VISIT
from .languages import own_name
from .models import Discussion, Post, Visit
from .speakers import Speaker, speakers_of

ON_A_PAGE = 40  # posts; some 30 kB of HTML before compression


@dataclass(frozen=True)
class ShownPost:
    """A post as a page draws it; the words of one that was taken back, or hidden by a moderator, are not in it."""

    post: Post
    speaker: Speaker
    html: SafeString
    is_mine: bool = False
    hiding: Hiding | None = None


@dataclass(frozen=True)
class Conversation:
    """A discussion's posts on one page. `new_from` is the number of the first that this reader has not seen."""

    posts: list[ShownPost]
    earlier: int  # posts before these
    before: int  # what the address of those before them says
    is_last_page: bool
    new_from: int = 0
    new: int = 0
    since: datetime | None = None


def conversation(discussion: Discussion, me: Handle | None, visit: Visit | None, before: int = 0) -> Conversation:
    """The last posts of a discussion, or those before a number."""
    posts = discussion.posts.select_related("handle__group").order_by("-number")
    if before:
        posts = posts.filter(number__lt=before)
    chosen = list(posts[:ON_A_PAGE])[::-1]
    first = chosen[0].number if chosen else 1
    unread = []
    if visit is not None and visit.before is not None and not before:
        there = (p for p in chosen if p.deleted_at is None and p.space_id == discussion.space_id)
        unread = [p for p in there if p.number > visit.seen_before and not _by(p, me)]
    return Conversation(
        posts=_shown(chosen, discussion, me),
        earlier=first - 1,
        before=first,
        is_last_page=not before,
        new_from=unread[0].number if unread else 0,
        new=len(unread),
        since=visit.before if visit else None,
    )


def shown_post(post: Post, me: Handle | None = None) -> ShownPost:
    """One post, as the page draws it."""
    return _shown([post], post.discussion, me)[0]


def _shown(posts: list[Post], discussion: Discussion, me: Handle | None) -> list[ShownPost]:
    group = group_of(discussion.space)
    hidden = hidden_among([post.pk for post in posts if post.space_id != discussion.space_id])
    speakers = speakers_of([post.handle for post in posts], group.pk if group else None)
    return [
        ShownPost(
            post=post,
            speaker=speakers[post.handle_id],
            html=SafeString("") if post.deleted_at or post.pk in hidden else mark_safe(post_html(post.body)),  # noqa: S308
            is_mine=_by(post, me),
            hiding=hidden.get(post.pk),
        )
        for post in posts
    ]


def _by(post: Post, me: Handle | None) -> bool:
    return me is not None and post.handle_id == me.pk


@dataclass(frozen=True)
class Wording:
    """One wording of a post, and how it differs from the one before."""

    version: int
    at: datetime
    language: str
    parts: list[tuple[Op, str]]


def wordings(post: Post) -> list[Wording]:
    """All wordings of a post, the last first."""
    said = [(v.version, v.at, v.language, v.body) for v in post.versions.all()]
    said.append((post.version, post.edited_at or post.written_at, post.language, post.body))
    found, former = [], None
    for version, at, language, body in said:
        parts: list[tuple[Op, str]] = [("same", body)] if former is None else word_diff(former, body)
        found.append(Wording(version, at, own_name(language), parts))
        former = body
    return found[::-1]


def discussions_of(user: Any, group: CountryGroup) -> QuerySet[Discussion]:
    """The discussions on a group's boards that this reader may see, the liveliest first, with `unread` posts."""
    found = visible(user, Discussion.objects.filter(space__home=group.space_id)).exclude(space__kind="lesson")
    return with_unread(user, found)


def with_unread(user: Any, discussions: QuerySet[Discussion]) -> QuerySet[Discussion]:
    """With how many posts of others each has that this reader has not seen; `was_here` is the last visit."""
    mine = Visit.objects.filter(person=user, discussion=OuterRef("pk"))
    there = Post.objects.filter(discussion=OuterRef("pk"), space=OuterRef("space"), deleted_at__isnull=True)
    news = there.filter(number__gt=OuterRef("seen")).exclude(handle__person=user)
    counted = news.order_by().values("discussion").annotate(n=Count("pk")).values("n")
    return (
        discussions.select_related("space")
        .annotate(seen=Coalesce(Subquery(mine.values("seen")[:1]), 0), was_here=Subquery(mine.values("at")[:1]))
        .annotate(unread=Coalesce(Subquery(counted), 0))
        .order_by(Coalesce("last_post_at", "opened_at").desc())
    )


def needs_visit(discussion: Discussion, visit: Visit | None) -> bool:
    """Whether there is anything to remember: reading again what one has read writes nothing."""
    if visit is None or visit.seen < discussion.last_number:
        return True
    return timezone.now() - visit.at > ONE_VISIT


def visit_of(user: Any, discussion_id: UUID) -> Visit | None:
    """The reader's last visit."""
    return Visit.objects.filter(person=user, discussion_id=discussion_id).first()
