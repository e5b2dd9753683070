"""An upload, piece by piece. Each piece says where it begins, so that none is lost or doubled, whoever repeats it."""

from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.access import levels
from permissions.errors import NotAllowed, NotYours
from permissions.models import Space
from permissions.roles import allowed
from realtime.changes import command, gate
from workspace.people.models import User

from . import storage
from .keeping import check_room
from .limits import CHUNK_BYTES, MOST_BYTES, UNFINISHED, UNFINISHED_BYTES
from .models import Upload
from .names import clean_name
from .refusals import in_words
from .refusing import Refused


class WrongOffset(Exception):
    """The piece does not begin where the upload ends; `offset` says where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


@command
def begin_upload(*, actor: User, space: Space, name: str, size: int, mark: str) -> Upload:
    """Begin to send a file, or go on where the same file was cut off; `mark` tells that it is the same."""
    held = levels(actor, space)
    if not held:
        raise NotYours
    if not allowed(held, "edit", Upload.permission_kind):
        raise NotAllowed("edit")
    if size < 1:
        raise in_words(Refused("empty"))
    if size > MOST_BYTES:
        raise in_words(Refused("large"))
    _hold(actor)
    known = sha256(f"{mark}\n{size}\n{name}".encode()).hexdigest()
    found = Upload.objects.filter(person=actor, space=space, mark=known, file=None).first()
    if found is not None:
        Upload.objects.filter(pk=found.pk).update(touched_at=timezone.now())
        return found
    check_room(space, size)
    _make_room(actor, size)
    return Upload.objects.create(
        space=space, person=actor, name=clean_name(name), size=size, mark=known, touched_at=timezone.now()
    )


@command
def add_piece(*, actor: User, upload: Upload, offset: int, piece: bytes) -> Upload:
    """Put the next piece to an upload. Raises WrongOffset when it does not begin where the upload ends."""
    upload = gate(actor, "edit", upload)
    if upload.person_id != actor.pk or upload.file_id is not None:
        raise NotYours
    if offset != upload.received:
        raise WrongOffset(upload.received)
    if len(piece) > CHUNK_BYTES or offset + len(piece) > upload.size:
        raise ValidationError(_("This is more than was to come. Choose the file again."))
    storage.write_piece(upload.pk, offset, piece)
    upload.received += len(piece)
    upload.touched_at = timezone.now()
    upload.save(update_fields=["received", "touched_at"])
    return upload


@command
def drop_upload(*, actor: User, upload: Upload) -> None:
    """Give an upload up: what came of it is deleted."""
    upload = gate(actor, "edit", upload)
    if upload.person_id != actor.pk:
        raise NotYours
    if upload.file_id is None:
        drop(upload)


def drop(upload: Upload) -> None:
    """Take an upload away, and what came of it as soon as that is certain."""
    pk = upload.pk
    upload.delete()
    transaction.on_commit(lambda: storage.drop_part(pk))


def _hold(person: User) -> None:
    """Uploads of one person begin one after the other: they are counted."""
    rows = User.objects.filter(pk=person.pk)
    if transaction.get_connection().vendor != "sqlite":
        rows = rows.select_for_update(no_key=True)
    list(rows.values_list("pk", flat=True))


def _make_room(person: User, size: int) -> None:
    """Those that nobody touched for longest go, until this one fits."""
    others = list(Upload.objects.filter(person=person, file=None).order_by("touched_at"))
    while others and (len(others) >= UNFINISHED or sum(each.size for each in others) + size > UNFINISHED_BYTES):
        drop(others.pop(0))
