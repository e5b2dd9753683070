"""The background worker is killed in the middle of folding and of drawing, while people type."""

import signal

import pytest

from realtime.folding import FOLD_AFTER
from tests.faults.conftest import House
from tests.faults.crowd import Crowd
from tests.faults.faults import RENDERINGS, SNAPSHOTS, held_up
from tests.servers import Server

QUEUED = "from django_q.tasks import async_task; async_task('realtime.tasks.{}')"
LATER = "UPDATE django_q_ormq SET lock = lock - interval '1 hour'"  # who was killed has had the time that a task gets


@pytest.mark.parametrize(
    ("task", "table", "done"),
    [
        ("fold_long_logs", SNAPSHOTS, "SELECT seq FROM realtime_documentsnapshot WHERE document_id = %s"),
        ("refresh_renderings", RENDERINGS, "SELECT seq FROM realtime_documentrendering WHERE document_id = %s"),
    ],
)
def test_kill_minus_9_of_the_background_worker(house: House, crowd: Crowd, task: str, table: str, done: str) -> None:
    server, document = house.workers[0], str(crowd.document)
    with crowd.typing():
        crowd.until(lambda: head_of(server, document) >= FOLD_AFTER)
        with held_up(server, crowd.document, table=table) as held:
            start_background(server)
            server.manage("shell", "-c", QUEUED.format(task))
            held.until_reached()
            kill_background(server)
        assert not server.rows(f"{done} AND {table}.seq > 0", document)
        server.rows(LATER)
        start_background(server)
        crowd.until(lambda: server.rows(f"{done} AND {table}.seq >= %s", document, FOLD_AFTER))
        kill_background(server)
    crowd.laws()


def head_of(server: Server, document: str) -> int:
    head: int = server.rows("SELECT head FROM realtime_document WHERE id = %s", document)[0][0]
    return head


def start_background(server: Server) -> None:
    server.background = True
    server.start()


def kill_background(server: Server) -> None:
    """All of its processes at once."""
    assert server.worker
    server.owned.stop(server.worker, signal.SIGKILL)
    server.background, server.worker = False, None
