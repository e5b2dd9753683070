"""One's own account: password, second step, and where one is signed in."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from permissions.errors import NotYours

from .commands import close_session, sign_out_everywhere
from .models import User
from .second_step import held_back
from .sessions import sessions_of


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """What somebody can change about how they come in."""
    return render(request, "account/account.html", {"demanded": settings.REQUIRE_MFA})


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; a POST closes one of these, or all of them."""
    person = request.user
    if not isinstance(person, User):
        raise NotYours
    if request.method == "POST":
        if request.POST.get("close") == "everywhere":
            sign_out_everywhere(actor=person)
            logout(request)
            return HttpResponseRedirect(settings.ACCOUNT_LOGOUT_REDIRECT_URL, status=303)
        close_session(actor=person, session=request.POST.get("close", ""))
        messages.success(request, _("That browser is signed out."))
        return HttpResponseRedirect(request.path, status=303)
    here = sessions_of(person, request.session.session_key or "")
    return render(request, "account/sessions.html", {"sessions": here, "held_back": bool(held_back({person.pk}))})
