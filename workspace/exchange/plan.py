"""What bringing in a table would change on a board: line by line, with what is wrong by row and column.

Nothing is written here. The same plan is drawn for the preview and carried out by the command, which makes it anew
under lock and compares `digest`: what is done is what was looked at.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from permissions.access import can, visible
from realtime.models import NOBODY
from workspace.boards.commitments import locked_in, refusal
from workspace.boards.fields import FIELDS as ACTION_FIELDS
from workspace.boards.fields import as_kept, checked, from_kept, values_of
from workspace.boards.leading import led_or_asked, may_withdraw, why_not_offered
from workspace.boards.models import Action, Board, Theme
from workspace.boards.queries import SUPPORTERS, open_themes
from workspace.boards.ranks import in_order
from workspace.boards.spelling import plain
from workspace.boards.statuses import NEED_A_WORD
from workspace.groups.models import Seat

from .columns import FIELDS, head_row
from .heads import would_say
from .lines import Line, Plan, Remark
from .tables import Table
from .values import DASHES, Read, Seats, status_of, text_of, time_of, words

LONGEST_THEME = 120


def plan_of(user: Any, board: Board, table: Table, columns: dict[int, str], *, theme: str = "") -> Plan:
    """What this table would change, brought by this person.

    `columns` say which column holds which field. `theme` is that of rows which name none, nor does one above them.
    """
    return _Planner(user, board, columns).plan(table, theme)


class _Planner:
    """What is on the board now, as far as this person sees it; and what the rows above said."""

    def __init__(self, user: Any, board: Board, columns: dict[int, str]) -> None:
        self.user, self.board = user, board
        self.column_of = {name: column for column, name in columns.items()}
        self.seats = Seats(Seat.objects.filter(group_id=board.group_id).select_related("stakeholder_group"))
        self.themes: dict[str, Theme] = {}
        for theme in reversed(open_themes(board.pk)):
            self.themes |= {plain(name): theme for name in (theme.short_name, theme.name) if name}
        seen = visible(user, Action.objects.filter(board=board)).select_related("space", "theme", "board__group")
        actions = in_order(seen.prefetch_related(SUPPORTERS))
        self.by_id = {action.pk: action for action in actions}
        self.agreed = locked_in(self.by_id)
        self.by_title = {
            (action.theme_id, plain(action.title)): action for action in reversed(actions) if not action.archived_at
        }
        self.new_themes: dict[str, str] = {}
        self.first_row: dict[Any, int] = {}

    def plan(self, table: Table, above: str) -> Plan:
        at = head_row(table.rows)
        heads = table.rows[at] if table.rows else []
        lines = []
        for number, row in enumerate(table.rows[at + 1 :], start=at + 2):
            if not any(row) or row == heads:
                continue
            line = self._line(number, row, above)
            above = line.theme or above
            lines.append(line)
        whole = table.heads
        for key, theme in whole.themes.items():
            if key not in self.themes:
                self.new_themes.setdefault(key, theme["name"])
        order = {key: at for at, key in enumerate(whole.themes)}  # others come after those of the file
        keys = sorted(self.new_themes, key=lambda key: order.get(key, len(order)))
        says = would_say(self.board, whole) if can(self.user, "manage", self.board) else {}
        return Plan(lines, [self.new_themes[key] for key in keys], whole, says)

    def _line(self, number: int, row: list[str], above: str) -> Line:
        cells = {name: row[column] for name, column in self.column_of.items() if column < len(row) and row[column]}
        line = Line(number)
        line.title = " ".join((self._read(line, cells, "title", _plain_words) or "").split())
        line.theme = " ".join((self._read(line, cells, "theme", _plain_words) or above).split())
        self._find(line, cells)
        if line.action is None or not _is_archived(line.action):
            self._values(line, cells)
        if line.action is not None:
            self._compare(line, cells)
        elif not line.faults:
            self._add(line)
        if line.faults:
            line.what = "wrong"
        return line

    def _read(self, line: Line, cells: dict[str, str], name: str, how: Callable[[str], Read]) -> Any:
        if name not in cells:
            return None
        try:
            read = how(cells[name])
        except ValidationError as error:
            self._fault(line, name, error.messages[0])
            return None
        if read.notice:
            line.notices.append(self._remark(line, name, read.notice))
        return read.value

    def _find(self, line: Line, cells: dict[str, str]) -> None:
        """The action that a row is about: by its id, else by its title in its theme."""
        theme = self.themes.get(plain(line.theme)) if line.theme else None
        if "id" in cells:
            line.action = self.by_id.get(_uuid(cells["id"]) or NOBODY)
            if line.action is None:
                self._fault(
                    line, "id", _("This board has no action with this id. Empty the cell to add it as a new one.")
                )
                return
            if _is_archived(line.action):
                self._fault(line, "id", _("This action, or its theme, is archived. Put it back on the board first."))
        elif line.title and theme:
            line.action = self.by_title.get((theme.pk, plain(line.title)))
        self._once(line)

    def _once(self, line: Line) -> None:
        key = line.action.pk if line.action else (plain(line.theme), plain(line.title))
        first = self.first_row.setdefault(key, line.row)
        if first != line.row and (line.action or line.title):
            self._fault(line, "title", _("It stands in row %(row)s already. Delete one of the two.") % {"row": first})

    def _values(self, line: Line, cells: dict[str, str]) -> None:
        hows: dict[str, Callable[[str], Read]] = {
            "lead": self.seats.of, "supporters": self.seats.all_of, "start": time_of, "due": time_of,
            "status": status_of,
        }  # fmt: skip
        for name in ("lead", *ACTION_FIELDS):
            how = hows.get(name, _plain_words)
            if name == "title":
                continue
            if cells.get(name) in DASHES:
                if name != "status":
                    line.values[name] = None if name == "lead" else from_kept(name, None)
                continue
            value = self._read(line, cells, name, how)
            if value is not None:
                line.values[name] = value
        if line.title:
            line.values["title"] = line.title
        if line.action is None:  # a text that people write together is not replaced by a table
            line.description = self._read(line, cells, "description", text_of) or ""
        self._check(line)

    def _check(self, line: Line) -> None:
        """Whatever a form would refuse is refused here, in the same words."""
        about = line.action or Action(board=self.board)
        lead = {"lead": line.values.pop("lead")} if "lead" in line.values else {}
        try:
            line.values = checked(about, line.values) | lead
        except ValidationError as error:
            for name, said in error.message_dict.items():
                self._fault(line, name, said[0])
        if not line.title and line.action is None:
            self._fault(line, "title", _("An action needs a title. Write what there is to do."))
        if not line.theme and line.action is None:
            self._fault(line, "theme", _("Say in which theme it stands."))
        if len(line.theme) > LONGEST_THEME:
            self._fault(line, "theme", _("Use at most %(n)s letters.") % {"n": LONGEST_THEME})

    def _add(self, line: Line) -> None:
        self._need_a_word(line, line.values.get("status"))
        if not line.faults:
            line.what = "new"
            self._place(line)

    def _compare(self, line: Line, cells: dict[str, str]) -> None:
        """What would change of an action that is there; a cell that says nothing changes nothing."""
        action = line.action
        assert action is not None
        now = values_of(action) | {"lead": led_or_asked(action)}
        self._ask(line, action)
        line.title = line.title or action.title
        if "theme" not in cells:
            line.theme = action.theme.name
        if line.values.get("status", action.status) != action.status:
            line.values.setdefault("status_note", "")  # the reason of the status that was is not kept
            self._need_a_word(line, line.values["status"])
        elif "status_note" in line.values:
            self._need_a_word(line, action.status)
        new = {name: as_kept(value) for name, value in line.values.items()}
        line.changed = {name: [now[name], value] for name, value in new.items() if value != now[name]}
        if line.theme and self.themes.get(plain(line.theme)) != action.theme and not line.faults:
            line.changed["theme"] = [action.theme.name, line.theme]
        for name, meeting in self.agreed.get(action.pk, {}).items():
            if name in line.changed:
                self._fault(line, name, refusal(meeting))
        if line.changed and action.space_id != self.board.space_id and not can(self.user, "edit", action):
            self._fault(line, "title", _("You may read this action, and not change it."))
        if line.changed and not line.faults:
            line.what = "changed"
            if "theme" in line.changed:
                self._place(line)

    def _ask(self, line: Line, action: Action) -> None:
        """A lead is asked, not set: a cell that names who leads or is asked already changes nothing."""
        if "lead" not in line.values:
            return
        seat = line.values["lead"]
        if seat is None and action.offered_to_id is None and action.lead_id is not None:
            self._fault(line, "lead", _("A lead steps down on the page of the action, with a reason."))
        elif seat is None and action.offered_to_id is not None and not may_withdraw(self.user, action):
            self._fault(line, "lead", _("Who asked this seat to lead can take that back, and the convenor."))
        elif seat is not None and seat.pk in (action.lead_id, action.offered_to_id):
            del line.values["lead"]
        elif seat is not None and (said := why_not_offered(self.user, action, seat)):
            self._fault(line, "lead", said)

    def _place(self, line: Line) -> None:
        """Note a theme that has to be added for this line."""
        key = plain(line.theme)
        if key not in self.themes:
            line.theme = self.new_themes.setdefault(key, line.theme)

    def _need_a_word(self, line: Line, status: str | None) -> None:
        if status in NEED_A_WORD and not line.values.get("status_note"):
            label = dict(Action.Status.choices)[status]
            self._fault(line, "status_note", _("“%(status)s” needs a sentence that says why.") % {"status": label})

    def _fault(self, line: Line, name: str, text: str) -> None:
        remark = self._remark(line, name, text)
        if remark.column not in {fault.column for fault in line.faults}:  # the first says enough
            line.faults.append(remark)

    def _remark(self, line: Line, name: str, text: str) -> Remark:
        return Remark(line.row, str(FIELDS[name]), text)


def _plain_words(cell: str) -> Read:
    return Read(words(cell))


def _is_archived(action: Action) -> bool:
    return bool(action.archived_at or action.theme.archived_at)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
