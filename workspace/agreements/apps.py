from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "workspace.agreements"
    label = "agreements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import holding, sections, telling

        holding.start()
        sections.start()
        telling.start()
