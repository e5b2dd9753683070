"""What every page passes through: language, refusals in plain words, compression."""

from collections.abc import Callable
from typing import Any

import brotli
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from workspace.groups.answers import redrawn, sentences

Get = Callable[[HttpRequest], Any]


def language(get_response: Get) -> Get:
    """The language chosen on this device, else the one chosen on another, else the browser's."""

    def run(request: HttpRequest) -> Any:
        codes = dict(settings.LANGUAGES)
        code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if code not in codes and request.user.is_authenticated:
            code = request.user.language
        if code not in codes:
            code = translation.get_language_from_request(request)
        translation.activate(code if code in codes else "en")
        request.LANGUAGE_CODE = translation.get_language() or "en"
        response = get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or "en")
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    return run


def compress(get_response: Get) -> Get:
    """Brotli for our own pages; the one secret in them, the CSRF token, is masked anew in each."""

    def run(request: HttpRequest) -> Any:
        response = get_response(request)
        if (
            not isinstance(response, HttpResponse)
            or response.streaming
            or len(response.content) < 500
            or response.has_header("Content-Encoding")
            or response.has_header("Accept-Ranges")  # lengths and ranges are those of the file
            or "br" not in request.headers.get("Accept-Encoding", "")
            or not response.headers.get("Content-Type", "").startswith(("text/", "application/json"))
        ):
            return response
        response.content = brotli.compress(response.content, quality=5)
        response.headers["Content-Encoding"] = "br"
        response.headers["Content-Length"] = str(len(response.content))
        patch_vary_headers(response, ("Accept-Encoding",))
        return response

    return run


class Refusals:
    """Nothing of a private page stays in a shared cache; a refusal that a view left open is told, not an error."""

    def __init__(self, get_response: Get) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A command refused with a sentence, after it had rolled back."""
        if not isinstance(exception, ValidationError):
            return None
        return redrawn(request, "groups/refused_form.html", {"errors": sentences(exception)})
