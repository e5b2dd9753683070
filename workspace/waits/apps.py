from django.apps import AppConfig


class WaitsConfig(AppConfig):
    name = "workspace.waits"
    label = "waits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import sections, telling, undo

        sections.start()
        telling.start()
        undo.start()
