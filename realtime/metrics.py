"""What this process tells an operator, in the words of Prometheus. Numbers only: no ids, no names, no content."""

from __future__ import annotations

import time
from collections import Counter as Count
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from prometheus_client import REGISTRY, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from .hub import Hub

SECONDS: Final = (0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60)

STORED = Histogram("baraza_keystroke_stored_seconds", "From an update's arrival to its commit", buckets=SECONDS)
FLUSH = Histogram("baraza_flush_seconds", "One commit of the writer", buckets=SECONDS)
FLUSH_UPDATES = Histogram(
    "baraza_flush_updates", "Updates in one commit", buckets=(1, 3, 10, 30, 100, 300, 1_000, 3_000)
)
FLUSH_DOCUMENTS = Histogram(
    "baraza_flush_documents", "Documents in one commit", buckets=(1, 3, 10, 30, 100, 300, 1_000)
)
CLOSED = Counter("baraza_sockets_closed", "Sockets that the server closed, by code", ["code"])
RESYNCS = Counter("baraza_resyncs", "Readers that were sent one difference in place of what they missed")
HINTS_LOST = Counter("baraza_hints_lost", "Logs that the slow clock found ahead, with no hint of it")
DRAWN = Counter("baraza_regions_drawn", "Parts of pages that were drawn again, each for all who may do the same")
LOG_LAG = Gauge("baraza_log_lag_rows", "Rows by which the furthest followed log was ahead at the last look")
STORE_AWAY = Gauge("baraza_store_away", "1 while the writer cannot reach the database")


class Hubs(Collector):
    """What the hubs of this process hold, counted when it is asked for."""

    def __init__(self, hubs: Callable[[], Iterable[Hub]]) -> None:
        self._hubs = hubs

    def describe(self) -> Iterable[Metric]:
        """Nothing to ask for at registration."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The gauges of this moment."""
        counts: Count[str] = Count()
        oldest = 0.0
        now = time.monotonic()
        for hub in self._hubs():
            documents = list(hub.documents.values())
            counts["connections"] += len(hub.connections)
            counts["people"] += len(hub.allowance.sockets)
            counts["documents"] += len(documents)
            counts["document_bytes"] += sum(opened.size for opened in documents)
            counts["spaces"] += len(hub.spaces)
            for opened in documents:
                waiting = [*opened.in_flight, *opened.pending]
                counts["editors"] += len(opened.editors)
                counts["updates_waiting"] += len(waiting)
                if waiting:
                    oldest = max(oldest, now - waiting[0].waited_since)
        for name, meaning in (
            ("connections", "Open sockets"),
            ("people", "People with an open socket"),
            ("documents", "Documents held in memory"),
            ("document_bytes", "Bytes of text and history of these documents"),
            ("editors", "Tabs that have a document open"),
            ("spaces", "Spaces that somebody follows"),
            ("updates_waiting", "Updates that came and are not committed yet"),
        ):
            yield GaugeMetricFamily(f"baraza_{name}", meaning, value=counts[name])
        yield GaugeMetricFamily("baraza_oldest_waiting_seconds", "How long the oldest of them has waited", value=oldest)


def watch(hubs: Callable[[], Iterable[Hub]]) -> None:
    """Count these hubs, too."""
    REGISTRY.register(Hubs(hubs))
