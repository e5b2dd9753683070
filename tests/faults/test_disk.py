"""SQLite on a disk that is full: a limit on the size of the server's files, raised again later."""

import resource

import pytest

from tests.faults.conftest import PEOPLE, Gather
from tests.servers import Server

FULL = 4096  # bytes: nothing can be written beyond the first page of any file


@pytest.mark.parametrize("leaves", [False, True], ids=["everybody stays", "the last editor leaves"])
def test_a_disk_that_is_full(sqlite_server: Server, gather: Gather, leaves: bool) -> None:
    crowd = gather(sqlite_server)
    crowd.join(sqlite_server.url, [sqlite_server.visitor(person).cookies for person in PEOPLE])
    process = sqlite_server.process
    assert process
    unlimited = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    with crowd.typing():
        crowd.until_typed(2)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (FULL, unlimited[1]))
    crowd.type(marks=2)
    assert not any(tab.is_saved for tab in crowd.tabs)
    crowd.nothing_unstored_is_acknowledged()
    if leaves:
        crowd.leave(crowd.tabs)
    typed = {tab.author: tab.clock for tab in crowd.tabs}
    assert crowd.stored_clocks() != typed
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, unlimited)
    crowd.until(lambda: crowd.stored_clocks() == typed)
    crowd.laws()
