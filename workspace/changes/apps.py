from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "workspace.changes"
    label = "changes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import sections

        sections.start()
