"""Words as they are compared, however they were typed."""

import re
import unicodedata


def plain(text: str) -> str:
    """Words without accents, capitals and signs."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("’", "").replace("'", ""))
    return " ".join(re.sub(r"[^\w\s]|_", " ", "".join(c for c in bare if not unicodedata.combining(c))).split())
