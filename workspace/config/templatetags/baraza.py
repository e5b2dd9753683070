"""Template words of our own: icons."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@cache
def _symbols() -> dict[str, str]:
    source = (Path(settings.BASE_DIR) / "frontend" / "icons.svg").read_text(encoding="utf-8")
    return {m[1]: m[0] for m in re.finditer(r'<symbol id="i-([\w-]+)".*?</symbol>', source, re.DOTALL)}


@register.simple_tag
@cache
def icon(name: str, size: str = "") -> SafeString:
    """An icon of the sprite, drawn in place; `size` is "s" or "xs". Always stands beside its word."""
    found = re.match(
        r"<symbol[^>]*viewBox=\"([^\"]+)\"[^>]*>(.*)</symbol>",
        _symbols()[name],
        re.DOTALL,
    )
    if found is None:
        raise KeyError(name)
    drawing = mark_safe(found[2])  # noqa: S308 - from our own file
    return format_html(
        '<svg class="i{}" viewBox="{}" aria-hidden="true">{}</svg>',
        f" i-{size}" if size else "",
        found[1],
        drawing,
    )
