"""A plan comes onto a board as it was looked at, with what is wrong named by row and column; and is taken back."""

from typing import Any

import pytest

from permissions.errors import NotAllowed, NotYours
from realtime.documents import rendering
from realtime.models import Event
from tests.brought import bring_in, planned
from tests.cast import World, nothing_written
from tests.leads import ask
from workspace.boards import commands as boards
from workspace.boards import leading
from workspace.boards.models import Action, Theme
from workspace.discussions.commands import open_discussion
from workspace.exchange.columns import recognised
from workspace.exchange.importing import NotAsLookedAt, import_plan
from workspace.exchange.lines import Plan
from workspace.exchange.models import PlanImport
from workspace.exchange.tables import read_pasted
from workspace.exchange.undoing import undo_import
from workspace.sharing.commands import restrict

pytestmark = [pytest.mark.data, pytest.mark.django_db]

HEADS = "Id\tTheme\tAction\tLead\tDue\tStatus\tWhy\tDescription\n"


def row(**cells: Any) -> str:
    names = ("id", "theme", "title", "lead", "due", "status", "why", "text")
    return "\t".join(str(cells.get(name, "")) for name in names) + "\n"


def faults(plan: Plan) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.text) for fault in plan.faults]


def open_actions(world: World) -> dict[str, Action]:
    return {action.title: action for action in world.board.actions.filter(archived_at__isnull=True)}


def test_a_roadmap_comes_in_with_its_themes_leads_days_and_texts(world: World) -> None:
    text = HEADS + row(
        theme="the  BUSINESS case", title="Train buyers", lead="Women miners’ representative", due="31/03/2027",
        status="On track", text="**Two days** in Tarkwa",
    ) + row(theme="A stronger voice", title="Radio hour") + row(title="Drama tour")  # fmt: skip
    made = bring_in(world.board, world.member, text)
    found = open_actions(world)
    trained = Action.objects.get(pk=found["Train buyers"].pk)
    assert (trained.theme, trained.lead, str(trained.due), trained.status) == (
        world.theme, world.seats["member"], "2027-03-31", "on-track",
    )  # fmt: skip
    assert "<strong>Two days</strong>" in rendering(trained.description).html
    assert found["Drama tour"].theme.name == found["Radio hour"].theme.name == "A stronger voice"
    assert (made.added, made.changed, made.by) == (3, 0, world.handle("member").pk)
    kinds = list(Event.objects.filter(space=world.board.space).order_by("-seq").values_list("kind", flat=True)[:6])
    assert kinds[0] == "import.made" and kinds.count("action.added") == 3 and kinds.count("theme.added") == 1


def test_a_seat_in_a_table_is_asked_and_leads_when_it_says_so(world: World) -> None:
    voice, text = (
        world.seats["voice"],
        HEADS + row(theme="The business case", title="Train buyers", lead="Miners’ association delegate"),
    )
    made = bring_in(world.board, world.member, text)
    action = open_actions(world)["Train buyers"]
    assert (action.lead, action.offered_to, action.offered_by) == (None, voice, world.handle("member"))
    assert not planned(world.member, world.board, text).changes_something, "a seat that was asked is not asked twice"
    other = HEADS + row(id=action.pk, lead="Women miners’ delegate, Prestea")
    assert [fault[1] for fault in faults(planned(world.convenor, world.board, other))] == ["Lead"]
    leading.accept_lead(actor=world.voice, action=action)
    dash = HEADS + row(id=action.pk, lead="-")
    assert [fault[1] for fault in faults(planned(world.convenor, world.board, dash))] == ["Lead"]
    undo_import(actor=world.member, done=made)
    action.refresh_from_db()
    assert action.lead == voice and action.archived_at is None, "somebody answered since"


def test_an_import_taken_back_asks_nobody_any_more(world: World) -> None:
    text = HEADS + row(theme="The business case", title="Train buyers", lead="Miners’ association delegate") + row(
        id=world.action.pk, lead="Miners’ association delegate", due="2027-01-01"
    )  # fmt: skip
    made = bring_in(world.board, world.member, text)
    assert Action.objects.get(pk=world.action.pk).offered_to == world.seats["voice"]
    undo_import(actor=world.member, done=made)
    back = Action.objects.get(pk=world.action.pk)
    assert (back.offered_to, back.due) == (None, None) and "Train buyers" not in open_actions(world)


