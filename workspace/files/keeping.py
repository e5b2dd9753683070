"""How a file comes to be kept, is taken back, and is deleted. Called inside the command of whom it belongs to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.models import Space

from . import storage
from .limits import MB
from .making import Made, made_safe
from .models import File, Upload
from .refusals import in_words
from .refusing import Refused


class Ready:
    """A file made safe, whose bytes lie where they will be kept; `keep` gives it its row, once."""

    def __init__(self, made: Made) -> None:
        self.made, self.pk = made, uuid4()

    def keep(self, space: Space) -> File:
        """The row of the file, in the caller's transaction."""
        check_room(space, self.made.size)
        made = self.made
        return File.objects.create(
            id=self.pk, space=space, name=made.name, type=made.type, size=made.size, digest=made.digest,
            width=made.width, height=made.height, kept_at=timezone.now(),
        )  # fmt: skip


@contextmanager
def ready(source: Path, name: str) -> Iterator[Ready]:
    """Open a file and make it safe, which takes a while: before the command, which holds a transaction.

    ValidationError says why it is not kept. Bytes that no row belongs to when the `with` ends are deleted.
    """
    with made_safe(source, name) as made:
        new = Ready(made)
        try:
            storage.keep(new.pk, made.path, made.thumbnail)
            yield new
        finally:
            if not File.objects.filter(pk=new.pk).exists():
                storage.forget(new.pk)


def check_room(space: Space, size: int) -> None:
    """ValidationError when a space has no room left for so many bytes."""
    if kept_bytes(space.pk) + size > settings.FILES_SPACE_MB * MB:
        raise in_words(Refused("full"))


def kept_bytes(space_id: UUID) -> int:
    """How many bytes a space keeps; what was taken back counts until it is deleted."""
    return int(File.objects.filter(space=space_id, purged_at=None).aggregate(n=Sum("size"))["n"] or 0)


def set_withdrawn(file: File, *, withdrawn: bool) -> None:
    """A file that is served no more, or again while its bytes are there: for 30 days."""
    rows = File.objects.filter(pk=file.pk, purged_at=None)
    file.withdrawn_at = timezone.now() if withdrawn else None
    if not rows.update(withdrawn_at=file.withdrawn_at) and not withdrawn:
        raise ValidationError(_("It was taken back more than 30 days ago, and has been deleted since."))


def finish(upload: Upload, file: File) -> None:
    """The end of an upload: its pieces go, and asking again gives the same file."""
    upload.file = file
    upload.save(update_fields=["file"])
    pk = upload.pk
    transaction.on_commit(lambda: storage.drop_part(pk))
