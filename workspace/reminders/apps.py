from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "workspace.reminders"
    label = "reminders"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import hanging

        hanging.start()
