"""PostgreSQL itself stops, and stands still: one of its own, for these tests alone."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.databases import postgres_clone
from tests.faults.conftest import Gather, House, build, gather_at
from tests.owned import Owned
from tests.postgres import Postgres


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    owned = Owned()
    yield Postgres(owned)
    owned.close()


@pytest.fixture
def own_house(postgres: Postgres) -> Iterator[House]:
    """A house on a copy of the demonstration data in that PostgreSQL."""
    with ExitStack() as stack:
        with postgres_clone() as copied:
            dump = subprocess.run([postgres.programs / "pg_dump", copied], check=True, capture_output=True)
        copy: list[str | Path] = [postgres.programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", postgres.url]
        subprocess.run(copy, input=dump.stdout, check=True, capture_output=True)
        yield build(stack, postgres.url)


def test_postgresql_restarts_and_stands_still(
    own_house: House, gather: Gather, postgres: Postgres, outage_seconds: float
) -> None:
    crowd = gather_at(own_house, gather)
    with crowd.typing():
        postgres.stop()
        crowd.until(lambda: not any(tab.is_saved for tab in crowd.tabs))
        postgres.start()
        crowd.until_typed(3)
    crowd.laws()

    with crowd.typing():
        postgres.freeze()
        try:
            until = time.monotonic() + outage_seconds
            crowd.until(lambda: not any(tab.is_saved for tab in crowd.tabs) and time.monotonic() > until)
        finally:
            postgres.thaw()
        crowd.until_typed(3)
    crowd.laws()
