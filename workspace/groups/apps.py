from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "workspace.groups"
    label = "groups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from realtime import identity

        from . import live, places
        from .handles import identity_in, names_of

        identity.register(identity_in, names_of)
        live.start()
        places.start()
