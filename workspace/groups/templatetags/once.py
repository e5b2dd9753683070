"""{% once %}: a part of a page that is drawn once for the same words, and put before everybody who is to read them."""

from collections import namedtuple
from functools import lru_cache
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .groups import FIELDS, command

MOST = 512  # of one part, before all are drawn anew

register = template.Library()


class OnceNode(template.Node):
    """Its body sees the named values and nothing else: it is kept by them, so that they must be equal only when they
    say the same, as a tuple is, and a model is not."""

    def __init__(self, body: NodeList, named: dict[str, FilterExpression]) -> None:
        self.nodelist, self.named = body, named
        self.drawn: dict[Any, str] = {}

    def render(self, context: template.Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self.named.items()}
        key = (get_language(), *values.values())
        drawn = self.drawn.get(key)
        if drawn is None:
            if len(self.drawn) >= MOST:
                self.drawn.clear()
            drawn = self.drawn[key] = self.nodelist.render(context.new({**values, "fields_go_here": True}))
        return SafeString(drawn.replace(FIELDS, command(context)))


@register.filter
def said(thing: Any, names: str) -> Any:
    """What a thing, if there is one, says of itself under these names, equal to what says the same."""
    return thing and _shape(names)(*[getattr(thing, name) for name in names.split()])


@lru_cache
def _shape(names: str) -> type[Any]:
    return namedtuple("Said", names)  # noqa: PYI024 - its names come from a template


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """{% once theme=lane.theme|said:"pk name" can=can %}…{% endonce %}"""
    named = token_kwargs(token.split_contents()[1:], parser)
    body = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(body, named)
