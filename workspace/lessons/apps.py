from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "workspace.lessons"
    label = "lessons"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import live, readers, reporting, sections, sharing, texts

        live.start()
        readers.start()
        sharing.start()
        sections.start()
        texts.start()
        reporting.start()
