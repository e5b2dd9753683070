"""The servers that the tests run on are real, and are those that the settings name."""

import os

import pytest
from django.conf import settings
from django.db import connection

from tests.services import on_sqlite


@pytest.mark.data
@pytest.mark.django_db
def test_the_database_is_the_one_that_was_asked_for() -> None:
    assert connection.vendor == ("sqlite" if on_sqlite() else "postgresql")
    assert os.environ["TEST_FOLDER"] in str(connection.settings_dict["NAME"]) or not on_sqlite()


@pytest.mark.skipif(on_sqlite(), reason="SQLite goes with Django's memory")
def test_redis_answers() -> None:
    import redis

    assert redis.Redis.from_url(settings.REDIS_URL).ping()