def test_what_stands_on_the_board_is_changed_and_not_doubled(world: World) -> None:
    text = HEADS + row(theme="The business case", title="keep simple COST records", due="2027-01-01") + row(
        id=world.actions[1].pk, title="Savings with three banks", theme="Improving practices"
    ) + row(theme="The business case", title="A brief for the assemblies")  # fmt: skip
    plan = planned(world.member, world.board, text)
    assert [line.what for line in plan.lines] == ["changed", "changed", "same"]
    bring_in(world.board, world.member, text)
    assert len(open_actions(world)) == 3
    moved = Action.objects.get(pk=world.actions[1].pk)
    assert (moved.title, moved.theme) == ("Savings with three banks", world.second_theme)
    assert str(Action.objects.get(pk=world.action.pk).due) == "2027-01-01"


def test_an_empty_cell_changes_nothing_and_a_dash_empties(world: World) -> None:
    boards.edit_action(actor=world.member, action=world.action, values={"status_note": "Slow"})
    ask(world, world.action, by="member")
    assert not planned(world.member, world.board, HEADS + row(id=world.action.pk)).changes_something
    bring_in(world.board, world.member, HEADS + row(id=world.action.pk, lead="-", why="–"))
    action = Action.objects.get(pk=world.action.pk)
    assert action.offered_to is None and not action.status_note


def test_every_fault_is_named_by_row_and_column_and_its_row_left_out(world: World) -> None:
    text = (
        "Roadmap of Ghana, draft 3\n\n"
        + HEADS
        + row(theme="Voice", title="Fine")
        + row(theme="Voice", title="Wrong day", due="31/02/2027")
        + row(theme="Voice", title="Wrong seat", lead="The Minister")
        + row(theme="Voice", title="Wrong status", status="nearly")
        + row(theme="Voice", title="No word", status="Blocked")
        + row(theme="Voice", title="FINE")
        + row(theme="Voice", title='=HYPERLINK("https://evil.example")')
        + row(theme="Voice", due="2027-01-01")
        + row(id=world.tz_action.pk, title="Foreign")
        + row(theme="Voice", title="x" * 201)
        + row(theme="Voice", title="Two faults", due="1850-01-01", status="nearly")
    )
    plan = planned(world.member, world.board, text)
    assert [(number, column) for number, column, _text in faults(plan)] == [
        (5, "Due"), (6, "Lead"), (7, "Status"), (8, "Why"), (9, "Action"), (10, "Action"), (11, "Action"), (12, "Id"),
        (13, "Action"), (14, "Status"), (14, "Due"),
    ]  # fmt: skip
    assert "row 4" in faults(plan)[4][2]
    made = bring_in(world.board, world.member, text)
    assert made.added == 1 and "Fine" in open_actions(world) and len(open_actions(world)) == 4


def test_the_seat_of_another_country_and_its_actions_are_as_unknown_as_any(world: World) -> None:
    foreign = faults(planned(world.member, world.board, HEADS + row(id=world.tz_action.pk, title="Mine now")))
    guessed = faults(planned(world.member, world.board, HEADS + row(id=world.ghana.pk, title="Mine now")))
    odd = faults(planned(world.member, world.board, HEADS + row(id="x", title="Mine now")))
    assert foreign == guessed == odd
    seat = HEADS + row(theme="Voice", title="Train", lead="Miners’ association, Geita")
    assert faults(planned(world.member, world.board, seat))[0][1] == "Lead"


def test_what_only_some_see_is_neither_changed_nor_told(world: World) -> None:
    restrict(actor=world.convenor, thing=world.action, seats=[f"seat:{world.seats['voice'].pk}"], reason="Names")
    text = HEADS + row(id=world.action.pk, title="Another")
    assert planned(world.voice, world.board, text).of("changed")
    assert faults(planned(world.member, world.board, text)) == faults(
        planned(world.member, world.board, text.replace(str(world.action.pk), str(world.ghana.pk)))
    )
    same_title = planned(world.member, world.board, HEADS + row(theme="The business case", title=world.action.title))
    assert same_title.of("new")


