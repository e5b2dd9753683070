"""How allauth behaves here: nobody signs up without an invitation, and it speaks in our words."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _

from .mail import send_later

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

    def logout(self, request: HttpRequest) -> None:
        """The session and what is open under it end in one transaction: nothing is sent in between."""
        from .commands import end_sessions
        from .models import User

        person = request.user
        with transaction.atomic():
            super().logout(request)
            if isinstance(person, User):
                end_sessions(person)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the background: how long a mail server takes is nothing that a page may tell."""
        message = self.render_mail(template_prefix, email, context)
        send_later(message.subject, message.body, email)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Who comes in sees that they are in: only what went wrong is said."""
        from django.contrib.messages import WARNING

        if level >= WARNING:
            super().add_message(request, level, *args, **kwargs)


class MFAAdapter(DefaultMFAAdapter):
    """What the devices and apps of a person are told about their account: its user name, never an e-mail."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or it is too old. Wait for the next one and try again."),
    }

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.username)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth calls it by that name
        return gettext_now("This device")
