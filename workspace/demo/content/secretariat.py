"""IIED's own people, who support and moderate across countries."""

from typing import Final

from ..shapes import Group, Person

SECRETARIAT: Final = Group(
    key="iied",
    name="IIED secretariat",
    short_name="IIED",
    country="",
    language="en",
    band="",
    purpose="Supports the country groups and moderates where they meet.",
    founded=-420,
    people=(
        Person("iied-moderator", "IIED moderator", level="moderator"),
        Person("iied-safeguarding", "IIED safeguarding officer", level="safeguarding"),
    ),
    is_secretariat=True,
)
