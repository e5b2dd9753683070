from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "workspace.boards"
    label = "boards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import live, places, talk, texts

        live.start()
        places.start()
        talk.start()
        texts.start()
