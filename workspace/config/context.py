"""What every page knows: the demonstration banner, the places, who I am here."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Context that base.html relies on; a view may say more by setting `request.page`."""
    user = getattr(request, "user", None)
    known: dict[str, Any] = {
        "demo": settings.DEMO,
        "second_step_demanded": settings.REQUIRE_MFA,
        "group": None,
        "places": [],
        "me": None,
        "live": [],
        "abilities": "",
    }
    if hasattr(request, "preview"):
        return known | {"preview": request.preview, "csrf_token": ""}
    if user is not None and user.is_authenticated:
        known["person_key"] = str(user.store_key)
    return known
