"""JPEG and PNG data inside of documents, without what hangs on them. The pixels are not touched."""

KEPT_IN_JPEG = frozenset({0xE0, 0xEE})  # JFIF, and Adobe's word on how colours are coded
KEPT_IN_PNG = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"})


def bare(data: bytes) -> bytes:
    """The picture without EXIF, XMP, comments, profiles and what was put behind its end; other data as it is."""
    if data.startswith(b"\xff\xd8\xff"):
        return _bare_jpeg(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _bare_png(data)
    return data


def _bare_jpeg(data: bytes) -> bytes:
    out, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            return bytes(out) + b"\xff\xd9"
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in KEPT_IN_JPEG:
            out += data[at:end]
        if marker == 0xDA:
            begun, end = end, _end_of_scan(data, end)
            out += data[begun:end]
        at = end
    return bytes(out) + b"\xff\xd9"


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands: 0xFF, and neither a stuffed zero nor a restart."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
    return len(data)


def _bare_png(data: bytes) -> bytes:
    out, at = bytearray(data[:8]), 8
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        if name in KEPT_IN_PNG:
            out += data[at:end]
        if name == b"IEND":
            break
        at = end
    return bytes(out)