@pytest.mark.parametrize("name", ["observer", "moderator", "peer", "stranger"])
def test_who_may_not_edit_the_board_brings_nothing_in(world: World, told: Any, name: str) -> None:
    table = read_pasted(HEADS + row(theme="Voice", title="Train"))
    looked_at = planned(world.member, world.board, table).digest
    with told() as heard, nothing_written(), pytest.raises((NotAllowed, NotYours)):
        import_plan(
            actor=world.people[name], board=world.board, table=table, columns=recognised(table.rows[0]),
            looked_at=looked_at,
        )  # fmt: skip
    assert not heard


def test_what_was_not_looked_at_is_not_done(world: World, told: Any) -> None:
    table = read_pasted(HEADS + row(id=world.action.pk, due="2027-01-01"))
    columns, looked_at = recognised(table.rows[0]), planned(world.member, world.board, table).digest
    boards.edit_action(actor=world.voice, action=world.action, values={"due": world.seats["member"].until})
    for digest in (looked_at, "", "nonsense"):
        with told() as heard, nothing_written(), pytest.raises(NotAsLookedAt) as shown:
            import_plan(actor=world.member, board=world.board, table=table, columns=columns, looked_at=digest)
        assert not heard and shown.value.plan.of("changed")
    other = read_pasted(HEADS + row(id=world.action.pk, due="2028-01-01"))
    with nothing_written(), pytest.raises(NotAsLookedAt):
        import_plan(actor=world.member, board=world.board, table=other, columns=columns, looked_at=looked_at)


def test_a_mention_in_a_table_names_nobody(world: World) -> None:
    handle = world.handle("peer", world.tanzania)
    bring_in(world.board, world.member, HEADS + row(theme="Voice", title="Ask", text=f"[@boss](mention:{handle.pk})"))
    shown = rendering(open_actions(world)["Ask"].description)
    assert shown.text == "@boss" and str(handle.pk) not in shown.html


def test_an_import_is_taken_back(world: World) -> None:
    before = {action.pk: (action.title, action.due, action.theme_id) for action in open_actions(world).values()}
    text = HEADS + row(id=world.action.pk, title="Another", due="2027-01-01", theme="Improving practices") + row(
        theme="Voice", title="Train", text="Two days"
    )  # fmt: skip
    made = bring_in(world.board, world.member, text)
    undone = undo_import(actor=world.convenor, done=made)
    assert undone.undone_at and undone.made["stayed"] == 0
    assert {a.pk: (a.title, a.due, a.theme_id) for a in open_actions(world).values()} == before
    assert Theme.objects.get(name="Voice").archived_at and Action.objects.get(title="Train").archived_at


@pytest.mark.parametrize("touch", ["edit", "discuss"])
def test_what_somebody_worked_on_since_stays(world: World, touch: str) -> None:
    made = bring_in(
        world.board, world.member, HEADS + row(theme="Voice", title="Train") + row(theme="Voice", title="Pay")
    )
    action = open_actions(world)["Train"]
    if touch == "edit":
        boards.edit_action(actor=world.voice, action=action, values={"title": "Train them"})
    else:
        open_discussion(actor=world.voice, place=action, about=action, title="When?")
    undone = undo_import(actor=world.member, done=made)
    left = {action.pk for action in open_actions(world).values()}
    assert undone.made["stayed"] == 1 and action.pk in left and "Pay" not in open_actions(world)
    assert not Theme.objects.get(name="Voice").archived_at


def test_a_field_that_was_changed_again_is_not_set_back(world: World) -> None:
    made = bring_in(world.board, world.member, HEADS + row(id=world.action.pk, title="Another"))
    boards.edit_action(actor=world.voice, action=world.action, values={"title": "A third one"})
    assert undo_import(actor=world.member, done=made).made["stayed"] == 1
    assert Action.objects.get(pk=world.action.pk).title == "A third one"


def test_who_only_reads_takes_nothing_back(world: World, told: Any) -> None:
    made = bring_in(world.board, world.member)
    with told() as heard, nothing_written(), pytest.raises(NotAllowed):
        undo_import(actor=world.observer, done=made)
    assert not heard
    assert PlanImport.objects.get().undone_at is None
