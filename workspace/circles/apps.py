from django.apps import AppConfig


class CirclesConfig(AppConfig):
    name = "workspace.circles"
    label = "circles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import live, membership, sections

        membership.start()
        live.start()
        sections.start()
