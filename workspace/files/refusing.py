"""Why a file cannot be kept: a code, which refusals.py has a sentence for."""


class Refused(Exception):
    """`code` names the reason, `n` is the number that belongs to it."""

    def __init__(self, code: str, n: int = 0) -> None:
        super().__init__(code)
        self.code, self.n = code, n
