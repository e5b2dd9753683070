"""Files as people send them, with a canary in every place where a program writes something about its user."""

import struct
import zlib
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, is_zipfile

from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

CANARY = "CanaryMeta"
GPS = (5.3018, 2.0010)  # Tarkwa
TRACES = (
    *(CANARY.encode(code) for code in ("ascii", "utf-16-le", "utf-16-be")),
    b"Exif\0\0", b"GPSLatitude", b"ns.adobe.com/xap", b"ICC_PROFILE", b"iCCP", b"eXIf", b"tEXt", b"EXIF", b"XMP ",
    struct.pack(">II", 530180, 100000), struct.pack("<II", 530180, 100000),
)  # fmt: skip


def scene(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """A hill under a sky: light above, dark below, so that one sees which way is up."""
    picture = Image.new(mode, (width, height), (150, 190, 230))
    ImageDraw.Draw(picture).rectangle((0, height // 2, width, height), fill=(90, 60, 30))
    return picture


def profile() -> bytes:
    """A colour profile that is called by the canary."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    name = "sRGB built-in"
    return plain.replace(name.encode("utf-16-be"), CANARY.ljust(len(name)).encode("utf-16-be"))


def exif(orientation: int = 1) -> Image.Exif:
    """All that a phone writes: maker, model, owner, time, place."""
    made = Image.Exif()
    for tag in (0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298, 0xC4A5):
        made[tag] = f"{CANARY} {tag}"
    made[0x0112] = orientation
    made.get_ifd(0x8769).update({0x9003: "2026:01:02 03:04:05", 0x9286: CANARY.encode(), 0xA430: CANARY})
    made.get_ifd(0x8825).update({
        1: "N", 2: (5, 18, 5.3018), 3: "W", 4: (1, 59, 2.001), 29: "2026:01:02", 27: CANARY.encode(),
    })  # fmt: skip
    return made


def xmp() -> bytes:
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{CANARY} http://ns.adobe.com/xap/1.0/</x:xmpmeta>'.encode()


@cache
def jpeg(orientation: int = 1, width: int = 640, height: int = 480) -> bytes:
    """A photo, with words behind its end as well."""
    out = BytesIO()
    scene(width, height).save(
        out, "JPEG", exif=exif(orientation), xmp=xmp(), comment=CANARY, icc_profile=profile(), quality=90
    )
    return out.getvalue() + CANARY.encode()


@cache
def png() -> bytes:
    out, words = BytesIO(), PngImagePlugin.PngInfo()
    words.add_text("Author", CANARY)
    words.add_text("Comment", CANARY, zip=True)
    words.add_itxt("XML:com.adobe.xmp", xmp().decode())
    scene().save(out, "PNG", pnginfo=words, exif=exif(), icc_profile=profile())
    return out.getvalue()


@cache
def webp() -> bytes:
    out = BytesIO()
    scene(mode="RGBA").save(out, "WEBP", exif=exif(), xmp=xmp(), icc_profile=profile())
    return out.getvalue()


@cache
def gif() -> bytes:
    out = BytesIO()
    scene().save(out, "GIF", comment=CANARY, save_all=True, append_images=[scene(320, 240)])
    return out.getvalue()


@cache
def pdf() -> bytes:
    """A page with a comment, a file inside, a script, and a photo as the camera wrote it."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    photo = StreamObject()
    photo.update({
        NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Image"),
        NameObject("/Filter"): NameObject("/DCTDecode"),
    })  # fmt: skip
    photo._data = jpeg()
    pictures = DictionaryObject({NameObject("/Photo"): writer._add_object(photo)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): pictures})
    writer.add_annotation(0, Text(rect=(10, 10, 40, 40), text="Words of the text", title_bar=CANARY))
    writer.add_attachment("inside.txt", CANARY.encode())
    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject(f"app.alert('{CANARY}')"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    writer.add_metadata({"/Author": CANARY, "/Title": CANARY, "/Producer": CANARY})
    about = StreamObject()
    about._data = xmp()
    writer.root_object[NameObject("/Metadata")] = writer._add_object(about)
    writer.root_object[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/X"): TextStringObject(CANARY)})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def package(parts: dict[str, str | bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return out.getvalue()


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument"


@cache
def docx() -> bytes:
    """A text with a tracked change, a comment, a photo, and a table packed inside."""
    return package({
        "[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" ContentType="{TYPES}.'
        f'wordprocessingml.document.main+xml"/><Override PartName="/docProps/core.xml" ContentType="x"/></Types>',
        "_rels/.rels": f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/officeDocument" '
        'Target="word/document.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/'
        'relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": f"<cp:coreProperties><dc:creator>{CANARY}</dc:creator></cp:coreProperties>",
        "docProps/app.xml": f"<Properties><Company>{CANARY}</Company></Properties>",
        "docProps/custom.xml": f"<Properties>{CANARY}</Properties>",
        "docProps/thumbnail.jpeg": jpeg(),
        "word/document.xml": f'<w:document><w:ins w:id="1" w:author="{CANARY}">Words of the text</w:ins></w:document>',
        "word/comments.xml": f'<w:comments><w:comment w:author="{CANARY}" w:initials="{CANARY}"/></w:comments>',
        "word/people.xml": f'<w15:person w15:author="{CANARY}"><w15:presenceInfo w15:userId="{CANARY}"/></w15:person>',
        "word/_rels/settings.xml.rels": f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/attachedTemplate" '
        f'Target="file:///C:\\Users\\{CANARY}\\Normal.dotm" TargetMode="External"/></Relationships>',
        "word/media/image1.jpeg": jpeg(),
        "word/media/image2.png": png(),
        "word/embeddings/table.xlsx": xlsx(),
    })  # fmt: skip


@cache
def xlsx() -> bytes:
    book, out = Workbook(), BytesIO()
    book.properties.creator = book.properties.lastModifiedBy = CANARY
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "Words of the text"
    sheet["A1"].comment = Comment("look", CANARY)
    book.save(out)
    with ZipFile(out) as packed:
        parts: dict[str, str | bytes] = {name: packed.read(name) for name in packed.namelist()}
    place = f'<x15ac:absPath url="C:\\Users\\{CANARY}\\"/></workbook>'
    parts["xl/workbook.xml"] = bytes(parts["xl/workbook.xml"]).replace(b"</workbook>", place.encode())  # type: ignore[arg-type]
    parts["xl/persons/person.xml"] = f'<personList><person displayName="{CANARY}" userId="{CANARY}"/></personList>'
    return package(parts)


def _open_document(kind: str) -> bytes:
    return package({
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "META-INF/manifest.xml": "<manifest:manifest/>",
        "meta.xml": f"<office:document-meta><office:meta><meta:initial-creator>{CANARY}</meta:initial-creator>"
        f"<dc:title>{CANARY}</dc:title></office:meta></office:document-meta>",
        "content.xml": f"<office:document-content><office:annotation><dc:creator>{CANARY}</dc:creator>"
        "</office:annotation>Words of the text</office:document-content>",
        "Thumbnails/thumbnail.png": png(),
        "Pictures/photo.jpg": jpeg(),
    })  # fmt: skip


@cache
def odt() -> bytes:
    return _open_document("text")


@cache
def ods() -> bytes:
    return _open_document("spreadsheet")


SENT = {
    "photo.jpg": jpeg, "drawing.png": png, "picture.webp": webp, "moving.gif": gif, "report.pdf": pdf,
    "minutes.docx": docx, "records.xlsx": xlsx, "letter.odt": odt, "ledger.ods": ods,
}  # fmt: skip


def layers(data: bytes) -> Iterator[bytes]:
    """The bytes themselves, and all that is packed in them."""
    yield data
    if is_zipfile(BytesIO(data)):
        with ZipFile(BytesIO(data)) as packed:
            for part in packed.infolist():
                yield part.filename.encode() + part.comment + part.extra
                yield from layers(packed.read(part))
    elif data.startswith(b"%PDF"):
        for thing in PdfReader(BytesIO(data)).xref.get(0, {}):
            found = PdfReader(BytesIO(data)).get_object(thing)
            if isinstance(found, StreamObject):
                yield found._data
                if found.get("/Filter") == "/FlateDecode":
                    yield zlib.decompress(found._data)
            else:
                yield repr(found).encode()
    elif data.startswith(b"\x89PNG"):
        with Image.open(BytesIO(data)) as picture:
            yield repr(picture.info).encode()


def traces_in(data: bytes) -> set[bytes]:
    """What these bytes tell of who made them, where and with what."""
    return {trace for layer in layers(data) for trace in TRACES if trace in layer}


def bomb(name: str = "word/document.xml", megabytes: int = 120) -> bytes:
    """A text that unpacks to far more than it weighs."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", f"{TYPES}.wordprocessingml.document.main+xml")
        with packed.open(name, "w", force_zip64=True) as part:
            for _each in range(megabytes):
                part.write(bytes(1024 * 1024))
    return out.getvalue()
