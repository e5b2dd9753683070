from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "workspace.groups"
    label = "groups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from realtime import identity
        from workspace.people import second_step

        from . import live, places
        from .handles import identity_in, names_of
        from .spaces import MODERATORS, SAFEGUARDING

        identity.register(identity_in, names_of)
        second_step.demand_of(MODERATORS)
        second_step.demand_of(SAFEGUARDING)
        live.start()
        places.start()
