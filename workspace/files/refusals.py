"""Why a file was not kept, and what to do next: a sentence for each code."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .limits import MB, MOST_BYTES, MOST_PIXELS
from .refusing import Refused

Sentence = Callable[[], str]


def in_words(refused: Refused) -> ValidationError:
    """The refusal as a form shows it."""
    numbers = {"n": refused.n, "mb": MOST_BYTES // MB, "millions": MOST_PIXELS // 1_000_000}
    return ValidationError(_SENTENCES[refused.code]() % numbers, code=refused.code)


_SENTENCES: dict[str, Sentence] = {
    "empty": lambda: _("This file is empty. Choose another one."),
    "large": lambda: _("This file is larger than %(mb)s MB. Send a smaller one, or a link to it."),
    "pixels": lambda: _("This picture has %(n)s million points; at most %(millions)s million can be opened. Make it smaller first."),  # noqa: E501
    "heic": lambda: _("This is a picture of a kind that only some phones open (HEIC). Save it as JPEG and send that."),
    "video": lambda: _("Sound and video cannot be kept here. Put it elsewhere, and add a link to it."),
    "markup": lambda: _("Web pages and drawings made of code (HTML, SVG) are not kept: they could run in a browser. Send a picture or a PDF of it."),  # noqa: E501
    "old-office": lambda: _("This is an Office file of an old kind, or one with a password. Save it as DOCX, XLSX or PDF, without a password."),  # noqa: E501
    "password": lambda: _("This file has a password. Save it without one, and send it again."),
    "macros": lambda: _("There are programs (macros) in this file. Save it without them, as DOCX, XLSX or PDF."),
    "package": lambda: _("Archives are not kept. Send the files in it one by one: pictures, PDF, text, DOCX, XLSX, ODT or ODS."),  # noqa: E501
    "bomb": lambda: _("This file becomes far too large when it is opened, so it was not opened. Save it anew from the program that made it."),  # noqa: E501
    "broken": lambda: _("This file is damaged and cannot be opened. Save it anew, or take a picture of it."),
    "unknown": lambda: _("This is no file of a kind that is kept here: pictures (JPEG, PNG, WebP, GIF), PDF, text, CSV, DOCX, XLSX, ODT, ODS."),  # noqa: E501
    "infected": lambda: _("The virus scanner found something in this file, so it was not kept. Check the device that it comes from."),  # noqa: E501
    "scanner-away": lambda: _("Files cannot be checked for viruses at the moment, so this one was not kept. Try again in some minutes."),  # noqa: E501
    "busy": lambda: _("Too much is being opened at the moment. Try again in a minute."),
    "full": lambda: _("There is no room left here for files. Take back what is no longer needed; its room is free after 30 days."),  # noqa: E501
}  # fmt: skip
