"""Where somebody is signed in, as their own page lists it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
            ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
DEVICES = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Macintosh", "Mac"), ("Linux", "Linux"))  # fmt: skip


@dataclass(frozen=True)
class Session:
    """One browser in which somebody is signed in."""

    pk: int
    device: str
    address: str
    since: datetime
    is_here: bool


def sessions_of(person: Any, session_key: str) -> list[Session]:
    """All that hold, this browser's first, then the newest first."""
    held = UserSession.objects.purge_and_list(person)
    found = [Session(s.pk, device_of(s.user_agent), s.ip, s.created_at, s.session_key == session_key) for s in held]
    return sorted(found, key=lambda each: (not each.is_here, -each.since.timestamp()))


def device_of(user_agent: str) -> str:
    """The words that a person knows a browser by."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    device = next((name for sign, name in DEVICES if sign in user_agent), "")
    return _("%(browser)s on %(device)s") % {"browser": browser, "device": device} if browser and device else (
        browser or device or _("A browser that does not say its name")
    )  # fmt: skip
