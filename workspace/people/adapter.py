"""How allauth behaves here: nobody signs up without an invitation, and it speaks in our words."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

UNKNOWN = _("This name and this password do not belong together. Look at both and try again, or ask your convenor.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": UNKNOWN,
        "email_password_mismatch": UNKNOWN,
        "invalid_login": UNKNOWN,
        "too_many_login_attempts": _("Too many tries for this name. Wait five minutes, then try again."),
        "incorrect_code": _("This is not the code that we sent. Look at the mail again, or ask for another code."),
        "rate_limited": _("Too many tries at once. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Who comes in sees that they are in: only what went wrong is said."""
        from django.contrib.messages import WARNING

        if level >= WARNING:
            super().add_message(request, level, *args, **kwargs)
