"""Forms of accounts."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.utils.translation import gettext as _


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
