"""Whoever must set up a second step sees the pages that do it, and no others."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from .second_step import held_back

OPEN = (
    "/account/",
    "/sign-in/",
    "/sign-out/",
    "/language/",
    "/health/",
    "/metrics/",
    "/offline/",
    "/sw.js",
    "/static/",
)


def second_step(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Ask of each request whether its person is held back."""

    def run(request: HttpRequest) -> Any:
        if (
            not request.user.is_authenticated
            or request.path.startswith(OPEN)
            or request.user.pk not in held_back({request.user.pk})
        ):
            return get_response(request)
        if request.method in ("GET", "HEAD"):
            return HttpResponseRedirect(reverse("mfa_index"))
        sentence = _("Set up a second step first. Nothing was changed.")
        return render(request, "403.html", {"sentence": sentence, "back": reverse("mfa_index")}, status=403)

    return run
