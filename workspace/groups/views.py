"""Pages of a country group."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from permissions.access import access, levels
from permissions.errors import NotAllowed

from .answers import actor_of, command_id, done, redrawn
from .commands import change_handle
from .forms import HandleForm
from .models import CountryGroup
from .pages import page_context
from .queries import former_handles, handles_elsewhere, names_to_mention, open_handles, people_of, seats_of
from .sections import sections_of


@require_GET
def group_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A group: its people by seat, and what the other apps bring to this page."""
    group = _group(request, pk)
    context = page_context(request, group, live=[group.space], show=[f"group:{pk}"], current="group")
    context |= {"people": people_of(group), "sections": sections_of(request.user, group)}
    return render(request, "groups/group.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def people_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who holds which seat; a POST changes under which name the reader appears here."""
    group = _group(request, pk)
    if request.method == "POST":
        return _change_handle(request, group)
    context = page_context(request, group, live=[group.space], show=[f"group:{pk}"], current="people")
    return render(request, "groups/people.html", context | _people(request, group, context))


@require_GET
def appear_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How the reader appears in a group, what each kind of name shows to others, what stays on old words."""
    group = _group(request, pk)
    mine = open_handles(group).filter(person=actor_of(request)).first()
    if mine is None:
        raise NotAllowed("edit")
    context = page_context(request, group, current="people")
    context |= {
        "mine": mine,
        "my_seats": seats_of(mine),
        "former": former_handles(mine),
        "elsewhere": handles_elsewhere(mine),
        "form": HandleForm(initial={"text": mine.text, "kind": mine.kind}),
    }
    return render(request, "groups/appear.html", context)


@require_GET
def handles(request: HttpRequest, pk: UUID) -> JsonResponse:
    """Names to mention, for the editor: text and seat only."""
    group = _group(request, pk)
    return JsonResponse(names_to_mention(group, request.GET.get("q", "")), safe=False)


def _group(request: HttpRequest, pk: UUID) -> CountryGroup:
    return access(request.user, CountryGroup.objects.all(), pk=pk)


def _people(request: HttpRequest, group: CountryGroup, context: dict[str, Any]) -> dict[str, Any]:
    mine = context["my_handle"] if context["my_handle"] and context["my_handle"].group_id == group.pk else None
    form = HandleForm(initial={"text": mine.text, "kind": mine.kind}) if mine else None
    them = open_handles(group).exclude(person=actor_of(request)) if "manage" in context["can"] else []
    is_officer = "moderate" in context["can"] and "safeguarding" in levels(request.user, group.space)
    return {
        "is_officer": is_officer,
        "people": people_of(group),
        "mine": mine,
        "my_seats": seats_of(mine),
        "form": form,
        "them": them,
    }


def _change_handle(request: HttpRequest, group: CountryGroup) -> HttpResponse:
    back = reverse("people", args=[group.pk])
    form = HandleForm(request.POST)
    if form.is_valid():
        try:
            change_handle(actor=actor_of(request), group=group, command_id=command_id(request), **form.cleaned_data)
            return done(request, _("You appear under this name from now on. Old words keep the old name."), back=back)
        except ValidationError as error:
            form.add_error(None, error)
    context = page_context(request, group, current="people")
    return redrawn(request, "groups/handle_form.html", context | {"form": form}, back=back)
