"""The page on which a text begins anew: first what would remain, then why, then it is done."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from permissions.access import access
from realtime.decode import Undecodable
from realtime.epochs import EMPTY, begin_anew, text_without
from realtime.models import Document
from workspace.groups.answers import actor_of, add_errors, command_id, done
from workspace.prose.html import to_html

from .forms import ReasonForm, RemainderForm
from .pages import history_context
from .queries import version_of


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose what remains and see it; a POST with a reason begins the text anew."""
    document = access(request.user, Document.objects.select_related("space"), "manage", pk=pk)
    said = request.POST if request.method == "POST" else request.GET
    choice = RemainderForm(said if "keep" in said else None, document=document, auto_id="erase-%s")
    reason = ReasonForm(request.POST if request.method == "POST" else None, auto_id="erase-%s")
    text, status = None, 200
    if choice.is_bound and choice.is_valid():
        try:
            text = _remainder(document, choice)
        except Undecodable:
            choice.add_error("keep", _("This text cannot be read, so nothing can be taken out of it. Choose another."))
    if request.method == "POST":
        status = 422
        if text is not None and reason.is_valid():
            try:
                begin_anew(
                    actor=actor_of(request),
                    document=document,
                    text=text,
                    reason=reason.cleaned_data["reason"],
                    command_id=command_id(request),
                )
                words = _("The text began anew. What was erased cannot be read by anybody any more.")
                return done(request, words, back=reverse("document-history", args=[pk]))
            except ValidationError as error:
                add_errors(reason, error)
    context = history_context(request, document) | {"choice": choice, "form": reason}
    if text is not None:
        context["remains"] = mark_safe(to_html(text))  # noqa: S308 - of the converter
    return render(request, "documents/erase.html", context, status=status)


def _remainder(document: Document, choice: RemainderForm) -> Any:
    keep = choice.cleaned_data["keep"]
    if keep == RemainderForm.WITHOUT:
        return text_without(document, choice.chosen_handle)
    if keep == RemainderForm.VERSION:
        return version_of(document, int(choice.cleaned_data["version"])).content
    return EMPTY
