"""A board with 500 actions and 60 people on it, in the database of the environment; prints what opens it, as JSON.

python -m tests.benchmarks.board_world
    {"board", "space", "head", "action", "readers": {role: [cookie, …]}, "queries": {role: number}}
"""

import json
import os
from typing import Any

SEATS, ACTIONS, COPIES = 60, 50, 450


def furnish() -> dict[str, Any]:
    from realtime.events import head_of
    from tests.full_board import full_board
    from workspace.boards import commands as boards
    from workspace.groups import commands as groups
    from workspace.people.models import User

    from .world import session_of

    root = User.objects.create(username="bench-root", password="!", is_superuser=True)
    convenor, observer = (User.objects.create(username=f"bench-{who}", password="!") for who in ("heads", "watches"))
    group = groups.found_group(
        actor=root, name="Benchmark", short_name="Benchmark", country="Ghana", language="en",
        convenor=convenor, convenor_text="Convenor",
    )  # fmt: skip
    made = full_board(convenor=convenor, group=group, seats=SEATS, actions=ACTIONS, copies=COPIES)
    boards.edit_action(actor=convenor, action=made.actions[-1], values={"status": "not-started", "status_note": ""})
    groups.admit(actor=convenor, group=group, person=observer, level="observer", text="Observer")
    people = {"convenor": [convenor], "member": made.people, "observer": [observer]}
    readers = {role: [session_of(person) for person in who] for role, who in people.items()}
    return {
        "board": str(made.board.pk),
        "space": str(made.board.space_id),
        "head": head_of(made.board.space_id),
        "action": str(made.actions[-1].pk),
        "readers": readers,
        "queries": {role: queries(made.board.pk, cookies[0]) for role, cookies in readers.items()},
    }


def queries(board: Any, cookie: str) -> int:
    """What a page asks, session and second step included, on a second look."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="127.0.0.1", headers={"Cookie": cookie})
    for _look in range(2):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(f"/boards/{board}/")
    if answer.status_code != 200:
        raise SystemExit(f"The page of the board answered {answer.status_code}.")
    return len(asked)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.config.settings")
    import django

    django.setup()
    from django.db import connection

    made = furnish()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(json.dumps(made))


if __name__ == "__main__":
    main()
