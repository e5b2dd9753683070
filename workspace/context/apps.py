from django.apps import AppConfig


class ContextConfig(AppConfig):
    name = "workspace.context"
    label = "context"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import sections, telling

        sections.start()
        telling.start()
