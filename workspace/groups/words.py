"""The sentence that somebody gives along with what they do."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def one_sentence(text: str, *, field: str, longest: int, missing: str = "") -> str:
    """A sentence in one line, or ValidationError at `field`. It has to be there where `missing` says what to write."""
    clean = " ".join(text.split())
    if missing and not clean:
        raise ValidationError({field: missing})
    if len(clean) > longest:
        raise ValidationError({field: _("Use at most %(n)s letters.") % {"n": longest}})
    return clean
