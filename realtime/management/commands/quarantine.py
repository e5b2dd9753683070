"""`manage.py quarantine`: the documents that were set apart, and the way back for them."""

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from realtime import examination, quarantine
from realtime.models import Document, DocumentSnapshot, DocumentUpdate


class Command(BaseCommand):
    help = "Documents that cannot be read safely: list them, see what is wrong, leave a bad row out, release them."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        what.add_parser("list", help="all documents that are set apart")
        for name, said in [
            ("inspect", "what is wrong with a document; shows nothing of its text"),
            ("drop-row", "leave a row out; it is kept aside"),
            ("drop-snapshot", "delete a snapshot that is spoilt; its rows are there"),
            ("release", "let a document be opened again, if nothing is wrong with it any more"),
        ]:
            parts = what.add_parser(name, help=said)
            parts.add_argument("document", type=UUID)
            if name.startswith("drop"):
                parts.add_argument("number", type=int)
            if name != "inspect":
                parts.add_argument("--by", required=True, help="user name of the administrator who does it")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        if what == "list":
            self._list()
            return
        document = Document.objects.filter(pk=options["document"]).first()
        if document is None:
            raise CommandError("There is no document of that id.")
        if what == "inspect":
            self._inspect(document)
            return
        if not document.is_quarantined:
            raise CommandError("This document is not in quarantine. Nothing was changed.")
        by = _administrator(options["by"])
        if what == "release":
            self._release(document, by)
        elif what == "drop-row":
            self._drop(document, DocumentUpdate, options["number"])
            quarantine.leave_out(document_id=document.pk, seq=options["number"], by=by)
            self.stdout.write(f"Row {options['number']} is left out and kept aside. Now try: release")
        else:
            self._drop(document, DocumentSnapshot, options["number"])
            quarantine.drop_snapshot(document_id=document.pk, seq=options["number"], by=by)
            self.stdout.write(f"Snapshot {options['number']} is gone; its rows are there. Now try: release")

    def _list(self) -> None:
        apart = Document.objects.filter(quarantined_at__isnull=False).order_by("quarantined_at")
        for document in apart:
            self.stdout.write(
                f"{document.pk}  {document.kind}  since {document.quarantined_at:%Y-%m-%d %H:%M}  "
                f"{document.quarantined_for}"
            )
        self.stdout.write(f"{len(apart)} in quarantine.")

    def _inspect(self, document: Document) -> None:
        rows = DocumentUpdate.objects.filter(document=document)
        self.stdout.write(f"document {document.pk} ({document.kind}), epoch {document.epoch}, {rows.count()} rows")
        for snapshot in document.snapshots.order_by("seq"):
            self.stdout.write(f"snapshot {snapshot.seq}: {len(snapshot.body)} bytes, {snapshot.at:%Y-%m-%d %H:%M}")
        for gone in document.left_out.order_by("seq"):
            self.stdout.write(f"row {gone.seq} was left out on {gone.at:%Y-%m-%d %H:%M}: {len(gone.body)} bytes")
        found = examination.faults_of(document.pk)
        for fault in found:
            self.stdout.write(f"✗ {fault}")
            if fault.where.startswith("row "):
                row = rows.get(seq=int(fault.where[4:]))
                handles = ", ".join(row.contributors) or "the server"
                self.stdout.write(f"  {len(row.body)} bytes, {row.at:%Y-%m-%d %H:%M}, by {handles}")
        if not found:
            self.stdout.write("✓ nothing is wrong with it")

    def _release(self, document: Document, by: Any) -> None:
        if found := examination.faults_of(document.pk):
            told = "; ".join(map(str, found[:5]))
            raise CommandError(f"It would only come back here: {told}. Nothing was changed.")
        quarantine.release(document_id=document.pk, by=by)
        self.stdout.write("Released: who loads the page again can write.")

    @staticmethod
    def _drop(document: Document, model: Any, number: int) -> None:
        if not model.objects.filter(document=document, seq=number).exists():
            raise CommandError(f"It has no number {number} there. Nothing was changed.")


def _administrator(name: str) -> Any:
    found = get_user_model()._default_manager.filter(username=name, is_active=True, is_superuser=True).first()
    if found is None:
        raise CommandError("--by must name an active administrator (superuser). Nothing was changed.")
    return found
