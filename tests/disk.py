"""Where the files of a test lie: a folder of its own, so that one sees what was left there."""

from pathlib import Path
from typing import Any

import pytest

Files = dict[str, bytes]  # by where they lie


class Disk:
    """`files()` are those that lie there, by where they lie; `kept` those that were taken over for good."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def files(self, under: str = "") -> set[str]:
        return {str(path.relative_to(self.root)) for path in (self.root / under).rglob("*") if path.is_file()}

    def folders_of_work(self) -> set[str]:
        return {path.name for path in self.root.glob("work/*")}

    def bytes(self) -> Files:
        return {name: (self.root / name).read_bytes() for name in self.files()}

    def lay_out(self, files: Files) -> None:
        """Files that lay there in another test."""
        for name, content in files.items():
            place = self.root / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)


@pytest.fixture
def disk(settings: Any, tmp_path: Path) -> Disk:
    root = tmp_path / "files"
    settings.FILES_ROOT = root
    files = settings.STORAGES["files"]
    settings.STORAGES = settings.STORAGES | {"files": files | {"OPTIONS": files["OPTIONS"] | {"location": root}}}
    return Disk(root)
