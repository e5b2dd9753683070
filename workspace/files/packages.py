"""Office files (DOCX, XLSX, ODT, ODS) packed anew, without what tells of their author. What is in them stays."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from . import kinds
from .inside import bare
from .limits import UNPACKED_BYTES, UNPACKED_PARTS
from .refusing import Refused

TYPES: Final = {
    b"wordprocessingml.document.main+xml": kinds.DOCX,
    b"spreadsheetml.sheet.main+xml": kinds.XLSX,
}
OPEN_TYPES: Final = {each.encode(): each for each in (kinds.ODT, kinds.ODS)}
DEPTH: Final = 2  # a table inside a text; deeper is no document
PACKED = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp")

# Parts that hold nothing but who, when and with what; by which relations the others lead there.
DROPPED = re.compile(r"docProps/.*|Thumbnails/.*|xl/revisions/.*|layout-cache", re.IGNORECASE)
RELATIONS = re.compile(
    rb"<(?:\w+:)?Relationship\b[^>]*?(?:core-properties|extended-properties|custom-properties|metadata/thumbnail|"
    rb"revisionHeaders|usernames)\"[^>]*?(?:/>|>\s*</(?:\w+:)?Relationship>)", re.IGNORECASE,
)  # fmt: skip
OVERRIDES = re.compile(rb"<(?:\w+:)?Override\b[^>]*?PartName=\"/(?:docProps|xl/revisions)/[^>]*?/>", re.IGNORECASE)
TEMPLATE = re.compile(rb"(<(?:\w+:)?Relationship\b(?=[^>]*attachedTemplate)[^>]*?\bTarget=\")[^\"]*", re.IGNORECASE)
ON_A_DISK = re.compile(rb"(\bTarget=\")(?:file:|[a-z]:\\)[^\"]*", re.IGNORECASE)
NAMES_IN_ATTRIBUTES = re.compile(
    rb"(\b(?:\w+:)?(?:author|initials|userName|userId|providerId|lastModifiedBy)=)(\"[^\"]*\"|'[^']*')"
)
NAMES_OF_PERSONS = re.compile(rb"(\bdisplayName=)\"[^\"]*\"")  # elsewhere it is the name of a table
NAMES_IN_ELEMENTS = re.compile(
    rb"(<(?:\w+:)?(?:author|creator|initial-creator|creator-initials|sender-initials|lastModifiedBy|printed-by)(?:\s[^>]*)?>)"
    rb"[^<]*(</)"
)
PLACE_ON_DISK = re.compile(rb"<(?:\w+:)?absPath\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?absPath>)")
META = re.compile(rb"(<office:meta\b[^>]*>).*(</office:meta>)", re.DOTALL)


def repack(source: Path, into: Path) -> dict[str, Any]:
    """Pack the file anew; gives its type."""
    kind = _repack(source, into, [UNPACKED_BYTES], DEPTH)
    if not kind:
        raise Refused("package")
    return {"type": kind}


def _repack(source: Any, into: Any, left: list[int], depth: int) -> str:
    """`left` is how many bytes may still be unpacked, here and in what is packed inside."""
    try:
        with ZipFile(source) as old, ZipFile(into, "w", ZIP_DEFLATED) as new:
            parts = old.infolist()
            if len(parts) > UNPACKED_PARTS:
                raise Refused("bomb")
            kind = _kind_of(old, parts, left)
            for part in parts:
                if not part.is_dir() and not DROPPED.fullmatch(part.filename):
                    data = _cleaned(part.filename, _read(old, part, left), left, depth)
                    fresh = ZipInfo(part.filename)  # the first day that a package knows
                    fresh.compress_type = ZIP_STORED if part.filename == "mimetype" else ZIP_DEFLATED
                    new.writestr(fresh, data)
            return kind
    except (BadZipFile, EOFError, OSError, ValueError, KeyError, NotImplementedError, RuntimeError) as error:
        raise Refused("broken") from error


def _kind_of(package: ZipFile, parts: list[ZipInfo], left: list[int]) -> str:
    names = {part.filename: part for part in parts}
    if len(names) != len(parts):
        raise Refused("broken")  # two parts of one name: each program would read another one
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("password")
    if any(
        re.search(r"vbaProject|(^|/)(Basic|Scripts)/|\.(exe|dll|js|vbs|scr|bat|cmd|jar)$", n, re.IGNORECASE)
        for n in names
    ):
        raise Refused("macros")
    if (told := names.get("[Content_Types].xml")) is not None:
        said = _read(package, told, left)
        if b"macroEnabled" in said:
            raise Refused("macros")
        for ending, kind in TYPES.items():
            if ending in said:
                return kind
    if (told := names.get("mimetype")) is not None:
        kind_told = OPEN_TYPES.get(_read(package, told, left).strip())
        manifest = names.get("META-INF/manifest.xml")
        if manifest is not None and b"encryption-data" in _read(package, manifest, left):
            raise Refused("password")
        if kind_told:
            return kind_told
    return ""


def _read(package: ZipFile, part: ZipInfo, left: list[int]) -> bytes:
    """A part, whatever the package says of its size."""
    with package.open(part) as opened:
        data = opened.read(left[0] + 1)
    left[0] -= len(data)
    if left[0] < 0:
        raise Refused("bomb")
    return data


def _cleaned(name: str, data: bytes, left: list[int], depth: int) -> bytes:
    lower = name.lower()
    if lower.endswith(PACKED):
        return _inner(data, left, depth)
    if lower == "meta.xml":
        return META.sub(rb"\1\2", data)
    if lower.endswith(".rels"):
        return ON_A_DISK.sub(rb"\1file:///", TEMPLATE.sub(rb"\1file:///Normal.dotm", RELATIONS.sub(b"", data)))
    if lower == "[content_types].xml":
        return OVERRIDES.sub(b"", data)
    if lower == "meta-inf/manifest.xml":
        return re.sub(rb"<manifest:file-entry\b[^>]*?\"Thumbnails/[^>]*?/>", b"", data)
    if lower.endswith(".xml"):
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Refused("broken")  # Office writes UTF-8; in anything else we would find no names
        named = NAMES_IN_ATTRIBUTES.sub(rb'\1""', data)
        if "persons/" in lower:
            named = NAMES_OF_PERSONS.sub(rb'\1""', named)
        return NAMES_IN_ELEMENTS.sub(rb"\1\2", PLACE_ON_DISK.sub(b"", named))
    return bare(data)


def _inner(data: bytes, left: list[int], depth: int) -> bytes:
    if depth == 0:
        raise Refused("bomb")
    out = BytesIO()
    _repack(BytesIO(data), out, left, depth - 1)
    return out.getvalue()
