"""The page on which somebody reports a thing, and those on which moderators decide."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from permissions.access import access
from permissions.errors import NotYours
from workspace.groups.answers import actor_of, add_errors, command_id, done, redrawn
from workspace.groups.handles import group_of
from workspace.groups.pages import group_of_reader, page_context

from . import commands
from .desk import desk_for
from .forms import ReportForm, decision
from .kinds import reportable
from .models import Hiding, Report
from .places import is_moderator
from .queries import own_report, reports_for

REPORTS = Report.objects.select_related("space", "group")


@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Report a thing: what happens then, and who learns of it."""
    of = reportable(kind)
    thing = access(request.user, of.things(), pk=pk)
    form = ReportForm(request.POST or None, auto_id="report-%s")
    back = of.url(thing)
    if request.method == "POST" and form.is_valid():
        try:
            commands.report(
                actor=actor_of(request), thing=thing, kind=kind, command_id=command_id(request), **form.cleaned_data
            )
            return done(
                request, _("It is reported. A moderator looks at it, and you are told what came of it."), back=back
            )
        except ValidationError as error:
            add_errors(form, error)
    context = page_context(request, group_of_reader(request, group_of(thing.space)), thing=thing) | {
        "of": of,
        "thing": thing,
        "title": of.title(thing),
        "form": form,
        "back": back,
        "mine": own_report(request.user, thing.pk),
    }
    return render(request, "moderation/report.html", context, status=422 if form.errors else 200)


@require_safe
def reports_page(request: HttpRequest) -> HttpResponse:
    """What was reported and waits, the oldest first."""
    if not is_moderator(request.user):
        raise NotYours
    on = desk_for(request.user)
    group = group_of_reader(request)
    context = page_context(request, group, live=[on.space] if on else [], show=["reports"], current="reports")
    return render(request, "moderation/reports.html", context | {"desk": reports_for(request.user)})


@never_cache
@require_safe
def case_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A report, and what was reported as far as this moderator sees it anyway."""
    report = access(request.user, REPORTS, "moderate", pk=pk)
    return render(request, "moderation/case.html", _case(request, report))


@never_cache
@require_POST
def look(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was reported, to a moderator who does not see it otherwise: this once, and it is recorded."""
    report = access(request.user, REPORTS, "moderate", pk=pk)
    commands.look(actor=actor_of(request), report=report)
    return render(request, "moderation/case.html", _case(request, report, is_looking=True))


@require_POST
def hide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hide what was reported."""
    return _decide(request, pk, commands.hide, _("It is hidden. Its place says so, and why."))


@require_POST
def leave_it(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave what was reported as it is."""
    return _decide(request, pk, commands.leave_it, _("It stays as it is. Who reported it reads why."))


@require_POST
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put back what was hidden."""
    return _decide(request, pk, commands.restore, _("It is back in its place, word for word."))


def _decide(request: HttpRequest, pk: UUID, do: Callable[..., Any], text: str) -> HttpResponse:
    report = access(request.user, REPORTS, "moderate", pk=pk)
    form = decision(request.POST)
    back = reverse("report-case", args=[pk])
    if form.is_valid():
        try:
            do(
                actor=actor_of(request), report=report, reason=form.cleaned_data["reason"],
                command_id=command_id(request),
            )  # fmt: skip
            return done(request, text, back=back)
        except ValidationError as error:
            add_errors(form, error)
    return redrawn(request, "moderation/decision_form.html", _case(request, report) | {"form": form}, back=back)


def _case(request: HttpRequest, report: Report, *, is_looking: bool = False) -> dict[str, Any]:
    """What the page of a report shows. Of the place that a moderator does not see, nothing: no name, no title."""
    of = reportable(report.kind)
    thing = of.things().select_related("space").filter(pk=report.thing).first()
    live, show = [report.space], ["reports", f"report:{report.pk}"]
    context = page_context(request, group_of_reader(request), live=live, show=show, thing=report, current="reports")
    context |= {"report": report, "of": of, "form": decision(), "is_gone": thing is None or not of.is_there(thing)}
    if thing is None:
        return context
    hiding = Hiding.objects.filter(thing=thing.pk, restored_at__isnull=True).first()
    is_open = commands.is_open_to(request.user, commands.place_of(report))
    context |= {"hiding": hiding, "is_open": is_open, "takes": list(of.takes(thing)) if is_open or is_looking else []}
    if is_open or is_looking:
        context |= {"words": of.words(thing), "title": of.title(thing), "author": of.author(thing)}
    if is_open:
        context["url"] = of.url(thing)
    return context
