"""What a file is, told by its first bytes. Its name says nothing."""

import re
from typing import Final

from .refusing import Refused

HEAD_BYTES: Final = 4096

JPEG, PNG, WEBP, GIF = "image/jpeg", "image/png", "image/webp", "image/gif"
PDF, TEXT, CSV = "application/pdf", "text/plain", "text/csv"
_OOXML = "application/vnd.openxmlformats-officedocument"
DOCX, XLSX = f"{_OOXML}.wordprocessingml.document", f"{_OOXML}.spreadsheetml.sheet"
ODT, ODS = "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"

ENDINGS: Final = {
    JPEG: "jpg", PNG: "png", WEBP: "webp", GIF: "gif", PDF: "pdf", TEXT: "txt", CSV: "csv", DOCX: "docx", XLSX: "xlsx",
    ODT: "odt", ODS: "ods",
}  # fmt: skip
PICTURES: Final = frozenset({JPEG, PNG, WEBP, GIF})

_MARKUP = re.compile(
    rb"<\s*(!doctype|!--|\?xml|html|head|body|svg|script|iframe|style|title|meta|link|math)", re.IGNORECASE
)
_STILL = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa")


def family(head: bytes) -> str:
    """`picture`, `pdf`, `package` or `text`; Refused with why it is none of them."""
    if not head:
        raise Refused("empty")
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")) or _is_webp(head):
        return "picture"
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "package"
    if head[4:8] == b"ftyp":
        raise Refused("heic" if head[8:12] in _STILL else "video")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("old-office")
    if head.startswith(_PROGRAMS):
        raise Refused("unknown")
    if _MARKUP.match(_plain(head).lstrip()):
        raise Refused("markup")
    return "text"


def _is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _plain(head: bytes) -> bytes:
    """The letters without marks and zeros of wider encodings: markup is found in UTF-16, too."""
    return head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
