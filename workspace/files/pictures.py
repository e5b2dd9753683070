"""Pictures made anew from their pixels alone: what a camera or a program wrote beside them stays behind."""

from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

from . import kinds
from .limits import MOST_PIXELS, PICTURE_SIDE, THUMBNAIL_SIDE
from .refusing import Refused

Image.MAX_IMAGE_PIXELS = None  # we look ourselves, before anything is decoded, and say it in words
READ = ("JPEG", "PNG", "WEBP", "GIF")


def remake(source: Path, into: Path, thumbnail: Path) -> dict[str, Any]:
    """Write the picture and its thumbnail; gives type, width and height."""
    try:
        with Image.open(source, formats=READ) as picture:
            return _remade(picture, into, thumbnail)
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError) as error:
        raise Refused("broken") from error


def _remade(picture: Image.Image, into: Path, thumbnail: Path) -> dict[str, Any]:
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused("pixels", picture.width * picture.height // 1_000_000)
    is_photo = picture.format in ("JPEG", "MPO")
    profile = picture.info.get("icc_profile")
    if is_photo:
        picture.draft(None, (PICTURE_SIDE * 2, PICTURE_SIDE * 2))  # a quarter of the pixels need no decoding
    picture.load()
    small: Image.Image = picture.copy()
    if small.mode.startswith("I"):
        small = small.convert("I").point(lambda value: value / 256).convert("L")
    orientation = picture.getexif().get(0x0112, 1)
    is_clear = small.has_transparency_data
    small = _in_usual_colours(small.convert("RGBA") if is_clear else small, profile)
    small.thumbnail((PICTURE_SIDE, PICTURE_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    upright = _upright(small, orientation)
    clean = Image.new(upright.mode, upright.size)  # pixels alone: no information hangs on it
    clean.paste(upright)
    if is_photo:
        clean.save(into, "JPEG", quality=82, optimize=True, progressive=True)
    else:
        clean.save(into, "WEBP", quality=88, method=4)
    width, height = clean.size
    clean.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    clean.save(thumbnail, "WEBP", quality=70, method=4)
    return {"type": kinds.JPEG if is_photo else kinds.WEBP, "width": width, "height": height}


def _in_usual_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB, for which no profile needs to be kept."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
        with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            told = ImageCms.ImageCmsProfile(BytesIO(profile))
            usual = ImageCms.createProfile("sRGB")
            found = ImageCms.profileToProfile(picture, told, usual, outputMode=mode)
            if found is not None:
                return found
    return picture.convert(mode)


def _upright(picture: Image.Image, orientation: int) -> Image.Image:
    turned = Image.Exif()
    turned[0x0112] = orientation
    picture.info.clear()
    picture.info["exif"] = turned.tobytes()
    return ImageOps.exif_transpose(picture)
