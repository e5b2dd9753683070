"""Hints: after a commit, tell every process to look at the log. They may be lost; the log may not."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from permissions import grants

from . import threads

logger = logging.getLogger(__name__)

GROUP = "baraza.hints"  # one message per process; which spaces and documents it is about stands in it

_here: list[Callable[[dict[str, Any]], None]] = []


def listen_here(hear: Callable[[dict[str, Any]], None]) -> None:
    """Have `hear(hint)` called for hints from this process, from whatever thread they come."""
    if hear not in _here:
        _here.append(hear)


def stop_listening_here(hear: Callable[[dict[str, Any]], None]) -> None:
    """Undo `listen_here`."""
    if hear in _here:
        _here.remove(hear)


def events_committed(heads: Mapping[UUID, int]) -> None:
    """After the commit: these spaces have new events."""
    if heads:
        hint = {
            "type": "hint",
            "spaces": {str(space): head for space, head in heads.items()},
        }
        transaction.on_commit(lambda: _tell(hint))


def documents_committed(heads: Mapping[UUID, int]) -> None:
    """After the commit: these documents have new rows."""
    _tell(
        {
            "type": "hint",
            "documents": {str(document): head for document, head in heads.items()},
        }
    )


def document_began_anew(document: UUID, epoch: int) -> None:
    """After the commit: this document has another history."""
    _tell({"type": "hint", "epochs": {str(document): epoch}})


def access_changed(spaces: Iterable[UUID]) -> None:
    """After the commit: who may enter these spaces has changed."""
    _tell({"type": "hint", "access": sorted(str(space) for space in spaces)})


def session_ended(person: Any) -> None:
    """After the commit: a person signed out, was deactivated or changed the password."""
    _tell({"type": "hint", "person": str(person)})


def quarantined(document: UUID) -> None:
    """After the commit: a document was set apart."""
    hint = {"type": "hint", "quarantined": str(document)}
    transaction.on_commit(lambda: _tell(hint))


def connect() -> None:
    """Listen for changes of access on the floor below."""
    grants.on_change(access_changed)


def _tell(hint: dict[str, Any]) -> None:
    for hear in _here:
        hear(hint)
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        try:
            async_to_sync(layer.group_send)(GROUP, hint)
        except Exception as error:
            logger.warning("hint not sent: %s", type(error).__name__)
    else:
        threads.spawn(send(hint))


async def send(hint: dict[str, Any]) -> None:
    """Send a hint to the other processes; a failure costs latency, never data."""
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        await layer.group_send(GROUP, hint)
    except Exception as error:
        logger.warning("hint not sent: %s", type(error).__name__)
