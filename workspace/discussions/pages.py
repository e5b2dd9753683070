"""What the pages that show a discussion have in common: its own, and those of the apps above."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from permissions.access import abilities
from workspace.groups.handles import handle_in
from workspace.people.models import User

from . import contexts
from .commands import note_visit
from .forms import PostForm
from .models import Discussion, Post
from .queries import ON_A_PAGE, conversation, needs_visit, visit_of
from .speakers import speakers_of


def talk_context(request: HttpRequest, discussion: Discussion) -> dict[str, Any]:
    """What discussions/posts.html and discussions/post_form.html draw; remembers that the reader was here."""
    before = _number(request.GET.get("before", ""))
    visit = visit_of(request.user, discussion.pk)
    if not before and needs_visit(discussion, visit) and not hasattr(request, "preview"):
        visit = note_visit(actor=actor_of(request), discussion=discussion)
    me = handle_in(request.user, discussion.space_id)
    return {
        "discussion": discussion,
        "talk": conversation(discussion, me, visit, before),
        "speaker": speakers_of([me], me.group_id).get(me.pk) if me else None,
        "form": new_post_form(discussion),
        "talk_can": abilities(request.user, discussion),
    }


def new_post_form(discussion: Discussion) -> PostForm:
    """The empty form, in the language of the discussion."""
    return PostForm(initial={"language": discussion.language}, auto_id=f"post-{discussion.pk}-%s")


def home_of(discussion: Discussion) -> str:
    """The address of the page that shows a discussion."""
    return contexts.home_of(discussion) or reverse("discussion", args=[discussion.pk])


def address_of(post: Post) -> str:
    """Where a post stands: its page, when there are more posts than one page holds, and its place there."""
    discussion = post.discussion
    after = discussion.last_number - post.number
    page = f"?before={post.number + ON_A_PAGE // 2}" if after >= ON_A_PAGE else ""
    return f"{home_of(discussion)}{page}#post-{post.pk}"


def fresh_post(post_id: UUID) -> Post:
    """A post with all that drawing it needs."""
    return Post.objects.select_related("discussion__space", "space", "handle__group").get(pk=post_id)


def actor_of(request: HttpRequest) -> User:
    """Who acts; every page of ours asks for sign-in before."""
    assert request.user.is_authenticated
    return request.user


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0
