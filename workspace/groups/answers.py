"""How a page answers a form: in place for scripts, by a page of its own without them."""

import json
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID, uuid5

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from permissions.errors import NotYours
from workspace.people.models import User

R = TypeVar("R")


def actor_of(request: HttpRequest) -> User:
    """Who asks, for a command: the middleware lets nobody else come this far."""
    if not isinstance(request.user, User):
        raise NotYours
    return request.user


def command_id(request: HttpRequest) -> UUID | None:
    """The id under which a form asks for its command, so that sending it twice has one effect.

    A script sends one of its own with each command. Without scripts the page's id stands in for it: the same form
    with the same words, sent twice from one page, is one command.
    """
    try:
        if given := request.POST.get("command_id"):
            return UUID(given)
        if page := request.POST.get("page_id"):
            return uuid5(UUID(page), json.dumps([request.path, _words(request)]))
    except ValueError as error:
        raise ValidationError(_("This page is out of date. Load it again.")) from error
    return None


def _words(request: HttpRequest) -> list[tuple[str, list[str]]]:
    return sorted((name, said) for name, said in request.POST.lists() if name != "csrfmiddlewaretoken")


def is_in_place(request: HttpRequest) -> bool:
    """Whether a script asked and will put the answer into the page that is open."""
    return bool(getattr(request, "htmx", False))


def done(request: HttpRequest, text: str | Promise, *, back: str, undo: str = "") -> HttpResponse:
    """It is done: say so, with the address that takes it back."""
    if is_in_place(request):
        notice = {"text": str(text)} | ({"undo": undo} if undo else {})
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"baraza:notice": notice})})
    messages.success(request, str(text), extra_tags=undo)
    return HttpResponseRedirect(back, status=303)


def redrawn(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 422, back: str = "/"
) -> HttpResponse:
    """The form again, with what was typed and what to do next; `status` 422, or 409 when both values are shown."""
    if is_in_place(request):
        return render(request, template, context, status=status)
    return render(request, "groups/form_page.html", {**context, "form_template": template, "back": back}, status=status)


def carry_out(do: Callable[[], R], form: Form | None = None) -> tuple[R | None, dict[str, list[str]] | None]:
    """What a command gave, and None; or None, and what is wrong by field, said beside the fields of its form, too.

    A form that is not valid runs nothing, and says itself what is wrong.
    """
    if form is not None and not form.is_valid():
        return None, {}
    try:
        return do(), None
    except ValidationError as error:
        if form is not None:
            add_errors(form, error)
        return None, sentences(error)


def add_errors(form: Form, error: ValidationError) -> None:
    """Say beside each field what a command found wrong with it."""
    for field, said in sentences(error).items():
        form.add_error(field if field in form.fields else None, said)


def sentences(error: ValidationError) -> dict[str, list[str]]:
    """What is wrong, by field; under "all" what belongs to no field."""
    if hasattr(error, "error_dict"):
        return {field: list(found) for field, found in error.message_dict.items()}
    return {"all": list(error.messages)}
