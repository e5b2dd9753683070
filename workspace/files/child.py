"""The process that opens what somebody sent: bounded in memory and time, with nothing to lose. Knows no Django.

python -m workspace.files.child SOURCE INTO THUMBNAIL writes what may be kept, and says in JSON what it is:
{"type", "width"?, "height"?}, or {"refused", "n"}.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

from .kinds import HEAD_BYTES, family
from .limits import CHILD_CPU_SECONDS, CHILD_MEMORY, MB
from .refusing import Refused


def made_of(source: Path, into: Path, thumbnail: Path) -> dict[str, Any]:
    """What may be kept of a file, written; and what it is."""
    with source.open("rb") as opened:
        kind = family(opened.read(HEAD_BYTES))
    if kind == "picture":
        from .pictures import remake

        return remake(source, into, thumbnail)
    if kind == "pdf":
        from .portable import rewrite

        return rewrite(source, into)
    if kind == "package":
        from .packages import repack

        return repack(source, into)
    from .texts import rewrite as as_text

    return as_text(source, into)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY, CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_CPU_SECONDS, CHILD_CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * MB, 64 * MB))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        said = made_of(*(Path(each) for each in sys.argv[1:]))
    except Refused as refused:
        said = {"refused": refused.code, "n": refused.n}
    except (MemoryError, RecursionError):
        said = {"refused": "bomb", "n": 0}
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main()
