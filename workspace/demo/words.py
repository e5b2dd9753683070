"""Markdown of the demonstration content → first content of co-edited documents."""

import re
from collections.abc import Callable

from permissions.access import can
from realtime import documents
from realtime.models import Document
from workspace.groups.models import Handle
from workspace.people.models import User
from workspace.prose.markdown import from_markdown
from workspace.prose.ydoc import to_update

_MENTION = re.compile(r"@\[([^\]]+)\]")


def write(
    document: Document, markdown: str, *, by: User, handles: list[Handle], named: Callable[[str], Handle]
) -> None:
    """Write a document's first content, as somebody who may edit it; `@[name]` becomes a mention of `named(name)`."""
    if not can(by, "edit", document):
        raise PermissionError(f"{by} may not write in {document.pk}")

    def mention(found: re.Match[str]) -> str:
        handle = named(" ".join(found[1].split()))
        return f"[@{handle.text}](mention:{handle.pk})"

    content = from_markdown(_MENTION.sub(mention, markdown.strip()))
    documents.append(document.pk, to_update(content), contributors=[handle.pk for handle in handles])
