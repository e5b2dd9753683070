"""What an action holds beside its title, lead and status: supporters, times, labels, place, resources."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from realtime.changes import Conflict
from realtime.models import Event
from tests.cast import World, nothing_written
from workspace.boards import commands as boards
from workspace.boards.areas import areas_in
from workspace.boards.fields import values_of
from workspace.boards.history import history_of
from workspace.boards.models import Action
from workspace.boards.periods import from_kept_period
from workspace.boards.queries import is_late
from workspace.boards.undo import undo_change
from workspace.sharing import commands as sharing

pytestmark = [pytest.mark.django_db, pytest.mark.data]

KEPT: dict[str, Any] = {
    "start": "2027-03",
    "due": "2027-Q3",
    "labels": "law, women",
    "area": "Western / Tarkwa-Nsuaem",
    "place": "Old washing site",
    "point": "5.302, -1.993",
    "resources_needed": "Scales\nA room",
    "resources_found": "500 cedis",
}


def values(world: World) -> dict[str, Any]:
    times = {name: from_kept_period(KEPT[name]) for name in ("start", "due")}
    return {**KEPT, **times, "supporters": [world.seats["voice"], world.seats["member"]]}


def edit(world: World, **changes: Any) -> Action:
    boards.edit_action(actor=world.member, action=world.action, values=changes)
    return Action.objects.get(pk=world.action.pk)


def test_every_field_is_kept_told_and_taken_back(world: World) -> None:
    was = values_of(world.action)
    action = edit(world, **values(world))
    supporters = " ".join(sorted(str(world.seats[name].pk) for name in ("voice", "member")))
    assert values_of(action) == {**was, **KEPT, "supporters": supporters}
    assert (action.start, action.due) == (date(2027, 3, 1), date(2027, 9, 30))
    assert (action.region, action.district) == ("Western", "Tarkwa-Nsuaem")
    said = history_of(action).changes[0]
    assert set(said.sentences) == {
        "Supported by Miners’ association delegate, Women miners’ representative",
        "Start changed from nothing to March 2027",
        "Due date changed from nothing to third quarter 2027",
        "Labelled law, women",
        "Region or district changed from nothing to Western · Tarkwa-Nsuaem",
        "Place changed from nothing to “Old washing site”",
        "Point changed from nothing to 5.302, -1.993",
        "Resources needed: “Scales\nA room”",
        "Resources found: “500 cedis”",
    }
    assert said.can_undo
    undo_change(actor=world.voice, event=Event.objects.get(pk=said.event_id))
    assert values_of(Action.objects.get(pk=action.pk)) == was


def test_an_action_begins_with_all_its_fields(world: World) -> None:
    added = boards.add_action(actor=world.member, theme=world.theme, title="Whole", **values(world))
    assert {name: kept for name, kept in values_of(added).items() if name in KEPT} == KEPT
    assert set(added.supporters.all()) == {world.seats["voice"], world.seats["member"]}


def test_supporters_that_come_and_go_are_told_by_name(world: World) -> None:
    edit(world, supporters=[world.seats["voice"]])
    action = edit(world, supporters=[world.seats["member"]])
    assert history_of(action).changes[0].sentences == [
        "Supported by Women miners’ representative",
        "No longer supported by Miners’ association delegate",
    ]


def test_a_quarter_is_late_when_it_has_ended(world: World) -> None:
    action = edit(world, due=from_kept_period("2026-Q3"))
    assert not is_late(action, date(2026, 9, 30)) and is_late(action, date(2026, 10, 1))


def test_an_action_is_not_due_before_it_starts(world: World) -> None:
    edit(world, start=from_kept_period("2027-03-05"))
    for due in ("2027-02", "2026"):
        with nothing_written(), pytest.raises(ValidationError) as refused:
            edit(world, due=from_kept_period(due))
        assert list(refused.value.message_dict) == ["due"]
    assert edit(world, due=from_kept_period("2027-03")).due == date(2027, 3, 31)


def test_two_people_change_the_supporters_at_once_and_both_sets_are_shown(world: World) -> None:
    seen = {"supporters": None, "labels": None}
    edit(world, supporters=[world.seats["voice"]], labels="law")
    with nothing_written(), pytest.raises(Conflict) as conflict:
        boards.edit_action(
            actor=world.convenor, action=world.action, seen=seen,
            values={"supporters": [world.seats["member"]], "labels": "women"},
        )  # fmt: skip
    assert {name: (both["theirs"], both["yours"]) for name, both in conflict.value.fields.items()} == {
        "supporters": (str(world.seats["voice"].pk), str(world.seats["member"].pk)),
        "labels": ("law", "women"),
    }
    boards.edit_action(
        actor=world.convenor, action=world.action, seen=seen,
        values={"supporters": [], "labels": "", "place": "Bogoso"},
    )  # fmt: skip
    action = Action.objects.get(pk=world.action.pk)
    assert (action.labels, action.place) == ("law", "Bogoso"), "what was left as seen is not the writer's change"


def test_a_label_is_written_as_the_board_knows_it_already(world: World) -> None:
    boards.edit_action(actor=world.member, action=world.actions[1], values={"labels": "Women"})
    assert edit(world, labels="licences, WOMEN; licences,, ").labels == "licences, Women"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("labels", "x" * 29),
        ("labels", ", ".join(f"label {n}" for n in range(9))),
        ("area", "Atlantis"),
        ("area", "Geita / Chato"),
        ("place", "x" * 161),
        ("point", "here"),
        ("point", "95.2, 3.1"),
        ("point", "5.3, 190"),
        ("point", "nan, 3"),
        ("resources_needed", "x" * 2001),
    ],
)
def test_what_a_field_cannot_hold_is_refused_with_a_sentence(world: World, field: str, value: str, told: Any) -> None:
    with told() as heard, nothing_written(), pytest.raises(ValidationError) as refused:
        edit(world, **{field: value})
    assert list(refused.value.message_dict) == [field] and heard == []


def test_a_seat_of_another_group_supports_nothing_here(world: World) -> None:
    abroad = world.tanzania.seats.get()
    with nothing_written(), pytest.raises(ValidationError) as refused:
        edit(world, supporters=[world.seats["voice"], abroad])
    assert list(refused.value.message_dict) == ["supporters"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("5.30151, -1.99349", "5.302, -1.993"), ("5,30151; −1,99349", "5.302, -1.993"), ("5 -2", "5.000, -2.000"),
     ("5.3,-1.9", "5.300, -1.900"), ("-0.0001, 0", "0.000, 0.000")],
)  # fmt: skip
def test_a_point_is_kept_to_some_hundred_metres(world: World, typed: str, kept: str) -> None:
    edit(world, point=typed)
    assert values_of(Action.objects.get(pk=world.action.pk))["point"] == kept


@pytest.mark.parametrize("typed", ["tarkwa nsuaem", "Western / Tarkwa-Nsuaem", "Tarkwa-Nsuaem, Western"])
def test_a_district_is_found_however_it_is_written(world: World, typed: str) -> None:
    assert edit(world, area=typed).area == "Western / Tarkwa-Nsuaem"


@pytest.mark.parametrize(("country", "regions"), [("Ghana", 16), ("Tanzania", 31), ("Madagascar", 24), ("Peru", 0)])
def test_a_country_has_its_list_of_regions_or_none(country: str, regions: int) -> None:
    areas = areas_in(country)
    assert len(areas) == regions and all(areas.values())
    assert all(len(f"{region} / {district}") <= 160 for region, found in areas.items() for district in found)


# Pages


@pytest.fixture
def member(world: World, sign_in: Any) -> Client:
    client: Client = sign_in(world.member)
    return client


def post(client: Client, world: World, **form: Any) -> Any:
    return client.post(f"/actions/{world.action.pk}/edit/", form)


def test_times_are_typed_in_words_or_chosen_in_the_calendar(world: World, member: Client) -> None:
    assert post(member, world, start="march 2027", seen_start="", due="Q3 2027", seen_due="").status_code == 303
    assert values_of(Action.objects.get(pk=world.action.pk))["due"] == "2027-Q3"
    page = member.get(f"/actions/{world.action.pk}/").content.decode()
    assert "third quarter 2027" in page and 'name="seen_due" value="2027-Q3"' in page
    chosen = {"due": "third quarter 2027", "due_day": "2027-08-31", "seen_due": "third quarter 2027"}
    assert post(member, world, **chosen).status_code == 303, "what one has just sent is what one saw"
    assert values_of(Action.objects.get(pk=world.action.pk))["due"] == "2027-08-31"


def test_a_time_that_cannot_be_read_stays_in_the_form(world: World, member: Client) -> None:
    with nothing_written():
        answer = post(member, world, start="", seen_start="", due="when the rains end", seen_due="")
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="when the rains end"' in page and "third quarter 2027" in page
    assert re.search(r'name="due"[^>]*aria-invalid="true"', page)


def test_supporters_and_labels_are_ticked_and_unticked(world: World, member: Client) -> None:
    pks = [str(world.seats[name].pk) for name in ("voice", "member")]
    post(member, world, supporters=["", *pks], seen_supporters="")
    post(member, world, labels="", new_label="Women, law", seen_labels="")
    action = Action.objects.get(pk=world.action.pk)
    assert {str(seat.pk) for seat in action.supporters.all()} == set(pks) and action.labels == "law, Women"
    page = member.get(f"/actions/{world.action.pk}/").content.decode()
    assert len(re.findall(r'name="supporters" value="[^"]+" checked', page)) == 2
    assert len(re.findall(r'name="labels" value="[^"]+" checked', page)) == 2
    post(member, world, supporters="", seen_supporters=" ".join(reversed(pks)))
    post(member, world, labels=["", "law"], new_label="", seen_labels="law, Women")
    assert (list(action.supporters.all()), Action.objects.get(pk=action.pk).labels) == ([], "law")


def test_what_is_no_seat_supports_nothing(world: World, member: Client) -> None:
    for given in ("not-a-seat", str(world.tanzania.seats.get().pk), "00000000-0000-4000-8000-000000000000"):
        with nothing_written():
            answer = post(member, world, supporters=["", given], seen_supporters="")
        assert answer.status_code == 422 and "Choose seats of this group." in answer.content.decode()


def test_a_conflict_about_supporters_is_chosen_by_their_names(world: World, member: Client) -> None:
    voice, mine = str(world.seats["voice"].pk), str(world.seats["member"].pk)
    boards.edit_action(actor=world.convenor, action=world.action, values={"supporters": [world.seats["voice"]]})
    answer = post(member, world, supporters=["", mine], seen_supporters="")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Miners’ association delegate" in page and "Women miners’ representative" in page
    assert post(member, world, supporters=f"{voice} {mine}", seen_supporters=voice).status_code == 303
    assert world.action.supporters.count() == 2


def test_the_place_is_said_on_a_page_of_its_own(world: World, member: Client) -> None:
    page = member.get(f"/actions/{world.action.pk}/place/").content.decode()
    assert page.count("<optgroup") == 16 and "Tarkwa-Nsuaem" in page
    form = {"area": "Western", "seen_area": "", "place": "Bogoso", "seen_place": "", "point": "x", "seen_point": ""}
    answer = post(member, world, **form)
    assert answer.status_code == 422 and 'value="Bogoso"' in answer.content.decode()
    assert re.search(r'value="Western" selected', answer.content.decode())
    answer = post(member, world, **form | {"point": "5.3, -2"})
    assert (answer.status_code, answer.url) == (303, f"/actions/{world.action.pk}/")
    page = member.get(answer.url).content.decode()
    assert "Bogoso" in page and "5.300, -2.000" in page


def test_who_reads_along_sees_what_there_is_and_no_form(world: World, sign_in: Any) -> None:
    reader = sign_in(world.observer)
    page = reader.get(f"/actions/{world.action.pk}/").content.decode()
    assert re.search(r'id="action-more-[^>]* hidden', page) and 'name="supporters"' not in page
    edit(world, **values(world))
    page = reader.get(f"/actions/{world.action.pk}/").content.decode()
    assert "Tarkwa-Nsuaem, Western" in page and "third quarter 2027" in page and "500 cedis" in page
    assert "Change the place" not in page and not re.search(r'id="action-more-[^>]* hidden', page)


def test_whoever_is_shown_one_action_learns_of_its_supporters_and_of_no_other_seat(world: World, sign_in: Any) -> None:
    edit(world, supporters=[world.seats["voice"]])
    sharing.share(
        actor=world.convenor, thing=world.action, holder=f"convenor:{world.tanzania.pk}", level="commenter",
        until=None, reason="Compare",
    )  # fmt: skip
    page = sign_in(world.tanzania_convenor).get(f"/actions/{world.action.pk}/").content.decode()
    assert "Tarkwa voice 3" in page and "Women miners" not in page


def test_labels_of_what_only_some_see_are_offered_to_nobody_else(world: World, sign_in: Any) -> None:
    boards.edit_action(actor=world.member, action=world.actions[1], values={"labels": "smuggling"})
    sharing.restrict(
        actor=world.convenor, thing=world.actions[1], seats=[f"seat:{world.seats['member'].pk}"], reason="Names"
    )
    for who in (world.voice, world.member):
        assert "smuggling" not in sign_in(who).get(f"/actions/{world.action.pk}/").content.decode()
    edit(world, labels="Smuggling")
    assert Action.objects.get(pk=world.action.pk).labels == "Smuggling", "nor is their spelling told"
