"""What the walk finds of the ways to look at a board."""

from tests.cast import World
from workspace.ways.many import Wish, change_many, digest_of, what_would_change
from workspace.ways.saving import save_view


def furnish_ways(world: World) -> None:
    """A change of many actions that the convenor made, the form of another one, and a view that the convenor shares."""
    convenor, board, actions = world.convenor, world.board, world.actions[2:]

    def looked_at(wish: Wish) -> str:
        return digest_of(what_would_change(actor=convenor, actions=actions, wish=wish))

    wish = Wish({"status": "on-track", "status_note": ""})
    world.things |= {
        "many": change_many(actor=convenor, board=board, actions=actions, wish=wish, looked_at=looked_at(wish)),
        "many_form": {
            "action": [str(action.pk) for action in actions],
            "status": "not-started",
            "step": "change",
            "looked_at": looked_at(Wish({"status": "not-started", "status_note": ""})),
        },
        "saved_view": save_view(
            actor=convenor, board=board, name="What is late", way="table", query="late=1", share=True
        ),
    }
