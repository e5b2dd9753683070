"""What an operator sees: numbers behind a token, and a log that names no one and quotes nothing."""

import json
import logging
import sys
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from workspace.config.logs import JsonFormatter, LineFormatter

TOKEN = "a-token-of-the-operator"


@pytest.mark.parametrize("sent", ["", "Bearer wrong", f"Basic {TOKEN}", "Bearer "])
def test_there_are_no_numbers_without_the_token(client: Client, settings: Any, sent: str) -> None:
    settings.METRICS_TOKEN = TOKEN
    answer = client.get("/metrics/", headers={"authorization": sent})
    assert answer.status_code == 404
    assert b"baraza_" not in answer.content


def test_an_empty_token_opens_nothing(client: Client) -> None:
    assert client.get("/metrics/", headers={"authorization": "Bearer "}).status_code == 404


def record(message: str, **extra: object) -> logging.LogRecord:
    return logging.getLogger("realtime.sockets").makeRecord(
        "realtime.sockets", logging.WARNING, "", 0, message, (), None, extra=extra
    )


def test_a_line_of_json_carries_the_ids() -> None:
    said = json.loads(JsonFormatter().format(record("closed", connection="3f2a", document="d1", code=4400)))
    assert {key: said[key] for key in ("level", "message", "connection", "document", "code")} == {
        "level": "WARNING", "message": "closed", "connection": "3f2a", "document": "d1", "code": 4400,
    }  # fmt: skip
    assert (
        LineFormatter().format(record("closed", connection="3f2a")).endswith("realtime.sockets closed connection=3f2a")
    )


@pytest.mark.parametrize("formatter", [LineFormatter(), JsonFormatter()])
def test_the_trace_of_a_database_error_quotes_no_values(formatter: logging.Formatter) -> None:
    values = ["duplicate key", "DETAIL:  Key (email)=(ama@example.org) already exists.", 'CONTEXT:  "secret"']
    try:
        raise IntegrityError("\n".join(values))
    except IntegrityError:
        said = record("a row was refused")
        said.exc_info = sys.exc_info()
    text = formatter.format(said)
    assert "duplicate key" in text
    assert "ama@example.org" not in text
    assert "secret" not in text
