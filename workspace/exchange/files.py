"""Whatever somebody brings, told by its content and not by its name: a workbook, a whole board, a table of text."""

from django.utils.translation import gettext as _

from .boardfiles import read_board_file
from .tables import MOST_BYTES, Table, Unreadable, read_csv
from .workbooks import read_workbook


def read_file(data: bytes) -> Table:
    """The table in a file. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(
            _("This file is larger than %(n)s MB. Copy the rows of the plan into a new one.") % {"n": MOST_BYTES >> 20}
        )
    if data.startswith(b"PK"):
        return read_workbook(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_("This is a workbook of an old kind, or one with a password. Save it as XLSX or CSV."))
    if data.startswith(b"%PDF"):
        raise Unreadable(_("A PDF has no rows that can be read. Copy the table out of it, and paste it below."))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return read_board_file(data)
    return read_csv(data)
