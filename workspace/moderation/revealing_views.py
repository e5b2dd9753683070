"""The page on which the safeguarding officer learns who stands behind a pseudonym."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from permissions.access import access
from permissions.errors import NotAllowed, NotYours
from workspace.groups.answers import actor_of, add_errors
from workspace.groups.models import CountryGroup
from workspace.groups.pages import page_context

from .forms import RevealForm
from .revealing import may_reveal, pseudonyms_of, reveal


@require_safe
def pseudonyms_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The pseudonyms of a group, for its safeguarding officer."""
    group = _group(request, pk)
    context = page_context(request, group, current="people")
    return render(request, "moderation/pseudonyms.html", context | {"pseudonyms": pseudonyms_of(group)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reveal_page(request: HttpRequest, pk: UUID, handle: UUID) -> HttpResponse:
    """What it means first; a POST with a reason gives the name, on that page alone."""
    group = _group(request, pk)
    found = pseudonyms_of(group).filter(pk=handle).first()
    if found is None:
        raise NotYours
    form = RevealForm(request.POST or None, auto_id="reveal-%s")
    context = page_context(request, group, current="people") | {"handle": found, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            known = reveal(actor=actor_of(request), handle=found, reason=form.cleaned_data["reason"])
            return render(request, "moderation/revealed.html", context | {"person": known.person})
        except ValidationError as error:
            add_errors(form, error)
    return render(request, "moderation/reveal.html", context, status=422 if form.errors else 200)


def _group(request: HttpRequest, pk: UUID) -> CountryGroup:
    group = access(request.user, CountryGroup.objects.all(), "moderate", pk=pk)
    if not may_reveal(actor_of(request), group):
        raise NotAllowed("moderate")
    return group
