"""Sentences of allauth and Django about accounts that do not exist in Swahili: named here so that they are translated.

Those that we say ourselves, in other words, are in adapter.py.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

LABELS = (
    pgettext_lazy("field label", "Login"),
    _("Username"),
    _("Username or email"),
    _("Email"),
    _("Email address"),
    _("Remember Me"),
    _("Forgot your password?"),
    _("Current Password"),
    _("New Password"),
    _("New Password (again)"),
    _("Password (again)"),
    _("Authenticator code"),
    _("Use your password"),
    _("Use authenticator app or code"),
    _("Use a security key"),
)
ERRORS = (
    _("This account is currently inactive."),
    _("The email address is not assigned to any user account."),
    _("Incorrect password."),
    _("You must type the same password each time."),
    _("Please type your current password."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        0,
    ),
)
