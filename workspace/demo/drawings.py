"""Pictures of the demonstration: drawn, so that nobody takes them for photos of real people and places."""

from collections.abc import Callable
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont

SIZE: Final = (1200, 900)
SKY, EARTH, LEAF, WOOD, PAPER, INK = "#c9dbe4", "#b98255", "#6f8f5a", "#7a5130", "#fbf6ea", "#3a322b"
CLOTHES: Final = ("#8c3a1c", "#2c5b39", "#28587a", "#762c66", "#e0a526", "#5c5349")

Draw = Callable[[ImageDraw.ImageDraw], None]


def drawn(scene: str) -> bytes:
    """A scene by its name, as the JPEG of a phone."""
    picture = Image.new("RGB", SIZE, SKY)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 560, *SIZE), fill=EARTH)
    pen.ellipse((-200, 420, 700, 900), fill=LEAF)
    pen.rectangle((0, 690, *SIZE), fill=EARTH)
    SCENES[scene](pen)
    pen.text((24, 840), "Illustration", fill=INK, font=ImageFont.load_default(40))
    return _saved(picture, "JPEG")


def written(lines: tuple[str, ...]) -> bytes:
    """A page of writing, as a PDF."""
    page = Image.new("RGB", (1240, 1754), "white")
    pen = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        pen.text((120, 140 + 60 * number), line, fill=INK, font=ImageFont.load_default(34 if number else 46))
    return _saved(page, "PDF")


def _saved(picture: Image.Image, form: str) -> bytes:
    out = BytesIO()
    picture.save(out, form, resolution=150)
    return out.getvalue()


def _person(pen: ImageDraw.ImageDraw, x: int, y: int, number: int) -> None:
    pen.ellipse((x - 34, y - 150, x + 34, y - 82), fill="#5b3a24")
    pen.pieslice((x - 46, y - 166, x + 46, y - 76), 180, 360, fill=CLOTHES[(number + 2) % len(CLOTHES)])
    pen.rounded_rectangle((x - 52, y - 84, x + 52, y + 110), 40, fill=CLOTHES[number % len(CLOTHES)])


def _people(pen: ImageDraw.ImageDraw, *places: tuple[int, int]) -> None:
    for number, (x, y) in enumerate(places):
        _person(pen, x, y, number)


def _sheet(pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int], rows: int, columns: int = 1) -> None:
    pen.rectangle(box, fill=PAPER, outline=WOOD, width=6)
    left, top, right, bottom = box
    for row in range(1, rows):
        y = top + (bottom - top) * row // rows
        pen.line((left + 24, y, right - 24, y), fill=INK, width=4)
    for column in range(1, columns):
        x = left + (right - left) * column // columns
        pen.line((x, top + 20, x, bottom - 20), fill=INK, width=4)


def _board(pen: ImageDraw.ImageDraw) -> None:
    for x in (400, 800):
        pen.rectangle((x - 14, 200, x + 14, 720), fill=WOOD)
    _sheet(pen, (330, 140, 870, 480), 7)
    _people(pen, (180, 720), (330, 760), (900, 760), (1050, 720))


def _table(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((150, 520, 1050, 560), fill=WOOD)
    for x in (210, 960):
        pen.rectangle((x, 560, x + 30, 800), fill=WOOD)
    _people(pen, (330, 470), (880, 470))
    _sheet(pen, (440, 420, 770, 530), 4, 4)


def _retort(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((300, 620, 900, 660), fill=WOOD)
    pen.rounded_rectangle((430, 430, 620, 620), 30, fill="#5c5349")
    pen.line((560, 440, 760, 380, 830, 560), fill="#5c5349", width=26, joint="curve")
    pen.rectangle((780, 560, 880, 620), fill=SKY, outline=INK, width=5)
    _people(pen, (170, 720), (1040, 720))


def _map(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon(((260, 220), (900, 160), (980, 600), (220, 640)), fill=PAPER, outline=WOOD)
    for points, fill in (
        (((300, 260), (560, 240), (540, 420), (290, 430)), LEAF),
        (((580, 240), (880, 210), (900, 380), (560, 420)), "#e0a526"),
        (((290, 450), (600, 440), (560, 610), (260, 610)), "#d3a27c"),
    ):
        pen.polygon(points, fill=fill, outline=INK)
    _people(pen, (130, 760), (600, 800), (1080, 760))


def _class(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon(((200, 260), (600, 120), (1000, 260)), fill=WOOD)
    for x in (230, 950):
        pen.rectangle((x, 260, x + 24, 720), fill=WOOD)
    pen.rectangle((440, 300, 780, 480), fill="#2f4a3a", outline=WOOD, width=8)
    _people(pen, (330, 720), (470, 770), (610, 720), (750, 770), (890, 720))


SCENES: Final[dict[str, Draw]] = {
    "board": _board, "table": _table, "retort": _retort, "map": _map, "class": _class,
}  # fmt: skip
