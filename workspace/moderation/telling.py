"""What moderators did, as the record of a group tells it."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from permissions.models import AccessChange
from workspace.sharing.record import Line, Words, register_teller

from .kinds import reportable


def start() -> None:
    """Called when the app is ready."""
    register_teller("hidden", _line(lambda: _("%(what)s was hidden"), lambda: _("%(what)s in “%(place)s” was hidden")))
    register_teller(
        "restored", _line(lambda: _("%(what)s was put back"), lambda: _("%(what)s in “%(place)s” was put back"))
    )
    register_teller(
        "moderator_looked",
        _line(
            lambda: _("%(what)s that was reported was looked at by a moderator, who does not see it otherwise"),
            lambda: _("%(what)s in “%(place)s” that was reported was looked at by a moderator, who does not see it otherwise"),  # noqa: E501
        ),
    )  # fmt: skip
    register_teller("revealed", _revealed)


def _revealed(words: Words, change: AccessChange, at: datetime) -> Line:
    text = _("The safeguarding officer learned who stands behind “%(name)s”") % {"name": change.facts["pseudonym"]}
    return Line(at, text, words.person(change.facts["by"], at), reason=change.facts.get("reason") or "")


def _line(text: Callable[[], str], text_with_place: Callable[[], str]) -> Callable[..., Line]:
    def tell(words: Words, change: AccessChange, at: datetime) -> Line:
        place = words.place(change)
        what = str(reportable(change.facts["kind"] or "").word)
        said = (text_with_place() if place else text()) % {"what": what[:1].upper() + what[1:], "place": place}
        return Line(at, said, words.person(change.facts["by"], at), reason=change.facts.get("reason") or "")

    return tell
