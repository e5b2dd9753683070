"""What people do with their own posts, and the history that all may read."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from permissions.access import abilities, access
from permissions.errors import NotAllowed, NotYours
from realtime.changes import Conflict
from workspace.groups.answers import add_errors, command_id, done, is_in_place, redrawn
from workspace.groups.handles import group_of, handle_in
from workspace.groups.pages import group_of_reader, page_context
from workspace.moderation.tombstones import leaves_a_tombstone

from . import commands
from .contexts import context_of
from .forms import CorrectionForm
from .models import Post
from .pages import actor_of, address_of, home_of
from .queries import shown_post, wordings

POSTS = Post.objects.select_related("discussion__space", "handle__group")


@require_safe
@leaves_a_tombstone("post", moved=True)
def post_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where a post stands; a script that asks gets the post alone, to put it back in place of its form."""
    post = access(request.user, POSTS, pk=pk)
    if not is_in_place(request):
        return HttpResponseRedirect(address_of(post))
    me = handle_in(request.user, post.space_id)
    context = {"shown": shown_post(post, me), "discussion": post.discussion, "talk_can": abilities(request.user, post)}
    return render(request, "discussions/post.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_post(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct a post of one's own."""
    post = access(request.user, POSTS, "comment", pk=pk)
    if post.deleted_at is not None:
        raise NotYours
    if not _is_mine(request, post):
        raise NotAllowed("edit")
    if request.method == "POST":
        return _corrected(request, post)
    known = {"body": post.body, "language": post.language, "seen": post.version}
    form = CorrectionForm(initial=known, auto_id=f"edit-{pk}-%s")
    context = _page(request, post)
    context |= {"post": post, "form": form, "back": address_of(post)}
    template = "discussions/edit_form.html" if is_in_place(request) else "discussions/edit.html"
    return render(request, template, context)


def _corrected(request: HttpRequest, post: Post) -> HttpResponse:
    form = CorrectionForm(request.POST, auto_id=f"edit-{post.pk}-%s")
    context = _page(request, post)
    context |= {"post": post, "form": form, "back": address_of(post)}
    if form.is_valid():
        try:
            commands.edit_post(actor=actor_of(request), post=post, command_id=command_id(request), **form.cleaned_data)
            return done(request, _("Corrected. The former wording stays in the history."), back=address_of(post))
        except Conflict as conflict:
            return redrawn(request, "discussions/edit_form.html", context | _both(post, form, conflict), status=409)
        except ValidationError as error:
            add_errors(form, error)
    return redrawn(request, "discussions/edit_form.html", context, back=address_of(post))


def _both(post: Post, form: Any, conflict: Conflict) -> dict[str, object]:
    """Both wordings, and the version that the writer has seen by reading this."""
    post.refresh_from_db()
    form.data = {**form.data.dict(), "seen": str(post.version)}
    return {"theirs": conflict.fields["body"]["theirs"], "changed_at": post.edited_at}


@require_POST
def delete_post(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back a post of one's own."""
    post = access(request.user, POSTS, "comment", pk=pk)
    commands.delete_post(actor=actor_of(request), post=post, command_id=command_id(request))
    undo = reverse("post-restore", args=[pk])
    return done(
        request, _("Your post is taken back. Others see only that it was there."), back=address_of(post), undo=undo
    )


@require_POST
def restore_post(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put back a post of one's own."""
    post = access(request.user, POSTS, "comment", pk=pk)
    commands.restore_post(actor=actor_of(request), post=post, command_id=command_id(request))
    return done(request, _("Your post is back."), back=address_of(post))


@require_safe
def post_history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How a post was worded before; of one that was taken back nobody reads any wording."""
    post = access(request.user, POSTS, pk=pk)
    if post.deleted_at is not None:
        raise NotYours
    context = _page(request, post)
    context |= {
        "shown": shown_post(post),
        "discussion": post.discussion,
        "about": context_of(post.discussion, request.user),
        "wordings": wordings(post),
        "back": address_of(post),
        "home": home_of(post.discussion),
    }
    return render(request, "discussions/history.html", context)


def _page(request: HttpRequest, post: Post) -> dict[str, Any]:
    return page_context(request, group_of_reader(request, group_of(post.space)), thing=post, current="talk")


def _is_mine(request: HttpRequest, post: Post) -> bool:
    me = handle_in(request.user, post.space_id)
    return me is not None and me.pk == post.handle_id
