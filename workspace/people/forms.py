"""Forms of accounts."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import mail


class SignInForm(LoginForm):
    """allauth's form, whose field of the name is called `username` in our pages.

    Instead of "remember me" it asks whether others use the device: then the session ends with the browser.
    """

    shared = forms.BooleanField(required=False)

    def add_prefix(self, field_name: str) -> str:
        return str(super().add_prefix("username" if field_name == "login" else field_name))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        cleaned["remember"] = not cleaned.get("shared")
        return cleaned


class AskForPassword(ResetPasswordForm):
    """Asks for a link to another password, and does the same for every address."""

    def clean_email(self) -> str:
        return str(get_adapter().clean_email(self.cleaned_data["email"].lower()))

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email = str(self.cleaned_data["email"])
        site = settings.PUBLIC_URL or request.build_absolute_uri("/")
        mail.ask_for_password(email, site=site, language=get_language() or "en")
        return email


class SafePasskey:
    """What a browser sends as its passkey may be anything: what is no passkey is refused in a sentence."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise forms.ValidationError(_("That passkey does not open this account. Try again.")) from error


class PasskeyAtTheDoor(SafePasskey, LoginWebAuthnForm):
    """A passkey in place of name and password."""


class PasskeyAsSecondStep(SafePasskey, AuthenticateWebAuthnForm):
    """A passkey after the password."""


class PasskeyAgain(SafePasskey, ReauthenticateWebAuthnForm):
    """A passkey, before the account changes."""
