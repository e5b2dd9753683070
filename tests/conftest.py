"""What every test may ask for. The cast of people is in tests/cast.py, servers in tests/servers.py."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from tests.beginning import Beginning
from tests.services import IN_WORKER, on_sqlite

# Where a change is judged, the same examples each time; at a desk, new ones.
TRIED = (hypothesis.Phase.explicit, hypothesis.Phase.generate)  # a failure is told as it came, not made small
hypothesis.settings.register_profile("same", deadline=None, derandomize=True, phases=TRIED)
hypothesis.settings.register_profile("new", deadline=None)
hypothesis.settings.load_profile("same" if os.environ.get("CI") else "new")

pytest_plugins = [
    "tests.cast",
    "tests.disk",
    "tests.servers",
    "tests.chromium",
    "tests.browser.people",
    "tests.browser.boards",
]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """On SQLite the tests get a file, as production has, not Django's usual database in memory."""
    if on_sqlite():
        name = f"test-{os.environ.get(IN_WORKER, 'alone')}.sqlite3"
        settings.DATABASES["default"]["TEST"]["NAME"] = str(Path(os.environ["TEST_FOLDER"]) / name)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A test that commits leaves the database as the migrations did."""
    with django_db_blocker.unblock():
        beginning = Beginning()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: beginning.restore())
        yield


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright keeps an event loop running from its first test to the end of the session,
    and no asyncio test can begin after that."""
    for item in items:
        if "playwright" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(autouse=True)
def _each_in_its_own_language() -> Iterator[None]:
    """A request in Swahili leaves its language to whatever runs next in the thread; a server begins each anew."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _django_beside_playwright(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a browser test Django would take Playwright's loop for its own and refuse the database."""
    if request.node.get_closest_marker("browser"):
        monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
