"""The due dates of a board as iCalendar, for who keeps their days elsewhere."""

from datetime import UTC, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from permissions.access import visible
from workspace.boards.models import Action
from workspace.boards.queries import seen_by_all

from .models import CalendarAddress

MOST_EVENTS = 2_000


def calendar_of(address: CalendarAddress, site: str) -> bytes:
    """What is due on a board, day by day. What only some on the board see stays here: a calendar is read elsewhere."""
    board = address.board
    calendar = Calendar()
    calendar.add("prodid", "-//Baraza//Due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", board.title)
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    actions = seen_by_all(visible(address.person, board.actions.all()), board.space_id).filter(
        due__isnull=False, archived_at__isnull=True, theme__archived_at__isnull=True
    )
    for action in actions.select_related("theme", "lead").order_by("due", "pk")[:MOST_EVENTS]:
        calendar.add_component(_event(action, site))
    written: bytes = calendar.to_ical()
    return written


def _event(action: Action, site: str) -> Event:
    assert action.due is not None and action.ends is not None
    event = Event()
    event.add("uid", f"{action.pk}@baraza")
    event.add("dtstamp", timezone.now().astimezone(UTC))
    event.add("dtstart", action.due)
    event.add("dtend", action.due + timedelta(days=1))
    event.add("summary", action.title)
    said = [action.theme.name, str(action.get_status_display())]
    if not action.ends.is_exact:  # a calendar knows days only: it stands on the last of them
        said.append(_("Due: %(when)s") % {"when": action.ends})
    if action.lead:
        said.append(_("Lead: %(seat)s") % {"seat": action.lead.name})
    event.add("description", "\n".join(said))
    event.add("url", site.rstrip("/") + reverse("action", args=[action.pk]))
    event.add("transp", "TRANSPARENT")
    return event
