"""`manage.py let_roles_in`: give roles that came later their access to what was opened before them."""

from typing import Any

from django.core.management.base import BaseCommand

from workspace.groups.spaces import let_later_roles_in


class Command(BaseCommand):
    help = "Give roles that came later (alternates, scribes, safeguarding) access to what a group opened before them."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{let_later_roles_in()} given.")
