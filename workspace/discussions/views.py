"""Pages of discussions."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from permissions.access import access
from realtime.documents import rendering
from workspace.groups.answers import add_errors, command_id, done, redrawn
from workspace.groups.handles import group_of
from workspace.groups.models import CountryGroup
from workspace.groups.pages import group_of_reader, page_context

from . import commands
from .contexts import context_of
from .forms import PostForm
from .models import Discussion
from .pages import actor_of, address_of, home_of, talk_context
from .queries import discussions_of


@require_safe
def discussion_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A discussion: the shared summary above, the posts below."""
    discussion = access(request.user, Discussion.objects.all(), pk=pk)
    live = [] if request.GET.get("before") else [discussion.space]  # an old page stays as it is
    group = group_of_reader(request, group_of(discussion.space))
    context = page_context(request, group, live=live, show=[f"discussion:{pk}"], thing=discussion, current="talk")
    context |= talk_context(request, discussion) | {"about": context_of(discussion, request.user)}
    if discussion.summary:
        context |= {
            "summary_html": mark_safe(rendering(discussion.summary).html),  # noqa: S308 - of the converter
            "may_edit_summary": "edit" in context["can"],
            "mentions": reverse("handles", args=[group.pk]) if group else "",
        }
    return render(request, "discussions/discussion.html", context)


@require_safe
def group_discussions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All discussions on a group's boards, the liveliest first."""
    group = access(request.user, CountryGroup.objects.all(), pk=pk)
    context = page_context(request, group, live=[group.space], current="talk")
    rows = [(each, context_of(each, request.user)) for each in discussions_of(request.user, group)[:200]]
    return render(request, "discussions/list.html", context | {"rows": rows})


@require_POST
def write_post(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say something in a discussion."""
    discussion = access(request.user, Discussion.objects.all(), "comment", pk=pk)
    form = PostForm(request.POST, auto_id=f"post-{pk}-%s")
    if form.is_valid():
        try:
            written = commands.post(
                actor=actor_of(request), discussion=discussion, command_id=command_id(request), **form.cleaned_data
            )
            undo = reverse("post-delete", args=[written.pk])
            return done(request, _("Your post is there for all to read."), back=address_of(written), undo=undo)
        except ValidationError as error:
            add_errors(form, error)
    group = group_of_reader(request, group_of(discussion.space))
    context = page_context(request, group, thing=discussion, current="talk")
    context |= {"discussion": discussion, "form": form, "talk_can": context["can"]}
    return redrawn(request, "discussions/post_form.html", context, back=home_of(discussion))
