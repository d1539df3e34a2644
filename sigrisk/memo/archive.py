"""A zip file packed so that the same content always gives the same bytes."""

from __future__ import annotations

from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_NO_CLOCK: Final = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can tell
_UNIX: Final = 3  # the same system whatever the file was made on


def repacked(archive: bytes) -> bytes:
    """The same files in the same order, without the times at which they were packed."""
    packed = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(packed, "w") as new:
        for name in old.namelist():
            entry = ZipInfo(name, _NO_CLOCK)
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, _UNIX, 0o644 << 16
            new.writestr(entry, old.read(name), compresslevel=6)
    return packed.getvalue()
