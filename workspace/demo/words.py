"""Markdown of the demonstration content → first content of co-edited documents."""

import re
import secrets
from collections.abc import Callable

from permissions.access import can
from realtime import decode, documents, versions
from realtime.models import Document
from workspace.groups.models import Handle
from workspace.people.models import User
from workspace.prose.markdown import from_markdown
from workspace.prose.schema import Node
from workspace.prose.ydoc import to_update

_MENTION = re.compile(r"@\[([^\]]+)\]")


def write(
    document: Document, markdown: str, *, by: User, handles: list[Handle], named: Callable[[str], Handle]
) -> None:
    """Write a document's first content, as somebody who may edit it; `@[name]` becomes a mention of `named(name)`."""
    documents.append(
        document.pk, to_update(_content(document, markdown, by, named)), contributors=[handle.pk for handle in handles]
    )


def rewrite(
    document: Document, markdown: str, *, by: User, handles: list[Handle], named: Callable[[str], Handle], name: str
) -> None:
    """Change a text as somebody who writes in it does: what stays keeps its writer. Kept as a version."""
    loaded = documents.load(document.pk)
    assert loaded is not None
    content = _content(document, markdown, by, named)
    changed = decode.rewrite(loaded.parts, content, secrets.randbelow(2**32 - 1) + 1)
    documents.append(document.pk, changed, contributors=[handle.pk for handle in handles])
    if name:
        versions.keep_version(actor=by, document=document, name=name)
    else:
        versions.keep(document)


def _content(document: Document, markdown: str, by: User, named: Callable[[str], Handle]) -> Node:
    if not can(by, "edit", document):
        raise PermissionError(f"{by} may not write in {document.pk}")

    def mention(found: re.Match[str]) -> str:
        handle = named(" ".join(found[1].split()))
        return f"[@{handle.text}](mention:{handle.pk})"

    return from_markdown(_MENTION.sub(mention, markdown.strip()))
