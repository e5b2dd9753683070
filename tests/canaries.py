"""Words found nowhere else, in the place of all that somebody may not learn; and a search for them in any bytes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from permissions.access import visible
from permissions.models import Space
from tests.cast import World
from tests.made_files import ready_once
from workspace.boards import commands as boards
from workspace.circles import commands as circles
from workspace.circles.models import Circle, Invitation
from workspace.discussions import commands as discussions
from workspace.evidence import commands as evidence
from workspace.people.models import User
from workspace.steps.commands import add_step
from workspace.waits.commands import add_wait


@dataclass(frozen=True)
class Canary:
    """What must not be found in what anybody reads but these people, by their ids; and what it stands for."""

    about: str
    needles: frozenset[bytes]
    known_to: frozenset[Any]


def plant(world: World) -> list[Canary]:
    """Give every account and every circle words of their own, everywhere where they have words; fill the circles."""
    for number, circle in enumerate(Circle.objects.select_related("group", "space")):
        _furnish(circle, f"Canary{number}")
    return [*_of_accounts(), *_of_circles()]


def found_in(sent: bytes, canaries: Iterable[Canary], reader: Any) -> list[str]:
    """What these bytes tell a reader that they may not know."""
    return [
        f"{canary.about}: {needle!r}"
        for canary in canaries
        if reader not in canary.known_to
        for needle in canary.needles
        if needle in sent
    ]


def _of_accounts() -> Iterable[Canary]:
    for number, user in enumerate(User.objects.all()):
        user.email = f"canary-mail-{number}@example.org"
        user.name = f"Canary Fullname {number}-"
        user.username = f"canary-user-{number}-"
        user.save()
        words = {user.email, user.name, user.username}
        yield Canary(f"account {number}", _needles(words, {user.pk, user.store_key}), frozenset({user.pk}))


def _furnish(circle: Circle, word: str) -> None:
    keeper = circle.keepers.user_set.first()
    assert keeper is not None
    circles.describe_circle(actor=keeper, circle=circle, name=f"{word}Name", purpose=f"{word}Name, purpose")
    talk = discussions.open_discussion(actor=keeper, place=circle, title=f"{word}Inside talk")
    post = discussions.post(actor=keeper, discussion=talk, body=f"{word}Inside first")
    discussions.edit_post(actor=keeper, post=post, body=f"{word}Inside second", seen=1)
    board = circles.open_board_in(actor=keeper, circle=circle, title=f"{word}Inside plan")
    theme = boards.add_theme(actor=keeper, board=board, name=f"{word}Inside theme")
    action = boards.add_action(
        actor=keeper, theme=theme, title=f"{word}Inside action", status_note=f"{word}Inside note"
    )
    evidence.add_note(actor=keeper, action=action, text=f"{word}Inside evidence")
    with ready_once(f"{word}Inside file".encode(), f"{word}Inside.txt") as new:
        evidence.add_file(actor=keeper, action=action, ready=new, caption=f"{word}Inside caption")
    before = boards.add_action(actor=keeper, theme=theme, title=f"{word}Inside before")
    add_wait(actor=keeper, action=action, on=before)
    add_step(actor=keeper, action=action, text=f"{word}Inside step")


def _of_circles() -> Iterable[Canary]:
    """The name of a caucus is for its people and those whom they asked; what is inside any circle for its people."""
    for circle in Circle.objects.select_related("space"):
        people = frozenset(
            user.pk for user in User.objects.all() if visible(user, Circle.objects.filter(pk=circle.pk)).exists()
        )
        asked = frozenset(Invitation.objects.filter(circle=circle, answer="").values_list("person", flat=True))
        word = circle.name.removesuffix("Name")
        inside = {space.pk for space in Space.objects.filter(home=circle.space_id)}
        inside.add(circle.space_id)
        yield Canary(f"inside {circle.kind} {word}", _needles({f"{word}Inside"}, inside), people)
        if circle.is_caucus:
            yield Canary(f"the name of {word}", _needles({circle.name}, {circle.pk}), people | asked)


def _needles(words: set[str], ids: set[UUID]) -> frozenset[bytes]:
    """The words, and the ids as text and as bytes, as a binary message may hold them."""
    in_text = {word.encode() for word in words} | {str(pk).encode() for pk in ids} | {pk.hex.encode() for pk in ids}
    return frozenset(in_text | {pk.bytes for pk in ids})
