"""Languages that content may be written in, each called by its own name."""

from typing import Final

CONTENT_LANGUAGES: Final = (("en", "English"), ("fr", "Français"), ("sw", "Kiswahili"), ("mg", "Malagasy"))


def own_name(code: str) -> str:
    """What a language calls itself."""
    return dict(CONTENT_LANGUAGES).get(code, code)
