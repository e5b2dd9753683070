"""What every test may ask for. The cast of people is in tests/cast.py, servers in tests/servers.py."""

import os
from pathlib import Path

import pytest
from django.conf import settings

from tests.services import IN_WORKER, on_sqlite


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """On SQLite the tests get a file, as production has, not Django's usual database in memory."""
    if on_sqlite():
        name = f"test-{os.environ.get(IN_WORKER, 'alone')}.sqlite3"
        settings.DATABASES["default"]["TEST"]["NAME"] = str(Path(os.environ["TEST_FOLDER"]) / name)

pytest_plugins = ["tests.cast", "tests.servers"]
