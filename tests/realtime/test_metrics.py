"""The numbers that an operator gets follow what happens, and name nobody."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from .conftest import Stage

TOKEN = "a-token-of-the-operator"


@pytest.mark.django_db(transaction=True)
async def test_the_numbers_follow_what_happens(stage: Stage, settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN

    def numbers() -> dict[str, float]:
        answer = Client().get("/metrics/", headers={"authorization": f"Bearer {TOKEN}"})
        lines = (line.rsplit(" ", 1) for line in answer.content.decode().splitlines() if not line.startswith("#"))
        return {name: float(value) for name, value in lines}

    before = await sync_to_async(numbers)()
    tab = await stage.ready("member")
    tab.type("counted")
    await tab.saved()
    after = await sync_to_async(numbers)()
    assert after["baraza_connections"] == after["baraza_editors"] == after["baraza_documents"] == 1
    assert after["baraza_document_bytes"] >= len("counted")
    assert after["baraza_updates_waiting"] == 0
    assert after["baraza_store_away"] == 0
    for grown in ("baraza_keystroke_stored_seconds_count", "baraza_flush_seconds_count"):
        assert after[grown] > before[grown]
    said = "\n".join(after)
    assert str(stage.document.pk) not in said
    assert str(stage.world.people["member"].pk) not in said
