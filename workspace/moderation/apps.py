from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "workspace.moderation"
    label = "moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import live, places, telling

        live.start()
        places.start()
        telling.start()
