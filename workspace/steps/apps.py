from django.apps import AppConfig


class StepsConfig(AppConfig):
    name = "workspace.steps"
    label = "steps"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import sections, telling, undo

        sections.start()
        telling.start()
        undo.start()
