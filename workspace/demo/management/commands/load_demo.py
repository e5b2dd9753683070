"""`manage.py load_demo`: the demonstration data, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workspace.demo.loading import load


class Command(BaseCommand):
    help = "Load the demonstration data: three country groups with their boards, discussions and lessons."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demonstration accounts have an open password. Set DEMO=1 where that is wanted.")
        if load():
            self.stdout.write("Demonstration data is loaded. Sign in as gh-convenor with the password demo.")
        else:
            self.stdout.write("Demonstration data is there already; nothing was changed.")
