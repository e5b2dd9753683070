"""What is kept of a file that somebody sends: what is seen and read in it, and nothing of who made it."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from PIL import Image
from pypdf import PdfReader, PdfWriter

from tests import sent_files as sent
from tests.disk import Disk
from workspace.files.making import Made, made_safe


@pytest.fixture
def made(disk: Disk, tmp_path: Path) -> Any:
    """`made(data, name)` gives what would be kept, its bytes and those of its thumbnail."""

    def make(data: bytes, name: str) -> tuple[Made, bytes, bytes]:
        source = tmp_path / "sent"
        source.write_bytes(data)
        with made_safe(source, name) as kept:
            return kept, kept.path.read_bytes(), kept.thumbnail.read_bytes() if kept.thumbnail.exists() else b""

    return make


@pytest.mark.parametrize("name", sent.SENT)
def test_nothing_tells_who_made_a_file_or_where(made: Any, disk: Disk, name: str) -> None:
    data = sent.SENT[name]()
    assert sent.traces_in(data), "it does before"
    _kept, whole, thumbnail = made(data, name)
    assert not sent.traces_in(whole) and not sent.traces_in(thumbnail)
    assert not disk.files() and not disk.folders_of_work()


@pytest.mark.parametrize("name", ["photo.jpg", "drawing.png", "picture.webp", "moving.gif"])
def test_a_picture_is_its_pixels_and_no_more(made: Any, name: str) -> None:
    kept, whole, thumbnail = made(sent.SENT[name](), name)
    for data in (whole, thumbnail):
        with Image.open(BytesIO(data)) as picture:
            assert not picture.getexif() and getattr(picture, "n_frames", 1) == 1
            assert not {"exif", "xmp", "icc_profile", "comment", "XML:com.adobe.xmp"} & picture.info.keys()
            sky = picture.convert("RGB").getpixel((20, 20))
            assert isinstance(sky, tuple) and all(abs(a - b) < 12 for a, b in zip(sky, (150, 190, 230), strict=True))
    assert (kept.width, kept.height) == (640, 480)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_taken_with_a_turned_phone_stands_upright(made: Any, orientation: int) -> None:
    kept, whole, _thumbnail = made(sent.jpeg(orientation), "photo.jpg")
    assert (kept.width, kept.height) == ((640, 480) if orientation < 5 else (480, 640))
    with Image.open(BytesIO(sent.jpeg(orientation))) as before, Image.open(BytesIO(whole)) as after:
        from PIL import ImageOps

        right = ImageOps.exif_transpose(before).convert("RGB")
        for at in ((10, 10), (right.width - 10, 10), (10, right.height - 10)):
            assert all(abs(a - b) < 16 for a, b in zip(right.getpixel(at), after.getpixel(at), strict=True))  # type: ignore[arg-type]


def test_a_large_photo_becomes_small_and_its_thumbnail_smaller(made: Any) -> None:
    kept, whole, thumbnail = made(sent.jpeg(1, 6000, 4000), "photo.jpg")
    assert (kept.width, kept.height) == (2048, 1365) and len(whole) < 100_000
    with Image.open(BytesIO(thumbnail)) as small:
        assert max(small.size) == 480 and small.format == "WEBP" and len(thumbnail) < 10_000


def test_what_is_written_in_a_document_stays(made: Any) -> None:
    for name in ("minutes.docx", "letter.odt", "ledger.ods", "records.xlsx"):
        _kept, whole, _thumbnail = made(sent.SENT[name](), name)
        assert any(b"Words of the text" in layer for layer in sent.layers(whole)), name
        with ZipFile(BytesIO(whole)) as package:
            assert package.testzip() is None
            assert not [each for each in package.namelist() if each.startswith(("docProps", "Thumbnails"))]
    from openpyxl import load_workbook

    sheet = load_workbook(BytesIO(made(sent.xlsx(), "x.xlsx")[1])).active
    assert sheet is not None
    cell: Any = sheet["A1"]
    assert (cell.value, cell.comment.text) == ("Words of the text", "look")
    pages = PdfReader(BytesIO(made(sent.pdf(), "x.pdf")[1])).pages
    comments: Any = pages[0]["/Annots"]
    assert [each.get_object()["/Contents"] for each in comments] == ["Words of the text"]
    with Image.open(BytesIO(pages[0]["/Resources"]["/XObject"]["/Photo"]._data)) as photo:  # type: ignore[index]
        photo.load()
        assert photo.size == (640, 480) and not photo.getexif()


def _locked_pdf() -> bytes:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def _png_of(width: int, height: int) -> bytes:
    """The smallest PNG that says it is so large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress(bytes((width + 1) * min(height, 100)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


REFUSED: dict[str, tuple[str, Any, str]] = {
    "nothing": ("a.jpg", lambda: b"", "empty"),
    "a program": ("photo.jpg", lambda: b"MZ\x90\0" + bytes(500), "no file of a kind"),
    "bytes": ("photo.jpg", lambda: bytes(range(256)) * 4, "no file of a kind"),
    "a page": ("photo.png", lambda: b" \n<!DOCTYPE html><script>alert(1)</script>", "Web pages"),
    "a page in UTF-16": ("photo.png", lambda: "\ufeff<html><script>".encode("utf-16-le"), "Web pages"),
    "a drawing with a script": ("logo.svg", lambda: b"<?xml version='1.0'?><svg onload='alert(1)'/>", "Web pages"),
    "a video": ("x.jpg", lambda: b"\0\0\0\x18ftypmp42" + bytes(64), "Sound and video"),
    "a picture of a phone": ("x.jpg", lambda: b"\0\0\0\x18ftypheic" + bytes(64), "Save it as JPEG"),
    "an old text": ("x.docx", lambda: b"\xd0\xcf\x11\xe0" + bytes(512), "Office file of an old kind"),
    "a locked PDF": ("x.pdf", _locked_pdf, "has a password"),
    "a damaged PDF": ("x.pdf", lambda: b"%PDF-1.7\n" + bytes(300), "damaged"),
    "half a photo": ("x.jpg", lambda: sent.jpeg()[:6000], "damaged"),
    "the first bytes of a photo": ("x.jpg", lambda: b"\xff\xd8\xff\xe0", "damaged"),
    "10 000 × 10 000": ("x.png", lambda: _png_of(10_000, 10_000), "100 million points"),
    "a bomb": ("x.docx", sent.bomb, "far too large"),
    "many parts": ("x.docx", lambda: sent.package({str(n): "" for n in range(3_001)}), "far too large"),
    "an archive": ("x.docx", lambda: sent.package({"a.txt": "a"}), "Archives"),
    "a text with macros": ("x.docx", lambda: sent.package({
        "[Content_Types].xml": "wordprocessingml.document.main+xml", "word/vbaProject.bin": "x"}), "macros"),
    "a text of another name": ("x.docx", lambda: sent.package({
        "[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}), "macros"),
    "a damaged text": ("x.docx", lambda: sent.docx()[:-40], "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_kept_is_told_in_words_and_leaves_nothing(made: Any, disk: Disk, what: str) -> None:
    name, data, words = REFUSED[what]
    with pytest.raises(ValidationError) as refusal:
        made(data(), name)
    assert words in refusal.value.messages[0]
    assert not disk.files() and not disk.folders_of_work()


def test_fifty_megapixels_are_opened_and_made_small(made: Any) -> None:
    out = BytesIO()
    Image.new("L", (8160, 6144), 128).save(out, "JPEG")
    kept, whole, _thumbnail = made(out.getvalue(), "photo.jpg")
    assert (kept.width, kept.height) == (2048, 1542) and len(whole) < 100_000


@pytest.mark.parametrize(
    ("name", "data", "called", "kind"),
    [
        ("photo.png", sent.jpeg, "photo.jpg", "image/jpeg"),
        ("photo.jpeg", sent.jpeg, "photo.jpeg", "image/jpeg"),
        ("photo.pdf", sent.png, "photo.webp", "image/webp"),
        ("report.exe", sent.pdf, "report.exe.pdf", "application/pdf"),
        ("run.bat", lambda: b"del *.*", "run.bat.txt", "text/plain"),
        ("table.csv", lambda: "Ort;Größe\n".encode("cp1252"), "table.csv", "text/csv"),
        ("", lambda: b"words", "File.txt", "text/plain"),
    ],
)
def test_the_ending_of_the_name_follows_the_content(made: Any, name: str, data: Any, called: str, kind: str) -> None:
    kept, whole, _thumbnail = made(data(), name)
    assert (kept.name, kept.type) == (called, kind)
    if kind.startswith("text/"):
        whole.decode("utf-8")


def test_a_process_that_dies_is_an_answer_too(made: Any, monkeypatch: pytest.MonkeyPatch, disk: Disk) -> None:
    monkeypatch.setattr("workspace.files.making.sys.executable", "/bin/false")
    with pytest.raises(ValidationError, match="far too large"):
        made(sent.jpeg(), "photo.jpg")
    assert not disk.files() and not disk.folders_of_work()
