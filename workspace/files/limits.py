"""How large, how many, how long: docs/files.md says the same to people."""

from datetime import timedelta
from typing import Final

MB: Final = 1024 * 1024
MOST_BYTES: Final = 20 * MB  # of one file: a phone's largest photo has some 15
CHUNK_BYTES: Final = 512 * 1024  # of one piece; Django's own limit on a body in memory is twice that
AT_ONCE: Final = 10  # files in one form

UNFINISHED: Final = 8  # uploads of one person that are not at their end; past it the oldest makes room
UNFINISHED_BYTES: Final = 100 * MB  # of all of these together
UNFINISHED_LASTS: Final = timedelta(days=3)  # since the last piece
WITHDRAWN_LASTS: Final = timedelta(days=30)  # then the bytes are deleted

MOST_PIXELS: Final = 64_000_000  # phones have 50; 10 000 × 10 000 is no photo
PICTURE_SIDE: Final = 2048  # pixels of the longer side, as kept: some 400 kB
THUMBNAIL_SIDE: Final = 480  # some 20 kB

UNPACKED_BYTES: Final = 100 * MB  # of all that is inside an Office file
UNPACKED_PARTS: Final = 3_000

CHILD_SECONDS: Final = 90  # by the clock on the wall: the machine may be busy
CHILD_CPU_SECONDS: Final = 20  # 64 megapixels take 5
CHILD_MEMORY: Final = 1_200_000_000  # 64 megapixels with transparency take 600 MB
