"""The page on which a group reads its record."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from permissions.access import access
from workspace.groups.models import CountryGroup
from workspace.groups.pages import page_context

from .record import record_of


@require_safe
def record_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who was let in, who no longer is, who took which seat."""
    group = access(request.user, CountryGroup.objects.all(), pk=pk)
    context = page_context(request, group, current="people")
    return render(request, "sharing/record.html", context | {"lines": record_of(request.user, group)})
