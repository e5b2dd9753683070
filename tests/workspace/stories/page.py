"""A page as a browser keeps it that follows: what src/live.ts and src/fragments.ts do, in small."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

from django.test import Client

from permissions.access import levels
from permissions.models import Space
from realtime.open_space import prepare
from realtime.regions import Audience

VOID = {"input", "img", "br", "hr", "meta", "link", "path", "circle", "rect", "line", "use", "col", "source", "wbr"}
# of one page or one person alone: what src/board.ts and the style sheet add, and the numbers of fragments
# "data-label": what the list of unsent things calls an editor or a form, as it was named when that was drawn.
OWN_WORDS = {"data-v", "data-oob", "data-own", "data-label", "aria-current"}
OWN_PARTS = ("data-changed", "data-undo-last")  # what is new to one reader, and their way back
ASKED_FOR = "filter"  # the form for another page: what can be chosen there is of when it was opened
OWN_FIELDS = {"csrfmiddlewaretoken", "command_id", "page_id"}


class Element:
    """An element with what stands in it, in order."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: Element | None = None) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children: list[Element | str] = []

    def all(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.all()

    def elements(self) -> list[Element]:
        return [child for child in self.children if isinstance(child, Element)]

    def is_in(self, other: Element) -> bool:
        return self is other or (self.parent is not None and self.parent.is_in(other))

    def leave(self) -> None:
        if self.parent is not None:
            self.parent.children.remove(self)
            self.parent = None

    def enter(self, parent: Element, before: Element | None) -> None:
        self.leave()
        at = next((i for i, each in enumerate(parent.children) if each is before), len(parent.children))
        parent.children.insert(at, self)
        self.parent = parent

    def reads(self) -> Any:
        """What a reader gets, without what belongs to one page or one person."""
        words = sorted((name, value) for name, value in self.attributes.items() if name not in OWN_WORDS)
        if "lane" in self.attributes.get("class", "").split():
            words = [(name, value.replace(" is-current", "")) for name, value in words]
        inside = []
        for child in self.children:
            if isinstance(child, str):
                if said := " ".join(child.split()):
                    inside.append(said)
            elif not child.is_own():
                inside.append(child.reads())
        return (self.tag, words, inside)

    def is_own(self) -> bool:
        """Whether it belongs to one page or one person."""
        if self.attributes.get("id") == ASKED_FOR or self._is_filled_when_opened():
            return True
        return any(name in self.attributes for name in OWN_PARTS) or self.attributes.get("name") in OWN_FIELDS

    def _is_filled_when_opened(self) -> bool:
        """The themes in the menu of a card: src/cardmenu.ts takes them from the page when it is opened."""
        return self.attributes.get("name") == "theme" and any(each.tag == "template" for each in self._around())

    def _around(self) -> Iterator[Element]:
        if self.parent is not None:
            yield self.parent
            yield from self.parent._around()


class Reading(HTMLParser):
    """Reads a page, or a fragment of one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.top = self.at = Element("top", {})
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        new = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(new)
        if tag not in VOID:
            self.at = new

    def handle_endtag(self, tag: str) -> None:
        found: Element | None = self.at
        while found is not None and found.tag != tag:
            found = found.parent
        if found is not None and found.parent is not None:
            self.at = found.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


class Page:
    """One page of one reader. `behind` are the numbers up to which it was told, by space."""

    def __init__(self, name: str, reader: Any, what: str, html: str) -> None:
        self.name, self.reader, self.what = name, reader, what
        self.behind: dict[UUID, int] = {}
        self.topics: dict[UUID, frozenset[str]] = {}
        self.asks_again = False
        self.main = self._take(html)

    def _take(self, html: str) -> Element:
        whole = Reading(html).top
        self.language = next(each for each in whole.all() if each.tag == "html").attributes["lang"]
        body = next(each for each in whole.all() if each.tag == "body")
        follows = json.loads(body.attributes.get("data-live", "[]"))
        self.topics = {UUID(each["space"]): frozenset(each["show"]) for each in follows}
        self.behind = {UUID(each["space"]): each["after"] for each in follows}
        return next(each for each in whole.all() if each.attributes.get("id") == "main")

    def is_told(self) -> None:
        """What happened since comes over the socket, space by space."""
        for space_id in list(self.behind):
            audience = Audience(space_id, self.language, levels(self.reader, Space.objects.get(pk=space_id)))
            drawn = prepare(space_id, self.behind[space_id], {audience: self.topics[space_id]})
            if drawn.too_far or drawn.again & self.topics[space_id]:
                self.asks_again = True  # and hears on in this space from what the answer says
                continue
            self.behind[space_id] = drawn.last
            for topics, fragments in drawn.html[audience]:
                if topics & self.topics[space_id]:
                    for html in fragments:
                        self._apply(html)

    def is_answered(self, html: str) -> None:
        """The page as it was when it was asked for, laid over what is here."""
        self.asks_again = False
        self.main = self._take(html)

    def reads(self) -> Any:
        return self.main.reads()

    def _find(self, own: str) -> Element | None:
        return next((each for each in self.main.all() if each.attributes.get("id") == own), None) if own else None

    def _apply(self, html: str) -> None:
        for fresh in Reading(html).top.elements():
            how, _colon, target = fresh.attributes.pop("data-oob", "morph").partition(":")
            old = self._find(fresh.attributes.get("id", ""))
            if old is not None and _number(fresh, float("inf")) < _number(old, 0):
                continue
            if how == "remove":
                if old is not None:
                    old.leave()
                continue
            for inner in list(fresh.all())[1:]:
                if (there := self._find(inner.attributes.get("id", ""))) and not (old and there.is_in(old)):
                    there.leave()
            if old is not None:
                old.tag, old.attributes, old.children = fresh.tag, fresh.attributes, fresh.children
                for child in old.elements():
                    child.parent = old
            holder = self._find(target.rpartition(":")[0].removeprefix("#")) if how == "place" else None
            if holder is not None:
                placed = old or fresh
                placed.leave()
                placed.enter(holder, _next_by_rank(placed, holder))


def _number(element: Element, otherwise: float) -> float:
    said = element.attributes.get("data-v")
    return float(said) if said else otherwise


def _next_by_rank(element: Element, holder: Element) -> Element | None:
    def key(each: Element) -> tuple[str, str]:
        return each.attributes.get("data-rank", ""), each.attributes.get("id", "")

    others = [each for each in holder.elements() if each.attributes.get("data-rank")]
    return next((each for each in others if key(each) > key(element)), None)


def fetched(client: Client, address: str) -> str:
    """What the server answers who asks for a page."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def told_apart(kept: Any, now: Any, where: str = "") -> str:
    """Where a page that followed is another than one that is opened now, in words; nothing when it is not."""
    if kept == now:
        return ""
    if isinstance(kept, tuple) and isinstance(now, tuple) and kept[:2] == now[:2]:
        called = dict(kept[1])
        where = f"{where} {kept[0]}" + (f"#{called['id']}" if "id" in called else "")
        first = next((pair for pair in zip(kept[2], now[2], strict=False) if pair[0] != pair[1]), None)
        if first is not None:
            return told_apart(*first, where)
        return f"{where}: followed has {kept[2][len(now[2]) :]}, now there is {now[2][len(kept[2]) :]}"
    return f"{where}: followed {str(kept)[:400]}, now {str(now)[:400]}"
