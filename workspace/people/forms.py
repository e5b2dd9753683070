"""Forms of accounts."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms


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
