"""The people, sessions and documents of a benchmark, made by the product's own commands in the product's own settings.

python -m tests.benchmarks.world people     a group of them, signed in; prints {"space", "cookies"}
python -m tests.benchmarks.world documents SPACE NUMBER     empty documents; prints their ids
python -m tests.benchmarks.world history SPACE PATH     a document whose log is what a file holds; prints its id
python -m tests.benchmarks.world remove SPACE NUMBER    ends the time of writer NUMBER; prints when that was committed
"""

import json
import os
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

PEOPLE = 90  # 40 sockets each, as one person may have
FOLDED_AT_ONCE = 25_000  # rows


def people() -> dict[str, Any]:
    from workspace.groups import commands as groups
    from workspace.people.models import User

    root = User.objects.create(username="bench-root", password="!", is_superuser=True)
    crowd = [User.objects.create(username=f"bench-{number}", password="!") for number in range(PEOPLE)]
    group = groups.found_group(
        actor=root, name="Benchmark", short_name="Benchmark", country="Ghana", language="en",
        convenor=crowd[0], convenor_text="Writer 1",
    )  # fmt: skip
    for number, person in enumerate(crowd[1:], 2):
        groups.admit(actor=crowd[0], group=group, person=person, level="convenor", text=f"Writer {number}")
    return {"space": str(group.space_id), "cookies": [session_of(person) for person in crowd]}


def session_of(person: Any) -> str:
    """The cookie of somebody who has signed in."""
    from django.conf import settings
    from django.contrib.auth import login
    from django.http import HttpRequest

    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, person, "django.contrib.auth.backends.ModelBackend")
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"


def documents(space: str, number: int) -> list[str]:
    from realtime.models import Document

    made = Document.objects.bulk_create([Document(space_id=space, kind="action") for _ in range(number)])
    return [str(document.pk) for document in made]


def history(space: str, path: Path) -> str:
    """Each update has its length before it, in 4 bytes; each becomes a row, and the rows are folded as they grow."""
    from realtime.folding import fold

    (document,) = documents(space, 1)
    head, rows = 0, list[bytes]()
    with path.open("rb") as file:
        while True:
            length = file.read(4)
            if length:
                rows.append(file.read(int.from_bytes(length, "big")))
            if rows and (not length or len(rows) == FOLDED_AT_ONCE):
                store(document, head, rows)
                head, rows = head + len(rows), []
                if not fold(UUID(document)):
                    raise RuntimeError("the history was not folded")
            if not length:
                return document


def remove(space: str, number: int) -> float:
    """Seconds since 1970."""
    from django.db import transaction

    from workspace.groups import commands as groups
    from workspace.groups.models import CountryGroup, Handle
    from workspace.people.models import User

    group = CountryGroup.objects.get(space_id=space)
    handle = Handle.objects.get(group=group, text=f"Writer {number}")
    committed: list[float] = []
    with transaction.atomic():
        transaction.on_commit(lambda: committed.append(time.time()))  # before what the command tells others
        groups.end_time_of(actor=User.objects.get(username="bench-0"), group=group, handle=handle)
    return committed[0]


def store(document: str, head: int, rows: list[bytes]) -> None:
    """One row for each update; a statement of PostgreSQL's, because a million go through it."""
    from django.db import connection, transaction

    from realtime.models import Document, DocumentUpdate

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {DocumentUpdate._meta.db_table} (document_id, seq, body, flush, contributors, at)"
            " SELECT %s, %s + n, body, gen_random_uuid(), '[]', now()"
            " FROM unnest(%s::bytea[]) WITH ORDINALITY AS rows(body, n)",
            [document, head, rows],
        )
        Document.objects.filter(pk=document).update(head=head + len(rows))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.config.settings")
    import django

    django.setup()
    what, *details = sys.argv[1:]
    if what == "people":
        print(json.dumps(people()))
    elif what == "documents":
        print(json.dumps(documents(details[0], int(details[1]))))
    elif what == "remove":
        print(json.dumps(remove(details[0], int(details[1]))))
    else:
        print(json.dumps(history(details[0], Path(details[1]))))


if __name__ == "__main__":
    main()
