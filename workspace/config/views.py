"""Pages that belong to no capability: language, health, the service worker, refusals."""

from hmac import compare_digest
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from permissions import table
from workspace.people.commands import choose_language as keep_language


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and on the account, and go back to the page."""
    code = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) or urlsplit(back).netloc:
        back = "/"
    response = HttpResponseRedirect(back, status=303)
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=31_536_000,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        if request.user.is_authenticated:
            keep_language(actor=request.user, language=code)
    return response


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 with what works, 503 with what does not; no detail that helps a stranger."""
    works: dict[str, Any] = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        works["database"] = True
    except Exception:
        works["database"] = False
    if settings.REDIS_URL:
        works["hints"] = _redis_answers()
    healthy = bool(works["database"])
    return JsonResponse({"healthy": healthy, "works": works}, status=200 if healthy else 503)


def _redis_answers() -> bool:
    import redis

    try:
        return bool(redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1).ping())
    except redis.RedisError:
        return False


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers of this process, for who has the token; for all others there is nothing here."""
    given = request.headers.get("Authorization", "").encode()
    if not settings.METRICS_TOKEN or not compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode()):
        raise Http404
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root so that it may answer for every page."""
    path = Path(settings.BASE_DIR) / "frontend" / "dist" / "sw.js"
    body = path.read_text(encoding="utf-8") if path.exists() else ""
    return HttpResponse(body, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker shows when a page is opened without a connection."""
    return render(request, "offline.html")


@login_not_required
@require_safe
def who_can_see_what(request: HttpRequest) -> HttpResponse:
    """The help page about roles, drawn from the table that decides."""
    context = {"roles": table.roles(), "kinds": table.kinds(), "beside": table.beside()}
    return render(request, "help/who_can_see_what.html", context)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from a stale page: nothing was written, load it again."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same bytes for what does not exist and for what is not yours."""
    return render(request, "404.html", status=404)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Seen, and not to be changed: a sentence that says what to do next."""
    return render(request, "403.html", {"sentence": str(exception)}, status=403)
