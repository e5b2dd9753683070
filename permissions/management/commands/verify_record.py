"""`manage.py verify_record`: whether the record of access is as it was written."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from permissions import record
from permissions.models import RecordHead


class Command(BaseCommand):
    help = "Verify the record of who was let in: ends with an error when a line was altered or removed."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--heads", action="store_true", help="print the end of each chain, to keep elsewhere")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(record.faults())
        if found:
            raise CommandError("\n".join(found))
        if options["heads"]:
            for head in RecordHead.objects.order_by("chain"):
                self.stdout.write(f"{head.chain} {head.length} {head.digest}")
        self.stdout.write(f"The record holds: {RecordHead.objects.count()} chains.")
