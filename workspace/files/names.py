"""What a file may be called: a name that can be shown, kept and sent in a header, with the ending of its content."""

import re
import unicodedata

from django.utils.translation import gettext as _

from .kinds import ENDINGS

LONGEST = 120  # letters
_KNOWN = frozenset(ENDINGS.values()) | {"jpeg", "jpe", "heic", "tif", "tiff", "bmp", "svg", "html", "htm", "doc", "xls"}
_INVISIBLE = ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp")


def clean_name(sent: str) -> str:
    """The last part of a path, without signs that cannot be seen or that turn the reading round."""
    seen = "".join(sign for sign in unicodedata.normalize("NFC", sent) if _is_seen(sign))
    last = re.split(r"[/\\]", seen)[-1]
    words = " ".join(re.sub(r'[<>:"|?*]', " ", last).split()).strip(" .")
    stem, dot, ending = words.rpartition(".")
    if len(words) > LONGEST:
        words = f"{stem[: LONGEST - len(ending) - 2]}…{dot}{ending}" if dot and len(ending) < 8 else words[:LONGEST]
    return words or _("File")


def name_for(sent: str, kind: str) -> str:
    """The name with the ending that belongs to the content."""
    name, ending = clean_name(sent), ENDINGS[kind]
    stem, dot, said = name.rpartition(".")
    if dot and (said.lower() == ending or (said.lower(), ending) == ("jpeg", "jpg")):
        return name
    return f"{stem if dot and stem and said.lower() in _KNOWN else name}.{ending}"


def _is_seen(sign: str) -> bool:
    return sign in "\t\u200c\u200d" or unicodedata.category(sign) not in _INVISIBLE
