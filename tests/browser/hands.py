"""Three ways to do a thing on a page: with a mouse, with a finger on a phone, with the keys alone.

A story that is told with `Hands` can be walked in each of them. Each holds the page to what its people need: a finger
meets what it aims at, whoever goes by keys sees where they are and is never thrown back to the top.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from time import monotonic
from typing import Any, ClassVar

from playwright.sync_api import FilePayload, Locator, Page, expect

FARTHEST = 400  # Tab presses from one thing to the next: more than a board of 40 cards has
FINGER = 44  # px
HANDFUL = 8
SOON = 60_000  # ms until something is there

# Five points of a finger that is put on the middle of a thing; those that meet something else.
MISSES = """(target, finger) => {
    target.scrollIntoView({ block: "center", behavior: "instant" });
    const { left, top, width, height } = target.getBoundingClientRect();
    const [x, y, r] = [left + width / 2, top + height / 2, finger / 2 - 1];
    const met = (dx, dy) => document.elementFromPoint(x + dx, y + dy);
    const ours = (at) => at && (target.contains(at) || at.closest("label")?.control === target);
    return [[0, 0], [-r, 0], [r, 0], [0, -r], [0, r]]
        .filter(([dx, dy]) => !ours(met(dx, dy)))
        .map(([dx, dy]) => `${dx},${dy}: ${met(dx, dy)?.outerHTML.slice(0, 80)}`);
}"""
# Is anything of what has the focus on the screen, with nothing over it?
IN_SIGHT = """(target) => {
    const { left, top, width, height } = target.getBoundingClientRect();
    return [0.5, 0.1, 0.9].some((across) => [0.5, 0.1, 0.9].some((down) => {
        const at = document.elementFromPoint(left + width * across, top + height * down);
        return at && (target.contains(at) || at.contains(target) && at.matches("a, button, summary, label"));
    }));
}"""

STOP_AT = """(target) => {
    const stop = (event) => { if (document.activeElement === target) event.preventDefault(); };
    document.addEventListener("keydown", stop, true);
    window.stopped = () => document.removeEventListener("keydown", stop, true);
}"""


class Hands(ABC):
    """What somebody does on one page."""

    screen: ClassVar[dict[str, Any]]  # what its browser is opened with

    def __init__(self, page: Page) -> None:
        self.page = page

    @abstractmethod
    def press(self, target: Locator) -> None: ...

    @abstractmethod
    def write(self, field: Locator, text: str) -> None: ...

    @abstractmethod
    def choose(self, field: Locator, label: str) -> None: ...

    def pick(self, field: Locator, file: FilePayload) -> None:
        with self.page.expect_file_chooser() as opened:
            self.press(field)
        opened.value.set_files(file)


class Pointing(Hands):
    """What is pressed is what one points at."""

    def choose(self, field: Locator, label: str) -> None:
        """With room for its list: one that has to be scrolled to closes."""
        field.evaluate("field => field.scrollIntoView({ block: 'center', behavior: 'instant' })")
        self.press(field)
        self.press(field.locator("option", has_text=label).first)


class Mouse(Pointing):
    """At a desk."""

    screen: ClassVar[dict[str, Any]] = {}

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, field: Locator, text: str) -> None:
        field.click(click_count=3)
        self.page.keyboard.type(text)
        expect(field).to_have_value(text)


class Touch(Pointing):
    """On a phone: fingers, and the letters of its keyboard."""

    screen: ClassVar[dict[str, Any]] = {"small": True, "has_touch": True}

    def press(self, target: Locator) -> None:
        expect(target).to_be_visible(timeout=SOON)
        missed = target.evaluate(MISSES, FINGER)
        assert not missed, f"A finger meets something else at {missed}, not {target}"
        target.tap()

    def write(self, field: Locator, text: str) -> None:
        """Again where it did not arrive: two quick taps in the middle of the screen are taken for a double tap."""
        until = monotonic() + SOON / 1000
        while monotonic() < until:
            self.press(field)
            expect(field).to_be_focused()
            for _letter in field.input_value():
                self.page.keyboard.press("Backspace")
            self.page.keyboard.type(text)
            if field.input_value() == text:
                return
        raise AssertionError(f"“{text}” does not come to stand in {field}")


class Keys(Hands):
    """Tab, Enter, arrows and letters; nothing else is touched."""

    screen: ClassVar[dict[str, Any]] = {}

    def press(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)
        expect(field).to_have_value(text)

    def choose(self, field: Locator, label: str) -> None:
        """Its list is opened, walked through with the arrows, and closed with what was found."""
        self.reach(field)
        self.page.keyboard.press("Space")
        wanted = field.locator("option", has_text=label).first
        below = wanted.evaluate("wanted => wanted.index > wanted.closest('select').selectedIndex")
        for _step in range(field.locator("option").count()):
            if wanted.evaluate("wanted => wanted === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown" if below else "ArrowUp")
        self.page.keyboard.press("Enter")
        assert wanted.evaluate("wanted => wanted.selected"), f"The arrows do not come to “{label}”"

    def reach(self, target: Locator) -> None:
        """From where the focus is, forward. Tabs come in handfuls: those beyond the target count for nothing."""
        expect(target).to_be_visible(timeout=SOON)
        self._is_somewhere()
        target.evaluate(STOP_AT)
        for _handful in range(FARTHEST // HANDFUL):
            if target.evaluate("target => target === document.activeElement"):
                break
            for _step in range(HANDFUL):
                self.page.keyboard.press("Tab")
        self.page.evaluate("() => window.stopped()")
        assert target.evaluate("target => target === document.activeElement"), f"Tab does not come to {target}"
        assert target.evaluate(IN_SIGHT), f"Something lies over {target}, which has the focus"

    def _is_somewhere(self) -> None:
        """On a page that they used already, the focus is where they were, not at its top."""
        kept = "() => !window.used || document.activeElement !== document.body"
        self.page.wait_for_function(kept, timeout=SOON)
        self.page.evaluate("() => { window.used = true; }")


WAYS: list[type[Hands]] = [Mouse, Touch, Keys]
