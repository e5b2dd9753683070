from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "workspace.sharing"
    label = "sharing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from workspace.groups import membership

        from . import live
        from .asking import follow_the_group

        live.start()
        membership.on_change(follow_the_group)
