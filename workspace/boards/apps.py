from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "workspace.boards"
    label = "boards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import hanging, leading, leading_told, live, places, reporting, sharing, talk, texts

        hanging.start()
        sharing.start()
        live.start()
        leading.start()
        leading_told.start()
        places.start()
        talk.start()
        texts.start()
        reporting.start()
