"""What of a board goes along: the actions that this reader sees, with their texts, in the order of the board."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from permissions.access import visible
from realtime.documents import rendering
from realtime.identity import names
from realtime.models import Document
from workspace.boards.filters import Filter
from workspace.boards.models import Action, Board, Theme
from workspace.boards.queries import CARD, SUPPORTERS
from workspace.boards.ranks import in_order
from workspace.prose.markdown import to_markdown
from workspace.prose.text import mentioned


@dataclass(frozen=True)
class Line:
    """An action, and its description in Markdown."""

    action: Action
    description: str


@dataclass(frozen=True)
class BoardContent:
    board: Board
    themes: list[Theme]
    lines: list[Line]

    @property
    def open(self) -> list[Line]:
        """Those that stand on the board, lane by lane."""
        lanes = [theme.pk for theme in self.themes if theme.archived_at is None]
        there = [line for line in self.lines if line.action.archived_at is None and line.action.theme_id in lanes]
        return sorted(there, key=lambda line: lanes.index(line.action.theme_id))


def content_of(user: Any, board: Board, only: Filter | None = None) -> BoardContent:
    """All of a board that somebody may see, or what of it a filter lets through."""
    there = Action.objects.filter(board=board)
    seen = visible(user, only.rows(there, user) if only else there)
    actions = in_order(seen.select_related("theme", "description__rendering", *CARD).prefetch_related(SUPPORTERS))
    return BoardContent(
        board, in_order(board.themes.all()), [Line(action, _markdown(action.description)) for action in actions]
    )


def _markdown(document: Document) -> str:
    if not document.head:
        return ""
    kept = getattr(document, "rendering", None)
    if kept is None or kept.seq < document.head:
        kept = rendering(document)
    return to_markdown(_renamed(kept.content)).strip() if kept.content else ""


def _renamed(content: Any) -> Any:
    """The text with people under the names they have now: whoever took a pseudonym is not called otherwise here."""
    found = mentioned(content)
    if not found:
        return content
    called = {str(pk): name for pk, name in names({UUID(pk) for pk in found}).items()}
    return _with(content, called)


def _with(node: Any, called: dict[str, str]) -> Any:
    if node.get("type") == "mention":
        attributes = node["attrs"]
        return {**node, "attrs": {**attributes, "label": called.get(attributes["id"], "")}}
    if "content" in node:
        return {**node, "content": [_with(child, called) for child in node["content"]]}
    return node
