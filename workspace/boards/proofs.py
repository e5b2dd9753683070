"""What proves that an action is done, told by the apps above: with a proof the status asks for no sentence."""

from collections.abc import Callable

from .models import Action

_proofs: dict[str, Callable[[Action], bool]] = {}


def register_proof(key: str, is_there: Callable[[Action], bool]) -> None:
    """`is_there(action)` says whether there is such a proof for an action."""
    _proofs[key] = is_there


def is_proven(action: Action) -> bool:
    """Whether something shows that an action is done."""
    return any(is_there(action) for is_there in _proofs.values())
