"""A thing is restricted while people look at it: who sees it no more is told, the others go on where it lives now."""

from playwright.sync_api import expect

from tests.browser.boards import OwnBoard
from tests.browser.people import SAVED, Arrive, lines_of, put_caret, writing

AT_ONCE = 5_000  # ms


def test_an_open_page_ends_or_follows_where_it_moved(board: OwnBoard, arrive: Arrive) -> None:
    url, path, pk = board.server.url, board.action("Pump"), board.cards["Pump"]
    out = arrive(url, "gh-academic", path)
    voice = arrive(url, "gh-miner", path, small=True)
    lanes = arrive(url, "gh-academic", board.path)
    writing(out)
    put_caret(voice, -1, end=True)
    voice.keyboard.type("Before. ")
    expect(voice.locator(SAVED)).to_be_visible()
    expect(board.card(lanes, "Pump")).to_be_visible()
    ((seat,),) = board.server.rows("SELECT id FROM groups_seat WHERE name = 'Miners without a licence'")
    answer = board.convenor.post(
        f"/sharing/{pk}/action/restrict/", {"seats": f"seat:{seat}", "reason": "Names of sites are in it"}
    )
    assert answer.url.endswith(f"/sharing/{pk}/action/"), answer.text

    expect(out.get_by_text("You can no longer see this.")).to_be_visible(timeout=AT_ONCE)
    expect(board.card(lanes, "Pump")).to_have_count(0, timeout=AT_ONCE)
    expect(voice.get_by_role("link", name="Only some seats see this")).to_be_visible(timeout=AT_ONCE)
    put_caret(voice, -1, end=True)
    voice.keyboard.type("Among us.")
    expect(voice.locator(SAVED)).to_be_visible()
    board.convenor.post(f"{path}edit/", {"title": "The pump at the well", "seen_title": "Pump"})
    expect(voice.get_by_role("heading", name="The pump at the well")).to_be_visible(timeout=AT_ONCE)
    assert "Among us." not in "".join(lines_of(out))
    expect(out.get_by_role("heading", name="The pump at the well")).to_have_count(0)
