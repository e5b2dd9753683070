from typing import Any

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "workspace.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.account.signals import password_changed, password_reset, password_set
        from django.contrib.auth.signals import user_logged_out

        from realtime import entry

        from .second_step import held_back

        user_logged_out.connect(signed_out, dispatch_uid="people.signed_out")
        for signal in (password_changed, password_reset, password_set):
            signal.connect(password_is_another, dispatch_uid="people.password")
        entry.hold_back(held_back)


def password_is_another(user: Any = None, **kwargs: Any) -> None:
    """Other sessions of the account ended with the password; what they had open closes."""
    from .commands import end_sessions

    end_sessions(user)


def signed_out(user: Any = None, **kwargs: Any) -> None:
    """Sockets outlive the session that opened them, unless they are told."""
    from django.db import transaction

    from realtime import hints

    if user is not None:
        transaction.on_commit(lambda: hints.session_ended(user.pk))
