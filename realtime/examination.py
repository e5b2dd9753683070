"""What is wrong with a stored document, told by row: its structure, what its rows build on, whether it decodes."""

from dataclasses import dataclass
from uuid import UUID

from . import decode, documents, folding
from .holdings import Holdings
from .protocol import Malformed
from .tree import TypeTree


@dataclass(frozen=True, slots=True)
class Fault:
    """`where`: "row 12", "snapshot 200" or "decoding"."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"


def structural_faults(loaded: documents.Loaded) -> list[Fault]:
    """Rows that the check refuses, and rows that build on what is not there."""
    tree, held = TypeTree(), Holdings()
    faults = []
    named = [(f"snapshot {loaded.snapshot.seq}", loaded.snapshot), *((f"row {row.seq}", row) for row in loaded.rows)]
    for name, part in named:
        try:
            found = tree.check(part.body)
        except Malformed as error:
            faults.append(Fault(name, str(error)))
            continue
        if held.leaps(found) and part is not loaded.snapshot:
            faults.append(Fault(name, "it builds on what is not there"))
        held.add(found)
    return faults


def faults_of(document_id: UUID) -> list[Fault]:
    """Everything that is wrong with a document; decoded only when its structure is sound."""
    loaded = documents.load(document_id)
    if loaded is None:
        return [Fault("document", "there is none of that id")]
    faults = structural_faults(loaded)
    if faults:
        return faults
    try:
        decode.render(loaded.parts)
        if loaded.rows and not folding.holds_all(decode.fold(loaded.parts), loaded.parts):
            faults.append(Fault("decoding", "it drops a part of what is stored"))
    except decode.Undecodable as error:
        faults.append(Fault("decoding", str(error)))
    return faults
