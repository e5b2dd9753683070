"""The page that says who can see a thing and why, and what may be changed there."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from permissions.errors import NotYours
from workspace.groups.answers import actor_of, add_errors, command_id, done, redrawn, sentences
from workspace.groups.handles import group_of
from workspace.groups.pages import group_of_reader, page_context

from . import commands
from .asking import address_of, links_to
from .forms import Choice, RestrictForm, ShareForm
from .holders import seats_to_name
from .kinds import kind_of, thing_of
from .preview import chosen, roles_to_preview, seen_as
from .queries import preview_of, sharing_of


@require_safe
def sharing_page(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Who can see a thing and why; for who may share it, what may be done about it."""
    thing = thing_of(request.user, kind, pk)
    context = _page(request, thing, live=True) | {"sharing": sharing_of(thing)}
    if "share" in context["can"] and not context["sharing"].is_of_circle:
        context |= {"share_form": _share_form(thing), "may_share": True, "roles": roles_to_preview(thing)}
        context["links"] = [(link, request.build_absolute_uri(address_of(link))) for link in links_to(thing)]
    return render(request, "sharing/page.html", context)


@require_safe
def seen_as_page(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The page of a thing as somebody else would see it; nothing can be done there."""
    thing = thing_of(request.user, kind, pk, "manage")
    role = chosen(roles_to_preview(thing), request.GET.get("who", ""))
    if role is None:
        raise NotYours
    try:
        return seen_as(request, thing, role, _address(thing))
    except Http404:
        return render(request, "sharing/preview_none.html", _page(request, thing) | {"role": role})


@require_http_methods(["GET", "HEAD", "POST"])
def restrict(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Choose seats; see who would see the thing and who would not any more; a POST does it."""
    thing = thing_of(request.user, kind, pk, "share")
    holders = seats_to_name(thing.space)
    back = _address(thing)
    context = _page(request, thing)
    if request.method == "POST":
        form = RestrictForm(request.POST, holders=holders, auto_id="restrict-%s")
        if form.is_valid():
            try:
                commands.restrict(
                    actor=actor_of(request), thing=thing, command_id=command_id(request), **form.cleaned_data
                )
                return done(request, _("Only these seats see it now."), back=back)
            except ValidationError as error:
                add_errors(form, error)
        context |= {"form": form, "change": preview_of(thing, request.POST.getlist("seats"))}
        return redrawn(
            request, "sharing/restrict_form.html", context, back=reverse("sharing-restrict", args=[pk, kind])
        )
    chosen = request.GET.getlist("seats")
    form = RestrictForm(initial={"seats": chosen}, holders=holders, auto_id="restrict-%s")
    preview = preview_of(thing, chosen)
    context |= {"form": form, "asked": "asked" in request.GET, "change": preview if preview.chosen else None}
    return render(request, "sharing/restrict.html", context)


@require_POST
def share(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Let somebody in, to read, comment or write, until a day."""
    thing = thing_of(request.user, kind, pk, "share")
    form = ShareForm(request.POST, holders=_to_name(thing), auto_id="share-%s")
    if form.is_valid():
        try:
            commands.share(actor=actor_of(request), thing=thing, command_id=command_id(request), **form.cleaned_data)
            return done(request, _("They are let in."), back=_address(thing))
        except ValidationError as error:
            add_errors(form, error)
    context = _page(request, thing) | {"share_form": form}
    return redrawn(request, "sharing/share_form.html", context, back=_address(thing))


@require_POST
def end(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """End what somebody was given."""
    thing = thing_of(request.user, kind, pk, "share")
    try:
        grant = UUID(request.POST.get("grant", ""))
    except ValueError as error:
        raise NotYours from error
    return _do(request, thing, commands.end_share, _("It is ended. What they wrote stays."), grant=grant)


@require_POST
def rejoin(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Open a thing again to all who see where it came from."""
    thing = thing_of(request.user, kind, pk, "share")
    return _do(request, thing, commands.rejoin, _("It is open again to the whole group."))


def _do(request: HttpRequest, thing: Any, do: Any, text: str, **more: Any) -> HttpResponse:
    try:
        do(actor=actor_of(request), thing=thing, command_id=command_id(request), **more)
    except ValidationError as error:
        context = _page(request, thing) | {"errors": sentences(error)}
        return redrawn(request, "groups/refused_form.html", context, back=_address(thing))
    return done(request, text, back=_address(thing))


def _share_form(thing: Any) -> ShareForm:
    return ShareForm(initial={"level": "commenter"}, holders=_to_name(thing), auto_id="share-%s")


def _to_name(thing: Any) -> list[Choice]:
    return [*commands.holders_of(thing), *commands.people_of(thing)]


def _address(thing: Any) -> str:
    return reverse("sharing", args=[thing.pk, thing.permission_kind])


def _page(request: HttpRequest, thing: Any, *, live: bool = False) -> dict[str, Any]:
    kind = kind_of(thing)
    group = group_of(thing.space)
    context = page_context(
        request,
        group_of_reader(request, group),
        live=[thing.space] if live else [],
        show=[f"sharing:{thing.pk}"],
        thing=thing,
        current=kind.place,
    )
    return context | {
        "thing": thing,
        "kind": kind.name,
        "title": kind.title(thing),
        "home": kind.url(thing),
        "takes": list(kind.takes(thing)),
        "of_group": group,
    }
