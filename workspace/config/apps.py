from typing import Any

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate

BY_THE_CLOCK = {  # a task, and every how many minutes
    "realtime.tasks.refresh_renderings": 1,
    "realtime.tasks.keep_versions": 1,
    "realtime.tasks.fold_long_logs": 5,
    "workspace.reminders.tasks.prepare_reminders": 10,
    "workspace.files.tasks.sweep_files": 30,
    "realtime.tasks.weigh_tables": 360,
}


def prepare_tables(**kwargs: Any) -> None:
    """Rate limits live in the cache, and the cache in the database, so that all workers count together; and what
    the background worker does by the clock."""
    from django_q.models import Schedule

    call_command("createcachetable", database=kwargs["using"], verbosity=0)
    for task, minutes in BY_THE_CLOCK.items():
        Schedule.objects.update_or_create(
            name=task.rpartition(".")[2],
            defaults={"func": task, "schedule_type": Schedule.MINUTES, "minutes": minutes},
        )


class ConfigConfig(AppConfig):
    name = "workspace.config"
    label = "config"

    def ready(self) -> None:
        post_migrate.connect(prepare_tables, sender=apps.get_app_config("realtime"))  # an app that has models
