"""A photo is sent from a phone over a line that breaks, and is seen by others without what the phone wrote into it."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.browser.boards import OwnBoard
from tests.browser.people import Arrive
from tests.browser.test_reading import axe, sticks_out, violations
from tests.sent_files import CANARY, exif, jpeg, traces_in, xmp

AT_ONCE = 20_000  # ms
PIECES = re.compile(r"/uploads/[0-9a-f-]+/$")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A grainy photo of some 500 kB, with all that a phone writes into one."""
    path = tmp_path / "bus.jpg"
    Image.effect_noise((1000, 800), 60).save(path, "JPEG", quality=90, exif=exif(), xmp=xmp(), comment=CANARY)
    return path


class Line:
    """The line of a page: it breaks when so much of a file has gone over it."""

    def __init__(self, page: Page, size: int, at: float) -> None:
        self.page, self.limit, self.offsets = page, size * at, list[int]()
        page.route(PIECES, self.carry)

    def carry(self, route: Route) -> None:
        offset = int(route.request.headers.get("upload-offset", "0"))
        self.offsets.append(offset)
        if offset >= self.limit:
            route.abort("connectionfailed")
        else:
            route.continue_()

    def mend(self) -> None:
        self.limit = float("inf")


def open_form(page: Page) -> Locator:
    page.locator("summary", has_text="Add photos or documents").press("Enter")
    return page.locator("form[data-upload]")


def state(form: Locator) -> Locator:
    """What is said of the file that is being sent."""
    return form.locator("[data-sent] [data-state]")


def test_a_photo_cut_off_at_sixty_percent_goes_on_and_is_seen_live(
    board: OwnBoard, arrive: Arrive, photo: Path
) -> None:
    where = board.action("Pump")
    looks_on = arrive(board.server.url, "gh-academic", where)
    expect(looks_on.locator("[data-when=live]")).to_be_visible()
    page = arrive(board.server.url, "gh-convenor", where, small=True, has_touch=True)
    line = Line(page, photo.stat().st_size, 0.6)
    form = open_form(page)
    form.get_by_label("Photos or documents").set_input_files(photo)
    form.get_by_label("What does it show?").fill("The pump stands")
    form.get_by_label("What is seen in the picture?").fill("A grey pump")
    form.get_by_role("button", name="Add as evidence").press("Enter")

    expect(state(form)).to_contain_text("No connection.", timeout=AT_ONCE)
    percent = re.search(r"(\d+) % is there", state(form).inner_text())
    assert percent and 50 <= int(percent[1]) < 100
    page.evaluate(axe())
    assert not violations(page) and not sticks_out(page)
    broken_at = max(line.offsets)
    page.get_by_role("button", name="Try again").press("Enter")
    line.mend()
    expect(looks_on.get_by_alt_text("A grey pump")).to_be_visible(timeout=AT_ONCE)
    expect(page.get_by_alt_text("A grey pump")).to_be_visible(timeout=AT_ONCE)
    assert line.offsets[0] == 0 and line.offsets.count(0) == 1, "nothing was sent twice"
    assert min(offset for offset in line.offsets if offset >= broken_at) == broken_at

    looks_on.get_by_role("link", name="The pump stands").click()
    picture = looks_on.get_by_alt_text("A grey pump")
    expect(picture).to_be_visible()
    answer = looks_on.request.get(str(picture.get_attribute("src")))
    assert answer.ok and answer.body().startswith(b"\xff\xd8\xff") and not traces_in(answer.body())
    looks_on.evaluate(axe())
    assert not violations(looks_on) and not sticks_out(looks_on)


def test_after_a_reload_the_same_file_goes_on_where_it_was(board: OwnBoard, arrive: Arrive, photo: Path) -> None:
    page = arrive(board.server.url, "gh-convenor", board.action("Ponds"), small=True)
    line = Line(page, photo.stat().st_size, 0.5)
    form = open_form(page)
    form.get_by_label("Photos or documents").set_input_files(photo)
    form.get_by_role("button", name="Add as evidence").click()
    expect(state(form)).to_contain_text("No connection.", timeout=AT_ONCE)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_text(re.compile(r"bus\.jpg was cut off at \d+ %"))).to_be_visible()
    line.mend()
    line.offsets.clear()
    form.get_by_label("Photos or documents").set_input_files(photo)
    form.get_by_role("button", name="Add as evidence").click()
    expect(page.get_by_alt_text("Picture, not described yet")).to_be_visible(timeout=AT_ONCE)
    assert line.offsets and min(line.offsets) >= photo.stat().st_size // 2


def test_a_file_that_cannot_be_kept_is_told_beside_its_name(board: OwnBoard, arrive: Arrive, tmp_path: Path) -> None:
    drawing = tmp_path / "logo.svg"
    drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    page = arrive(board.server.url, "gh-convenor", board.action("Filters"), small=True)
    form = open_form(page)
    form.get_by_label("Photos or documents").set_input_files(drawing)
    form.get_by_label("What does it show?").fill("Our mark")
    form.get_by_role("button", name="Add as evidence").click()
    row = page.locator("[data-sent] li")
    expect(row).to_contain_text("Web pages and drawings made of code", timeout=AT_ONCE)
    expect(row).to_contain_text("logo.svg")
    expect(form.get_by_label("What does it show?")).to_have_value("Our mark")


def test_a_large_photo_is_made_smaller_on_the_phone_unless_one_wants_it_as_it_is(
    board: OwnBoard, arrive: Arrive
) -> None:
    page = arrive(board.server.url, "gh-convenor", board.action("Pump"), small=True, has_touch=True)
    large = jpeg(6, 4000, 3000)  # held upright: the sky is on its right
    sent: list[int] = []
    page.on("request", lambda asked: sent.extend(sizes_in(asked)))
    form = open_form(page)
    for name, as_it_is in {"Smaller": False, "As it is": True}.items():
        form.get_by_label("Photos or documents").set_input_files(
            {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": large}
        )
        told = form.locator("[data-sizes]")
        expect(told).to_have_text(re.compile(r"^Made smaller for sending: \d+ kB → \d+ kB$"), timeout=AT_ONCE)
        expect(form.get_by_role("status")).to_have_text(told.inner_text())
        form.get_by_label("Send the photos as they are").set_checked(as_it_is)
        form.get_by_label("What does it show?").fill(name)
        form.get_by_role("button", name="Add as evidence").press("Enter")
        expect(page.get_by_role("link", name=name)).to_be_visible(timeout=AT_ONCE)
        expect(told).to_be_hidden()
        if not as_it_is:
            open_form(page)
    assert sent[0] < sent[1] / 2 and sent[1] == len(large)

    page.get_by_role("link", name="Smaller").click()
    answer = page.request.get(str(page.locator("main img").get_attribute("src")))
    with Image.open(BytesIO(answer.body())) as picture:
        assert picture.size == (1200, 1600) and not traces_in(answer.body())
        left, right = (picture.getpixel((across, 800)) for across in (100, 1100))
    assert isinstance(left, tuple) and isinstance(right, tuple) and sum(left) < sum(right)


def sizes_in(asked: Request) -> list[int]:
    """The size of the file that an upload begins with."""
    if asked.method != "POST" or not re.search(r"/spaces/[0-9a-f-]+/uploads/$", asked.url):
        return []
    return [int(size) for size in parse_qs(asked.post_data or "")["size"]]
