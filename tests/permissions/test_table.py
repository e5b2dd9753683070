"""The table of roles: complete, the same on the help page and in docs/, in each language."""

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from permissions import table
from permissions.roles import LEVELS, MATRIX, VERBS, allowed
from tools import roles


def test_every_cell_is_filled_and_names_known_levels() -> None:
    for kind, row in MATRIX.items():
        assert set(row) == set(VERBS) - {"view"}, kind
        assert all(cell <= set(LEVELS) for cell in row.values()), kind
    assert set(table.NAMES) == set(LEVELS) and set(table.KINDS) == set(MATRIX) and set(table.DOES) == set(row)


def test_docs_say_what_the_code_does() -> None:
    assert roles.PAGE.read_text(encoding="utf-8") == roles.page(), "run `python -m tools.roles`"


@pytest.mark.parametrize("language", ["en", "fr", "sw"])
@pytest.mark.django_db
def test_the_help_page_shows_every_role_and_cell(language: str) -> None:
    page = Client(HTTP_ACCEPT_LANGUAGE=language).get("/help/who-can-see-what/").content.decode()
    with translation.override(language):
        said = [word for role in table.roles() for word in role] + table.beside()
        for kind in table.kinds():
            said += [kind.name, *(", ".join(cell.who) for cell in kind.cells)]
    assert all(escape(words) in page for words in said)


def test_who_only_looks_on_may_do_nothing_else() -> None:
    for level in ("observer", "reader"):
        assert not any(allowed(frozenset({level}), verb, kind) for kind in MATRIX for verb in VERBS if verb != "view")


def test_whoever_holds_no_level_may_nothing() -> None:
    assert not any(allowed(frozenset(), verb, kind) for kind in MATRIX for verb in VERBS)


def test_nobody_changes_what_was_published_and_staff_change_no_words() -> None:
    assert MATRIX["lesson"]["edit"] == frozenset()
    for level in ("moderator", "safeguarding", "peer"):
        assert not any(allowed(frozenset({level}), "edit", kind) for kind in MATRIX), level
    assert not any(
        allowed(frozenset({"moderator", "safeguarding"}), verb, "circle") for verb in VERBS if verb != "view"
    )
