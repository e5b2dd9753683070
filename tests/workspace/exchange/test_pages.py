"""Bringing a plan in through the pages, as a browser without scripts does it."""

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import World, nothing_written
from workspace.boards import commands as boards
from workspace.boards.models import Action
from workspace.exchange.models import PlanImport

from .books import book

pytestmark = pytest.mark.django_db

HEADS = ["Theme", "Activity", "Lead", "Due"]


@pytest.fixture
def member(world: World, sign_in: Any) -> Any:
    return sign_in(world.member)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def bring(client: Any, world: World, **form: Any) -> Any:
    return client.post(f"/boards/{world.board.pk}/import/", form)


def form_of(page: str, **more: str) -> dict[str, str]:
    """The form of a preview as a browser sends it, without its buttons."""
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.split('<form id="bring"')[1]))
    for name, inside in re.findall(r'<select[^>]* name="([\w-]+)">(.*?)</select>', page, re.DOTALL):
        picked = re.search(r'value="([^"]*)" selected', inside)
        form[name] = html.unescape(picked[1]) if picked else ""
    table = re.search(r"<textarea[^>]* name=\"table\"[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert table
    return form | {"table": html.unescape(table[1])} | more


def xlsx(*rows: list[Any]) -> SimpleUploadedFile:
    return SimpleUploadedFile("plan.xlsx", book([HEADS, *rows], merged=("A2:A3",)))


def test_a_workbook_is_looked_at_and_then_brought_in(world: World, member: Any) -> None:
    rows = [["Voice", f"Action {n}", "", "2027-03-01"] for n in range(40)]
    with nothing_written():
        answer = bring(member, world, file=xlsx(*rows))
    page = text_of(answer)
    assert answer.status_code == 200 and "40 new actions" in page and "Action 39" in page and "Voice" in page
    assert "Merged cells" in page and not PlanImport.objects.exists()
    answer = bring(member, world, **form_of(page, step="import"))
    assert (answer.status_code, answer.url) == (303, f"/boards/{world.board.pk}/")
    assert Action.objects.filter(theme__name="Voice").count() == 40
    notice = text_of(member.get(answer.url)).split("data-notices")[1]
    assert "40 actions were added." in notice
    undo = re.search(r'action="(/imports/[^"]+/undo/)"', notice)
    assert undo and member.post(undo[1]).status_code == 303
    assert not Action.objects.filter(theme__name="Voice", archived_at__isnull=True).exists()
    assert "Taken back" in text_of(member.get(f"/boards/{world.board.pk}/exchange/"))


def test_the_same_form_sent_twice_brings_it_in_once(world: World, member: Any) -> None:
    form = form_of(text_of(bring(member, world, pasted="Theme\tAction\nVoice\tTrain")), step="import")
    for _time in range(2):
        assert bring(member, world, **form).status_code == 303
    assert Action.objects.filter(title="Train").count() == PlanImport.objects.count() == 1


def test_faults_are_named_and_corrected_on_the_page(world: World, member: Any) -> None:
    page = text_of(bring(member, world, pasted="Theme\tAction\tDue\nVoice\tTrain\t31/02/2027\nVoice\tPay\t"))
    assert "Row 2" in page and "Column Due" in page and "There is no such day" in page
    form = form_of(page)
    corrected = text_of(bring(member, world, **{**form, "table": form["table"].replace("31/02", "28/02")}, step="look"))
    assert "2 new actions" in corrected and "left out" not in corrected
    with nothing_written():
        unseen = bring(member, world, **{**form, "table": form["table"].replace("31/02", "28/02")}, step="import")
    assert unseen.status_code == 409 and "This is not what you looked at before" in text_of(unseen)
    assert bring(member, world, **form_of(text_of(unseen), step="import")).status_code == 303


def test_a_board_that_changed_meanwhile_is_shown_again(world: World, member: Any) -> None:
    pasted = f"Theme\tAction\tStatus\n{world.theme.name}\t{world.action.title}\tOn track"
    form = form_of(text_of(bring(member, world, pasted=pasted)), step="import")
    boards.edit_action(actor=world.voice, action=world.action, values={"status": "delayed", "status_note": "The road"})
    with nothing_written():
        answer = bring(member, world, **form)
    assert answer.status_code == 409 and "<del>Delayed</del>" in text_of(answer)


def test_columns_that_nobody_knows_are_asked_for(world: World, member: Any) -> None:
    page = text_of(bring(member, world, pasted="Nini\tWapi\nTrain women\tTarkwa\nPay them\tPrestea"))
    assert "We do not know which column" in page and "Bring it in" not in page
    form = {**form_of(page), "column-0": "title", "theme": world.theme.name, "step": "look"}
    page = text_of(bring(member, world, **form))
    assert "2 new actions" in page
    assert bring(member, world, **form_of(page, step="import")).status_code == 303
    assert Action.objects.get(title="Pay them").theme == world.theme


TOO_MANY, OPEN_QUOTE = "Theme\tAction\n" + "Voice\tTrain\n" * 600, 'Theme,Action\n"Voice' + "x" * 140_000


@pytest.mark.parametrize("pasted", ["", TOO_MANY, OPEN_QUOTE], ids=["nothing", "too many rows", "open quote"])
def test_what_cannot_be_read_says_what_to_do_and_keeps_what_was_pasted(world: World, member: Any, pasted: str) -> None:
    with nothing_written():
        answer = bring(member, world, pasted=pasted)
    page = text_of(answer)
    assert answer.status_code == 422 and 'aria-invalid="true"' in page
    assert pasted[:4000].split("\n")[-1][:100] in html.unescape(page)


def test_script_in_a_table_is_text(world: World, member: Any) -> None:
    evil = '<script>alert(1)</script><img src=x onerror="alert(1)">'
    page = text_of(bring(member, world, pasted=f"Theme\tAction\tDue\n{evil}\t{evil}\t{evil}"))
    assert "<script>alert" not in page and "<img src=x" not in page and "&lt;script&gt;" in page


def test_an_observer_takes_the_board_along_and_finds_no_way_in(world: World, sign_in: Any) -> None:
    page = text_of(sign_in(world.observer).get(f"/boards/{world.board.pk}/exchange/"))
    assert "Take the board along" in page and "Make an address" in page
    assert "Bring in a plan" not in page and f"/boards/{world.board.pk}/import/" not in page


def test_a_preview_asks_as_often_for_100_rows_as_for_10(world: World, member: Any) -> None:
    def queries(count: int) -> int:
        rows = "".join(f"{world.theme.name}\tAction {n}\tWomen miners’ representative\n" for n in range(count))
        with CaptureQueriesContext(connection) as asked:
            assert bring(member, world, pasted="Theme\tAction\tLead\n" + rows).status_code == 200
        return len(asked)

    queries(1)
    assert queries(10) == queries(100) <= 20
