from typing import Any

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "workspace.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_out

        user_logged_out.connect(signed_out, dispatch_uid="people.signed_out")


def signed_out(user: Any = None, **kwargs: Any) -> None:
    """Sockets outlive the session that opened them, unless they are told."""
    from django.db import transaction

    from realtime import hints

    if user is not None:
        transaction.on_commit(lambda: hints.session_ended(user.pk))
