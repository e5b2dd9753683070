"""How the log reads: a line for people, or JSON for programs; what is extra (connection, document) stands in both."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

_USUAL = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request", "status_code", "server_time"}


def _extra(record: logging.LogRecord) -> dict[str, Any]:
    return {key: value for key, value in vars(record).items() if key not in _USUAL}


def _without_values(trace: str) -> str:
    """PostgreSQL names the offending values in DETAIL: they may be somebody's name, address or words."""
    return "\n".join(line for line in trace.split("\n") if not line.startswith(("DETAIL:", "CONTEXT:")))


class LineFormatter(logging.Formatter):
    """Time, level, logger, message, then `key=value`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the trace of an error below it."""
        record.message = record.getMessage()
        said = [self.formatTime(record), record.levelname, record.name, record.message]
        said += [f"{key}={value}" for key, value in _extra(record).items()]
        line = " ".join(said)
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line

    def formatException(self, ei: Any) -> str:
        """The trace without what a database says of values."""
        return _without_values(super().formatException(ei))


class JsonFormatter(LineFormatter):
    """One object for each record: at, level, logger, message, what is extra, and the trace of an error."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON."""
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_extra(record),
        }
        if record.exc_info:
            said["trace"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)
