"""The page of one piece of evidence, and what may be done with it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from permissions.access import access, can
from permissions.errors import NotYours
from workspace.groups.answers import actor_of, command_id
from workspace.groups.pages import group_of_reader, page_context

from . import commands
from .answering import answer
from .forms import WordsForm
from .models import Evidence
from .queries import shown


@require_safe
def piece(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A picture in full, or a document, a link, a note; with its words."""
    evidence = access(request.user, _pieces(), pk=pk)
    if evidence.withdrawn_at is not None and not can(request.user, "edit", evidence):
        raise NotYours
    group = group_of_reader(request, evidence.action.board.group)
    show = [f"evidence:{pk}"]
    context = page_context(request, group, live=[evidence.space], show=show, thing=evidence, current="board")
    context |= {
        "evidence": evidence,
        "action": evidence.action,
        "each": shown(evidence),
        "form": WordsForm(evidence),
        "seq": context["live"][0]["after"],
    }
    return render(request, "evidence/page.html", context)


@require_POST
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other words for what it shows."""
    evidence = _to_edit(request, pk)
    form = WordsForm(evidence, request.POST)
    return answer(
        request,
        evidence.action,
        lambda: commands.edit_evidence(
            actor=actor_of(request),
            evidence=evidence,
            values=form.cleaned_data,
            seen=form.seen(),
            command_id=command_id(request),
        ),
        form=form,
        template="evidence/words_form.html",
        text=_("Saved."),
        back=reverse("evidence", args=[pk]),
        context={"evidence": evidence},
    )


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A piece of evidence taken back."""
    text = _("The evidence was taken back. For 30 days it can be put back.")
    return _turn(request, pk, commands.withdraw_evidence, text)


@require_POST
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A piece of evidence put back."""
    return _turn(request, pk, commands.restore_evidence, _("The evidence is back."))


def _turn(request: HttpRequest, pk: UUID, command: Any, text: str) -> HttpResponse:
    evidence = _to_edit(request, pk)
    return answer(
        request,
        evidence.action,
        lambda: command(actor=actor_of(request), evidence=evidence, command_id=command_id(request)),
        text=text,
    )


def _to_edit(request: HttpRequest, pk: UUID) -> Evidence:
    found: Evidence = access(request.user, _pieces(), "edit", pk=pk)
    return found


def _pieces() -> Any:
    return Evidence.objects.select_related("file", "action__board__group")
