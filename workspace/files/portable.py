"""PDF files written anew without what tells of their author: properties, XMP, names on comments, files inside."""

from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, IndirectObject, NameObject, StreamObject

from . import kinds
from .inside import bare
from .refusing import Refused

TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/AA", "/Thumb")
OF_A_COMMENT = ("/T", "/M", "/CreationDate", "/RC")
COMMENTS = frozenset({
    "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline",
    "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup", "/FileAttachment", "/Sound", "/Redact",
})  # fmt: skip
ACTIVE = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/Movie"})


def rewrite(source: Path, into: Path) -> dict[str, Any]:
    """Write the pages anew; gives the type."""
    try:
        reader = PdfReader(source)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("password")
        writer = PdfWriter(clone_from=reader)
        if not writer.pages:
            raise Refused("broken")
        _strip(writer)
        with into.open("wb") as out:
            writer.write(out)
    except Refused:
        raise
    except MemoryError:
        raise
    except ImportError as error:  # a cipher that pypdf needs another library for
        raise Refused("password") from error
    except (PyPdfError, RecursionError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError) as error:
        raise Refused("broken") from error
    return {"type": kinds.PDF}


def _strip(writer: PdfWriter) -> None:
    writer.metadata = None
    root = writer.root_object
    for key in ("/OpenAction", "/Collection"):
        root.pop(NameObject(key), None)
    names = root.get("/Names")
    names = names.get_object() if isinstance(names, IndirectObject) else names
    if isinstance(names, DictionaryObject):
        for key in ("/EmbeddedFiles", "/JavaScript"):
            names.pop(NameObject(key), None)
    for thing in list(writer._objects):
        if isinstance(thing, DictionaryObject):
            _strip_one(thing)
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)


def _strip_one(thing: DictionaryObject) -> None:
    """One dictionary, and those written inside of it."""
    for key in TELLING:
        thing.pop(NameObject(key), None)
    kind = thing.get("/Subtype")
    if kind in COMMENTS:
        for key in OF_A_COMMENT:
            thing.pop(NameObject(key), None)
        if kind == "/FileAttachment":
            thing.pop(NameObject("/FS"), None)
    if isinstance(thing, StreamObject) and thing.get("/Type") == "/EmbeddedFile":
        thing._data = b""
        thing.clear()
    if thing.get("/S") in ACTIVE or "/EF" in thing:  # what runs, and what leads to a file inside
        thing.clear()
    if isinstance(thing, StreamObject) and thing.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        thing._data = bare(thing._data)
    for inner in list(thing.values()):
        for each in inner if isinstance(inner, list) else [inner]:
            if isinstance(each, DictionaryObject):
                _strip_one(each)
