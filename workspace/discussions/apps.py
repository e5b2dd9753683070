from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    name = "workspace.discussions"
    label = "discussions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import hanging, live, reporting, sections, sharing, texts

        hanging.start()
        sharing.start()
        live.start()
        sections.start()
        texts.start()
        reporting.start()
