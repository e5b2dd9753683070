"""The link that lets one person in: its token, what is kept of it, and the picture of it for a phone."""

import hashlib
import secrets

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for each other when read from paper
LENGTH = 27  # of 31 signs: 133 bits, more than anybody guesses


def new_token() -> str:
    return "".join(secrets.choice(SIGNS) for _each in range(LENGTH))


def digest_of(token: str) -> str:
    """What is kept of a token; typed in capitals it is the same."""
    return hashlib.sha256(token.lower().encode()).hexdigest()


def picture_of(address: str) -> tuple[int, str]:
    """A QR code as the side of its square in dots, and an SVG path that fills the dark ones."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(address)
    code.make(fit=True)
    dots = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(dots) for x, dark in enumerate(row) if dark)
    return len(dots), path
