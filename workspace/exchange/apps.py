from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "workspace.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import way

        way.start()
