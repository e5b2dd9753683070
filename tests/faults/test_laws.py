"""The laws notice what they are there for."""

import pytest

from tests.faults.crowd import Crowd
from tests.faults.laws import expected_of, key


def test_a_row_that_is_gone_breaks_them(crowd: Crowd) -> None:
    with crowd.typing():
        crowd.until_typed(1)
    crowd.server.rows(
        "DELETE FROM realtime_documentupdate WHERE document_id = %s AND seq = (SELECT max(seq) FROM"
        " realtime_documentupdate WHERE document_id = %s)",
        key(crowd), key(crowd),
    )  # fmt: skip
    with pytest.raises(AssertionError, match="a gap before"):
        crowd.laws()


def test_a_row_that_is_there_twice_breaks_them(crowd: Crowd) -> None:
    with crowd.typing():
        crowd.until_typed(1)
    document = key(crowd)
    ((head,),) = crowd.server.rows(
        "UPDATE realtime_document SET head = head + 1 WHERE id = %s RETURNING head", document
    )
    crowd.server.rows(
        "INSERT INTO realtime_documentupdate (document_id, seq, body, flush, contributors, at)"
        " SELECT document_id, %s, body, gen_random_uuid(), contributors, at FROM realtime_documentupdate"
        " WHERE document_id = %s AND seq = 1",
        head, document,
    )  # fmt: skip
    with pytest.raises(AssertionError, match="goes on at 0"):
        crowd.laws()


def test_an_acknowledgement_of_what_is_not_stored_breaks_them(crowd: Crowd) -> None:
    with crowd.typing():
        crowd.until_typed(1)
    liar = crowd.tabs[0]
    liar.acknowledged += 100
    assert expected_of(liar)
    with pytest.raises(AssertionError, match="acknowledged and not stored"):
        crowd.laws()
