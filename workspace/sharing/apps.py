from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "workspace.sharing"
    label = "sharing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import live

        live.start()
