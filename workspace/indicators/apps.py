from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "workspace.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import sections, telling, undo

        sections.start()
        telling.start()
        undo.start()
