from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "workspace.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import sections, telling, undo

        sections.start()
        telling.start()
        undo.start()
