from django.apps import AppConfig


class WaysConfig(AppConfig):
    name = "workspace.ways"
    label = "ways"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import live, places, saved_views

        places.start()
        live.start()
        saved_views.start()
