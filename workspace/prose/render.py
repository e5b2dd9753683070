"""A document's stored bytes → everything that pages, search and export show of it."""

from __future__ import annotations

from dataclasses import dataclass

from workspace.prose.html import to_html
from workspace.prose.markdown import to_markdown
from workspace.prose.schema import Node
from workspace.prose.text import mentioned, to_text
from workspace.prose.ydoc import from_update


@dataclass(frozen=True)
class Rendering:
    """All forms of one state of a document; `mentions` are ids of handles."""

    json: Node
    html: str
    text: str
    markdown: str
    mentions: frozenset[str]


def render(update: bytes) -> Rendering:
    """Every form of the document in a whole Yjs state, for the background worker only. Raises ydoc.Unreadable."""
    document = from_update(update)
    return Rendering(
        json=document,
        html=to_html(document),
        text=to_text(document),
        markdown=to_markdown(document),
        mentions=mentioned(document),
    )
