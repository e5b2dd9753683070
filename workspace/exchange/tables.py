"""A table that somebody brings, as rows of text: from CSV, a pasted table, or the text that the page carries.

Row numbers are those of the file, so that what is wrong can be named as its writer sees it.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .columns import head_row, recognised
from .heads import Heads, read_heads

MOST_BYTES = 2 * 1024 * 1024  # of a file: a plan of 500 rows has some 100 kB
MOST_ROWS = 500  # a board with more is read by nobody, and each row is a change of its own
MOST_COLUMNS = 40
MOST_LETTERS = 400_000  # the page carries the table as text, and a form may have 1 MB
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet begins to calculate
_DELIMITERS = "\t;,|"
_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")


class Unreadable(ValidationError):
    """This is no table that can be read; the sentence says what to do instead."""


@dataclass
class Table:
    """Rows of cells, empty ones too; `notices` are sentences about how it was read, `heads` come with a whole board."""

    rows: list[list[str]]
    notices: list[str] = field(default_factory=list)
    heads: Heads = field(default_factory=Heads)


def read_csv(data: bytes) -> Table:
    """A table of a file of text, whatever parts its cells; what is not UTF-8 is read as Windows Latin."""
    text, notices = _decoded(data)
    return Table(read_pasted(text).rows, notices)


def read_pasted(text: str) -> Table:
    """A table copied out of Word, Excel or a page, or written in Markdown."""
    lines = text.splitlines()
    filled = [line for line in lines if line.strip()]
    if len(filled) > 1 and "|" in filled[0] and _RULE.fullmatch(filled[1].strip()):
        return Table(_bounded(_markdown_row(line) for line in lines))
    return Table(_bounded(_split(text)))


def read_carried(text: str, heads: str = "") -> Table:
    """The table that `as_text` wrote, as it came back with the form, with what `heads.carried` wrote."""
    return Table(_bounded(_rows(text, "\t")), heads=read_heads(heads))


def as_text(table: Table) -> str:
    """The table as the page carries it, with tabs between cells: it can be corrected there."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(row or [""] for row in table.rows)
    return out.getvalue()


def _decoded(data: bytes) -> tuple[str, list[str]]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        told = _(
            "The file is not in UTF-8, so it was read as Windows text. Look whether letters with accents are right."
        )
        return text, [] if encoding.startswith("utf") else [told]
    raise Unreadable(_("This is no table of text. Save it as XLSX or CSV, and choose that file."))


def _split(text: str) -> list[list[str]]:
    """Rows by the delimiter that makes the best heads, and most rows as wide as these."""
    return max((_rows(text, delimiter) for delimiter in _DELIMITERS), key=_fits)


def _fits(rows: list[list[str]]) -> tuple[int, int, int]:
    heads = rows[head_row(rows)] if rows else []
    return len(recognised(heads)), sum(len(row) == len(heads) > 1 for row in rows), max(map(len, rows), default=0)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable(
            _("This table cannot be read: a quotation mark may be open, or a cell is very long. Save it again.")
        ) from error


def _markdown_row(line: str) -> list[str]:
    clean = line.strip()
    if not clean or _RULE.fullmatch(clean):
        return []
    cells = re.split(r"(?<!\\)\|", clean)
    if clean.startswith("|"):
        cells = cells[1:]
    if clean.endswith("|") and not clean.endswith("\\|"):
        cells = cells[:-1]
    return [cell.replace("\\|", "|") for cell in cells]


def _bounded(rows: Iterable[list[str]]) -> list[list[str]]:
    """The rows, clean and not too many; empty ones at the end are none."""
    kept: list[list[str]] = []
    letters = 0
    for row in rows:
        clean = [clean_cell(cell) for cell in row]
        trim_row(clean)
        if len(clean) > MOST_COLUMNS:
            raise Unreadable(
                _("This table has more than %(n)s columns. Leave those out that a plan does not need.")
                % {"n": MOST_COLUMNS}
            )
        letters += sum(map(len, clean))
        kept.append(clean)
    trim(kept)
    check_size(len([row for row in kept if row]), letters)
    return kept


def trim(rows: list[list[str]]) -> None:
    """Take away empty cells at the ends of rows, and empty rows at the end."""
    for row in rows:
        trim_row(row)
    while rows and not rows[-1]:
        rows.pop()


def trim_row(row: list[str]) -> None:
    while row and not row[-1]:
        row.pop()


def check_size(rows: int, letters: int) -> None:
    """Raises Unreadable when a plan of this size is too much at once."""
    if rows > MOST_ROWS + 1:
        raise Unreadable(
            _("This table has more than %(n)s rows. Bring it in parts, one theme after the other.") % {"n": MOST_ROWS}
        )
    if letters > MOST_LETTERS:
        raise Unreadable(_("There is too much text in this table. Bring it in parts, one theme after the other."))
    if not rows:
        raise Unreadable(_("There is nothing in this table. Choose another file, or paste the rows."))


def clean_cell(text: str) -> str:
    """A cell without signs that nobody sees, and without space around it."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")).strip()


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a ' stands before it, which `unguarded` takes away again."""
    return f"'{text}" if _begins_as_formula(text) else text


def unguarded(cell: str) -> str:
    """The text that was guarded; a spreadsheet marks text by the same sign."""
    return cell[1:] if cell.startswith("'") and _begins_as_formula(cell) else cell


def _begins_as_formula(text: str) -> bool:
    return text.lstrip("'").startswith(FORMULA_SIGNS)
