"""The helpers that start Baraza for other tests do what they promise."""

import urllib.request

import pytest

from tests.servers import Server, TwoWorkers, open_server


def test_a_killed_server_starts_again_at_the_same_address(server: Server) -> None:
    url = server.url
    server.kill()
    with pytest.raises(OSError):
        urllib.request.urlopen(f"{url}/health/", timeout=2)
    server.start()
    assert server.visitor().get("/health/").status == 200
    assert server.url == url


def test_every_server_has_the_demonstration_data_to_itself(shared_server: Server) -> None:
    with open_server() as other:
        other.rows("UPDATE people_user SET is_active = false")
        assert shared_server.rows("SELECT count(*) FROM people_user WHERE is_active")[0][0] > 0


def test_a_front_goes_to_the_other_worker_while_one_is_down(two_workers: TwoWorkers) -> None:
    from tests.visitor import Visitor

    visitor = Visitor(two_workers.urls[0])
    assert visitor.get("/health/").status == 200
    two_workers.workers[0].kill()
    assert visitor.get("/health/").status == 200
    two_workers.front.cut()
    with pytest.raises(OSError):
        visitor.get("/health/")
    two_workers.front.mend()
    assert visitor.get("/health/").status == 200
