"""Pages of a document's history: its versions, one of them, two compared; name one, put one back."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from permissions.access import access
from realtime import versions
from realtime.documents import rendering
from realtime.models import Document, DocumentVersion
from workspace.groups.answers import actor_of, add_errors, command_id, done, redrawn, sentences
from workspace.prose.html import to_html

from .forms import NameForm
from .pages import history_context, marked
from .queries import days_of, parts_of, version_of

DOCUMENTS = Document.objects.select_related("space")


@require_safe
def history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The versions of a text by day, and who wrote which part of it."""
    document = access(request.user, DOCUMENTS, pk=pk)
    context = history_context(request, document)
    context |= {"parts": parts_of(rendering(document)), "days": days_of(document), "form": NameForm(auto_id="keep-%s")}
    return render(request, "documents/history.html", context)


@require_safe
def version_page(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """A version as it read."""
    document = access(request.user, DOCUMENTS, pk=pk)
    return render(request, "documents/version.html", _version(request, document, version_of(document, number)))


@require_safe
def compare_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What changed from one version to another, or to what stands there now."""
    document = access(request.user, DOCUMENTS, pk=pk)
    context = history_context(request, document)
    known = list(document.versions.order_by("-number").only("number", "name", "at", "document"))
    numbers = {version.number for version in known}
    old, new = (_number(request.GET.get(end, ""), numbers) for end in ("from", "to"))
    if old is None and known:
        old = known[0].number
    context |= {"versions": known, "old": old, "new": new}
    if old is not None:
        then = version_of(document, new).content if new is not None else rendering(document).content
        context["difference"] = marked(version_of(document, old).content, then)
    return render(request, "documents/compare.html", context)


@require_POST
def keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep how the text reads now, under a name."""
    document = access(request.user, DOCUMENTS, "edit", pk=pk)
    form = NameForm(request.POST, auto_id="keep-%s")
    back = reverse("document-history", args=[pk])
    if _is_named(request, form, partial(versions.keep_version, document=document)):
        return done(request, _("This version is kept under its name."), back=back)
    context = history_context(request, document) | {"form": form}
    return redrawn(request, "documents/keep_form.html", context, back=back)


@require_POST
def name(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Give a version a name, or another one."""
    document = access(request.user, DOCUMENTS, "edit", pk=pk)
    version = version_of(document, number)
    form = NameForm(request.POST, auto_id="name-%s")
    back = reverse("document-version", args=[pk, number])
    if _is_named(request, form, partial(versions.name_version, version=version)):
        return done(request, _("The version has its name."), back=back)
    context = history_context(request, document) | {"form": form, "version": version}
    return redrawn(request, "documents/name_form.html", context, back=back)


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """What putting a version back would change; a POST does it."""
    document = access(request.user, DOCUMENTS, "edit", pk=pk)
    version = version_of(document, number)
    context = history_context(request, document) | {"version": version}
    if request.method == "POST":
        try:
            before = versions.restore_version(actor=actor_of(request), version=version, command_id=command_id(request))
        except ValidationError as error:
            context |= {"errors": sentences(error)}
            return redrawn(
                request, "groups/refused_form.html", context, back=reverse("document-version", args=[pk, number])
            )
        undo = _("It is put back. What stood there is version %(n)s, and can be put back the same way.")
        return done(request, undo % {"n": before.number}, back=reverse("document-history", args=[pk]))
    context["difference"] = marked(rendering(document).content, version.content)
    return render(request, "documents/restore.html", context)


def _is_named(request: HttpRequest, form: NameForm, give: Callable[..., DocumentVersion]) -> bool:
    """Whether the name of the form was given; else the form says why not."""
    if not form.is_valid():
        return False
    try:
        give(actor=actor_of(request), name=form.cleaned_data["name"], command_id=command_id(request))
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


def _version(request: HttpRequest, document: Document, version: DocumentVersion) -> dict[str, Any]:
    return history_context(request, document) | {
        "version": version,
        "body": mark_safe(to_html(version.content)),  # noqa: S308 - of the converter
        "parts": parts_of(version),
        "form": NameForm(initial={"name": version.name}, auto_id="name-%s"),
    }


def _number(text: str, known: set[int]) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 9 and int(text) in known else None
