"""Background work of files; each task may run twice, or be killed at any point, without harm."""

import time
from datetime import timedelta
from shutil import rmtree
from uuid import UUID

from django.utils import timezone

from . import storage
from .limits import UNFINISHED_LASTS, WITHDRAWN_LASTS
from .models import File, Upload

GRACE = timedelta(days=1)  # of bytes without a row: their transaction may still be open, or their machine be slow


def sweep_files() -> int:
    """Delete what was given up, what was taken back long ago, and what lies there without a row; gives how many."""
    return _old_uploads() + _long_withdrawn() + _without_a_row()


def _old_uploads() -> int:
    old = Upload.objects.filter(touched_at__lt=timezone.now() - UNFINISHED_LASTS)
    gone = list(old.values_list("pk", flat=True))
    Upload.objects.filter(pk__in=gone).delete()
    for pk in gone:
        storage.drop_part(pk)
    return len(gone)


def _long_withdrawn() -> int:
    now = timezone.now()
    gone = File.objects.filter(withdrawn_at__lt=now - WITHDRAWN_LASTS, purged_at=None)
    pks = list(gone.values_list("pk", flat=True))
    for pk in pks:
        if File.objects.filter(pk=pk, withdrawn_at__lt=now - WITHDRAWN_LASTS).update(purged_at=now):
            storage.forget(pk)
    return len(pks)


def _without_a_row() -> int:
    before = time.time() - GRACE.total_seconds()
    swept = 0
    for folder, model in ((storage.KEPT, File), (storage.UNFINISHED, Upload), (storage.WORK, None)):
        for path, written in list(storage.lying(folder)):
            pk = _id_in(path.name)
            if written < before and not (model and pk and model._default_manager.filter(pk=pk).exists()):
                path.unlink(missing_ok=True)
                if folder == storage.WORK:
                    rmtree(path.parent, ignore_errors=True)
                swept += 1
    return swept


def _id_in(name: str) -> UUID | None:
    try:
        return UUID(hex=name.removesuffix(storage.THUMBNAIL))
    except ValueError:
        return None
