"""Pages of asking: the one that a link leads to, and the one where a request is answered."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from permissions.access import access, can
from permissions.errors import NotAllowed, NotYours
from permissions.table import KINDS
from workspace.groups.answers import actor_of, add_errors, command_id, done, redrawn
from workspace.groups.handles import group_of, handle_in
from workspace.groups.pages import group_of_reader, page_context

from . import asking
from .forms import AnswerForm, AskForm
from .kinds import kind_of, thing_of
from .models import AccessRequest

USUALLY = timedelta(days=90)  # how long somebody is let in, unless another day is chosen
REQUESTS = AccessRequest.objects.select_related("link", "handle__group", "answered_by")


@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: HttpRequest, pk: UUID, signature: str) -> HttpResponse:
    """Where a link leads: it says what kind of thing it is and whose, and lets one ask."""
    link = asking.link_at(pk, signature)
    thing = asking.thing_behind(link)
    if can(request.user, "view", thing):
        return HttpResponseRedirect(kind_of(thing).url(thing))
    form = AskForm(request.POST or None, auto_id="ask-%s")
    if request.method == "POST" and form.is_valid():
        try:
            asked = asking.ask(
                actor=actor_of(request), link=link, command_id=command_id(request), words=form.cleaned_data["words"]
            )
            return done(request, _("They are asked."), back=reverse("access-request", args=[asked.pk]))
        except ValidationError as error:
            add_errors(form, error)
    group = group_of(thing.space)
    context = page_context(request, group_of_reader(request)) | {
        "form": form,
        "link": link,
        "signature": signature,
        "what": _(KINDS[link.kind]),
        "of_group": group,
        "asked": AccessRequest.objects.filter(link=link, person=request.user.pk).first(),
        "may_ask": handle_in(request.user, thing.space) is not None,
    }
    return render(request, "sharing/ask.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What somebody asked: for them how it stands, for who may share the thing a form to answer."""
    asked = access(request.user, REQUESTS, pk=pk)
    try:
        thing = asking.thing_behind(asked.link)
    except NotYours:
        thing = None
    may_answer = thing is not None and can(request.user, "share", asked) and can(request.user, "share", thing)
    if request.method == "POST" and not may_answer:
        raise NotAllowed("share")
    usual = timezone.localdate() + USUALLY
    form = AnswerForm(request.POST or None, auto_id="answer-%s", initial={"until": usual.isoformat()})
    back = reverse("access-request", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            asking.answer(actor=actor_of(request), request=asked, command_id=command_id(request), **form.said())
            return done(request, _("They read your answer on their first page."), back=back)
        except ValidationError as error:
            add_errors(form, error)
    context = page_context(request, group_of_reader(request)) | {
        "asked": asked,
        "form": form,
        "what": _(KINDS[asked.link.kind]),
        "title": kind_of(thing).title(thing) if thing and can(request.user, "view", thing) else "",
        "url": kind_of(thing).url(thing) if thing else "",
        "may_answer": may_answer and asked.answered_at is None,
        "is_mine": asked.person_id == request.user.pk,
    }
    if form.errors:
        return redrawn(request, "sharing/answer_form.html", context, back=back)
    return render(request, "sharing/request.html", context)


@require_POST
def make_link(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """A new link by which people may ask."""
    thing = thing_of(request.user, kind, pk, "share")
    asking.make_link(actor=actor_of(request), thing=thing, command_id=command_id(request))
    return done(request, _("The link is made. Send it to whom you choose."), back=_links(thing))


@require_POST
def end_link(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Nobody may ask by a link any more."""
    thing = thing_of(request.user, kind, pk, "share")
    try:
        link = UUID(request.POST.get("link", ""))
    except ValueError as error:
        raise NotYours from error
    asking.end_link(actor=actor_of(request), thing=thing, link=link, command_id=command_id(request))
    return done(request, _("The link leads nowhere any more."), back=_links(thing))


def _links(thing: Any) -> str:
    return reverse("sharing", args=[thing.pk, thing.permission_kind]) + "#links"
