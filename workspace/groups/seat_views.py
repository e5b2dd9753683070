"""The page of a seat: who holds it until when, who is its alternate, who acts in it now."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from permissions.access import access
from permissions.errors import NotAllowed

from .answers import actor_of, add_errors, command_id, done, redrawn, sentences
from .models import CountryGroup, Seat
from .pages import page_context
from .seat_commands import be_away, be_back, change_term, end_alternate, name_alternate
from .seat_forms import AlternateForm, AwayForm, TermForm, alternates_of
from .standing_in import acts_for

SEATS = Seat.objects.select_related("stakeholder_group", "handle", "alternate")


@require_safe
def seat_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One seat."""
    group, seat = _seat(request, pk)
    return render(request, "groups/seat_page.html", _page(request, group, seat))


@require_POST
def term(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another last day for the term of who holds a seat."""
    group, seat = _seat(request, pk, "manage")
    form = TermForm(request.POST, auto_id="term-%s")
    return _do(request, group, seat, change_term, form, "term_form", _("The term ends on another day now."))


@require_POST
def alternate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name the alternate of a seat."""
    group, seat = _seat(request, pk, "manage")
    form = AlternateForm(request.POST, handles=alternates_of(group), auto_id="alternate-%s")
    return _do(request, group, seat, name_alternate, form, "alternate_form", _("The seat has its alternate."))


@require_POST
def alternate_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A seat without an alternate."""
    group, seat = _seat(request, pk, "manage")
    return _do(request, group, seat, end_alternate, None, "", _("The seat has no alternate any more."))


@require_POST
def away(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The alternate acts in a seat until a day."""
    group, seat = _seat(request, pk)
    _own_or_convened(request, group, seat)
    form = AwayForm(request.POST, auto_id="away-%s")
    return _do(request, group, seat, be_away, form, "away_form", _("The alternate acts in this seat until then."))


@require_POST
def back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The holder is back."""
    group, seat = _seat(request, pk)
    _own_or_convened(request, group, seat)
    return _do(request, group, seat, be_back, None, "", _("The holder acts in this seat alone again."))


def _seat(request: HttpRequest, pk: UUID, verb: str = "view") -> tuple[CountryGroup, Seat]:
    group = access(request.user, CountryGroup.objects.all(), verb, seats=pk)
    return group, SEATS.get(pk=pk)


def _is_mine(request: HttpRequest, seat: Seat) -> bool:
    return seat.handle is not None and seat.handle.person_id == request.user.pk


def _own_or_convened(request: HttpRequest, group: CountryGroup, seat: Seat) -> None:
    if not _is_mine(request, seat):
        access(request.user, CountryGroup.objects.all(), "manage", pk=group.pk)
    elif seat.handle is not None and seat.handle.ended_at is not None:
        raise NotAllowed("manage")


def _do(
    request: HttpRequest,
    group: CountryGroup,
    seat: Seat,
    command: Callable[..., Any],
    form: Form | None,
    name: str,
    text: str,
) -> HttpResponse:
    where = reverse("seat", args=[seat.pk])
    more: dict[str, Any] = {}
    if form is None or form.is_valid():
        said = form.cleaned_data if form is not None else {}
        try:
            command(actor=actor_of(request), seat=seat, command_id=command_id(request), **said)
            return done(request, text, back=where)
        except ValidationError as error:
            if form is None:
                more = {"errors": sentences(error)}
            else:
                add_errors(form, error)
    context = _page(request, group, seat) | more
    if form is None:
        return redrawn(request, "groups/refused_form.html", context, back=where)
    return redrawn(request, f"groups/{name}.html", context | {name: form}, back=where)


def _page(request: HttpRequest, group: CountryGroup, seat: Seat) -> dict[str, Any]:
    context = page_context(request, group, live=[group.space], show=[f"seat:{seat.pk}"], current="people")
    may_say_away = _is_mine(request, seat) or "manage" in context["can"]
    context |= {
        "seat": seat,
        "acting": acts_for(seat),
        "is_mine": _is_mine(request, seat),
        "may_say_away": may_say_away,
    }
    if "manage" in context["can"]:
        kept = seat.until.isoformat() if seat.until else ""
        known = {
            "handle": str(seat.alternate_id or ""),
            "until": seat.alternate_until.isoformat() if seat.alternate_until else "",
        }
        context |= {
            "term_form": TermForm(initial={"until": kept}, auto_id="term-%s"),
            "alternate_form": AlternateForm(initial=known, handles=alternates_of(group), auto_id="alternate-%s"),
        }
    if may_say_away:
        context["away_form"] = AwayForm(auto_id="away-%s")
    return context
