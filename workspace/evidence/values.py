"""What may be kept of the words and addresses of a piece of evidence."""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .models import LONGEST, Evidence

# Which words each kind has, and which of them may be changed.
FIELDS = {
    "picture": ("caption", "seen_in_it"),
    "document": ("caption",),
    "link": ("address", "caption"),
    "note": ("text",),
}


def fields_of(evidence: Evidence) -> tuple[str, ...]:
    """The words that a piece of evidence has."""
    return FIELDS[evidence.what]


def host_of(address: str) -> str:
    """Where a link leads, in letters that cannot pass for others."""
    host = urlsplit(address).hostname or ""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def checked(values: Mapping[str, Any]) -> dict[str, str]:
    """The values, each fit to be kept, or ValidationError with a sentence for each that is not."""
    clean, wrong = {}, {}
    for field, value in values.items():
        try:
            clean[field] = _CHECKS[field](str(value or ""))
        except ValidationError as error:
            wrong[field] = error.messages
    if wrong:
        raise ValidationError(wrong)
    return clean


def _line(field: str) -> Callable[[str], str]:
    return lambda typed: _short_enough(field, " ".join(typed.split()))


def _text(typed: str) -> str:
    text = "\n".join(line.rstrip() for line in typed.strip().splitlines())
    if not text:
        raise ValidationError(_("Write what shows it."))
    return _short_enough("text", text)


def _address(typed: str) -> str:
    address = typed.strip()
    if not address:
        raise ValidationError(_("Paste the address of a page, such as https://example.org/report."))
    if "://" not in address and not address.lower().startswith(("javascript:", "data:", "mailto:")):
        address = f"https://{address}"
    if any(sign.isspace() or unicodedata.category(sign).startswith("C") for sign in address):
        raise ValidationError(_("There are spaces in this address, or signs that cannot be seen. Copy it again."))
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or ("." not in host and ":" not in host):
        raise ValidationError(_("Only addresses of web pages can be kept: they begin with https:// or http://."))
    if parts.username is not None or "\\" in address:
        raise ValidationError(_("This address may lead elsewhere than it says. Open the page, and copy its address."))
    return _short_enough("address", address)


def _short_enough(field: str, text: str) -> str:
    if len(text) > LONGEST[field]:
        raise ValidationError(_("Use at most %(n)s letters.") % {"n": LONGEST[field]})
    return text


_CHECKS: dict[str, Callable[[str], str]] = {
    "caption": _line("caption"),
    "seen_in_it": _line("seen_in_it"),
    "address": _address,
    "text": _text,
}
