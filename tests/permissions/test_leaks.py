"""What a fellow reader receives names handles alone: no account, no e-mail, no full name, in any byte of any page."""

from typing import Any

import pytest

from tests.cast import CAST, World
from workspace.groups.models import Handle
from workspace.people.models import User

from .addresses import ADDRESSES

pytestmark = [pytest.mark.data, pytest.mark.django_db]


@pytest.fixture
def canaries(walk: World) -> dict[Any, set[str]]:
    """What must not be seen of each account: id, store, e-mail, full name, user name; words found nowhere else."""
    found: dict[Any, set[str]] = {}
    for number, user in enumerate(User.objects.all()):
        user.email = f"canary-mail-{number}@example.org"
        user.name = f"Canary Fullname {number}"
        user.username = f"canary-user-{number}-"
        user.save()
        found[user.pk] = {str(user.pk), user.pk.hex, str(user.store_key), user.email, user.name, user.username}
    return found


@pytest.mark.parametrize("name", CAST)
def test_no_page_names_an_account(walk: World, canaries: dict[Any, set[str]], name: str) -> None:
    own = walk.people[name].pk
    pages = [address for address in ADDRESSES if address.method == "GET"]
    assert len(pages) > 15
    for address in pages:
        answer = walk.things["clients"][name].get(address.where(walk))
        sent = answer.content.decode() + repr(answer.headers) + repr(answer.cookies)
        for person, words in canaries.items():
            seen = {word for word in words if word in sent}
            assert not seen or person == own, f"{address} shows {name}: {seen}"


def test_the_scan_would_find_one(walk: World, canaries: dict[Any, set[str]]) -> None:
    handle = Handle.objects.get(pk=walk.handle("member").pk)
    handle.text = "Canary Fullname 1"
    handle.save()
    page = walk.things["clients"]["convenor"].get(f"/groups/{walk.ghana.pk}/people/")
    assert "Canary Fullname 1" in page.content.decode()
