"""What waits for the background worker, done at once."""

from typing import Any

from django.utils.module_loading import import_string
from django_q.models import OrmQ


def do_what_waits() -> list[Any]:
    """Do every task that is queued, as the worker would; gives what it was told."""
    tasks = [row.task for row in OrmQ.objects.order_by("pk")]
    OrmQ.objects.all().delete()
    for task in tasks:
        import_string(task["func"])(*task["args"], **task.get("kwargs", {}))
    return [task["args"] for task in tasks]
