"""What is measured, in the order in which it is."""

from collections.abc import Callable
from typing import Final

from ..bench import Bench
from ..figures import Result
from . import many_documents, one_document

MEASURES: Final[dict[str, Callable[[Bench], Result]]] = {
    module.NAME: module.measure for module in (one_document, many_documents)
}
