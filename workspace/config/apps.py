from typing import Any

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate


def make_cache_table(**kwargs: Any) -> None:
    """Rate limits live in the cache, and the cache in the database, so that all workers count together."""
    call_command("createcachetable", database=kwargs["using"], verbosity=0)


class ConfigConfig(AppConfig):
    name = "workspace.config"
    label = "config"

    def ready(self) -> None:
        post_migrate.connect(make_cache_table, sender=apps.get_app_config("realtime"))  # an app that has models
