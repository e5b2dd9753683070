"""What a re-check of access means for open sockets: signed out, removed, made read-only, or let write again."""

from collections.abc import Iterable
from typing import Any

from permissions.roles import allowed

from . import protocol
from .connections import Connection
from .editors import Editor
from .entry import Checked
from .open_document import OpenDocument
from .open_space import Follower, OpenSpace


def apply_to_sessions(checked: Checked, asked: set[tuple[str, Any]], connections: Iterable[Connection]) -> None:
    """Close what belongs to a session that ended; who came after the question is not meant."""
    for connection in list(connections):
        session = (connection.session_key, connection.person)
        if session in asked and session not in checked.sessions:
            connection.close(protocol.SIGNED_OUT, "signed out")


def apply_to_document(checked: Checked, opened: OpenDocument) -> None:
    """Close, make read-only or let write again those who have a document open; it may live elsewhere by now."""
    opened.space_id = checked.places.get(opened.id, opened.space_id)
    for editor in list(opened.editors):
        _apply_to_editor(checked, opened, editor)


def _apply_to_editor(checked: Checked, opened: OpenDocument, editor: Editor) -> None:
    where = editor.following
    held = checked.held(editor.person, opened.space_id)
    if held is None or editor.connection.outbox.closed:
        return
    where.space_id, where.levels, where.access_number = opened.space_id, held, checked.numbers[opened.space_id]
    if not held:
        editor.connection.close(protocol.NOT_YOURS, "not yours")
        opened.leave(editor)
        return
    may_edit = allowed(held, "edit", opened.kind) and where.identity is not None
    if may_edit != editor.may_edit:
        editor.may_edit = may_edit
        opened.send_status(editor)
        if may_edit:
            opened.ask(editor)


def apply_to_space(checked: Checked, space: OpenSpace) -> list[Follower]:
    """Tell the followers whose access has ended, and give them."""
    ended = []
    for follower in list(space.followers):
        where = follower.following
        held = checked.held(follower.connection.person, where.space_id)
        if held is None:
            continue
        where.levels, where.access_number = held, checked.numbers[where.space_id]
        if not held:
            follower.connection.send(f'{{"space":"{where.space_id}","access":"ended"}}')
            ended.append(follower)
    return ended
