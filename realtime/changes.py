"""The one way to change a thing: permission, rows and event in one transaction, numbered when the outermost ends."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar, cast
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from permissions.access import can, visible
from permissions.errors import NotAllowed, NotYours

from . import hints
from .events import NewEvent, append
from .identity import identity
from .models import CommandReceipt

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)


class Conflict(Exception):
    """The same field was changed meanwhile. `fields`: name → {theirs, yours}; nothing was written."""

    def __init__(self, fields: dict[str, dict[str, Any]]) -> None:
        self.fields = fields
        super().__init__(", ".join(fields))


class Record(Protocol):
    def __call__(self, kind: str, thing: models.Model, /, **data: Any) -> None: ...


class _Open(threading.local):
    events: list[NewEvent] | None = None


_open = _Open()
_one_writer = threading.RLock()  # SQLite's own busy handler is not fair: one lock in the process is


@contextmanager
def _outermost() -> Iterator[None]:
    """A transaction whose events get their numbers last, spaces in the order of their ids."""
    if _open.events is not None:
        yield
        return
    lock = _one_writer if connection.vendor == "sqlite" else None
    if lock:
        lock.acquire()
    try:
        with transaction.atomic():
            _open.events = []
            yield
            heads = append(_open.events)
        hints.events_committed(heads)
    finally:
        _open.events = None
        if lock:
            lock.release()


def command(function: Callable[P, R]) -> Callable[P, R]:
    """Make a keyword-only function a command: one transaction, and one effect for one `command_id`."""
    name = f"{function.__module__.rsplit('.', 2)[-2]}.{function.__name__}"

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        actor, command_id = (
            kwargs.get("actor"),
            cast("UUID | None", kwargs.get("command_id")),
        )
        with _outermost():
            receipt = None
            if command_id is not None:
                receipt, is_new = _claim(command_id, actor, name)
                if not is_new:
                    return cast(R, _former_result(receipt, actor, name))
            result = function(*args, **kwargs)
            if receipt is not None and isinstance(result, models.Model):
                receipt.result_model, receipt.result_id = (
                    result._meta.label,
                    str(result.pk),
                )
                receipt.save(update_fields=["result_model", "result_id"])
            return result

    return run


def _claim(command_id: UUID, actor: Any, name: str) -> tuple[CommandReceipt, bool]:
    """The receipt of this command, and whether it is new; a twin that is under way is waited for."""
    return CommandReceipt.objects.get_or_create(pk=command_id, defaults={"actor": actor, "name": name})


def _former_result(done: CommandReceipt, actor: Any, name: str) -> Any:
    """What the same command gave the first time; another person's or another command's id is nothing to them."""
    if actor is None or done.actor_id != actor.pk or done.name != name:
        raise ValidationError(_("This page is out of date. Load it again."), code="command_id")
    if not done.result_model:
        return None
    return apps.get_model(done.result_model)._default_manager.filter(pk=done.result_id).first()


@contextmanager
def change(actor: Any, verb: str, thing: M, *, space: Any = None) -> Iterator[tuple[M, Record]]:
    """Gate and record of a command: the thing, locked and fresh, and `record(kind, thing, **data)`.

    Raises NotYours or NotAllowed before anything is written. Events go to the thing's space unless `space` is given.
    """
    fresh = gate(actor, verb, thing)
    yield fresh, _recorder(actor, space, fresh)


def gate(actor: Any, verb: str, thing: M) -> M:
    """The thing, locked and fresh, if the actor may; NotYours or NotAllowed if not."""
    manager = type(thing)._default_manager
    rows = manager.select_for_update() if connection.vendor != "sqlite" else manager.all()
    fresh = rows.filter(pk=thing.pk).first()
    if fresh is None or not visible(actor, manager.filter(pk=thing.pk)).exists():
        raise NotYours
    if not can(actor, verb, fresh):
        raise NotAllowed(verb)
    return fresh


@contextmanager
def founding(actor: Any, space: Any = None) -> Iterator[Record]:
    """The record of a command that makes the first thing of a new space, where nobody has rights yet.

    Also of one that tells a `space` which something has just left.
    """
    yield _recorder(actor, space)


def _recorder(actor: Any, space: Any = None, fallback: Any = None) -> Record:
    """A `record()` into the given space, or that of the thing which an event is about, or of the fallback."""
    events = _open.events
    if events is None:
        raise RuntimeError("change() and founding() belong inside a @command")

    def record(kind: str, about: models.Model, /, **data: Any) -> None:
        where = space or getattr(about, "space", None) or fallback.space
        who = identity(actor, where.pk) if actor is not None else None
        events.append(NewEvent(where.pk, kind, about.pk, who.id if who else None, data))

    return record
