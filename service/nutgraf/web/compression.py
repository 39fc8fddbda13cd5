"""gzip where the caller takes it (RFC 9110, 12.5.3), whole or piece by piece."""

from __future__ import annotations

import zlib
from functools import lru_cache

#: Below this, the headers cost more than compression gains.
SMALLEST = 1_000
#: gzip's own header and sum around the deflate stream.
_GZIP = 31
#: Measured on 2 MB of JSON results: 97 kB in half the time that level 6 takes for 96 kB.
_LEVEL = 4
#: Members of the header that are looked at.
_MOST = 20


@lru_cache(256)
def takes_gzip(accept_encoding: str | None) -> bool:
    """Tell whether a caller takes gzip and does not like it less than nothing.

    >>> takes_gzip("br, gzip;q=0.5"), takes_gzip("gzip;q=0, *"), takes_gzip(None)
    (True, False, False)
    """
    if not accept_encoding:
        return False
    ranges = dict(_coding(member) for member in accept_encoding.lower().split(",")[:_MOST])
    quality = ranges.get("gzip", ranges.get("x-gzip", ranges.get("*", 0.0)))
    return quality > 0


def compressed(body: bytes) -> bytes:
    """A whole body as gzip; the same bytes for the same body."""
    packer = Packer()
    return packer.pack(body) + packer.end()


class Packer:
    """Packs a body piece by piece."""

    def __init__(self) -> None:
        self._packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)

    def pack(self, piece: bytes, *, now: bool = False) -> bytes:
        """Take a piece and give what is packed so far; with `now` all of it."""
        packed = self._packer.compress(piece)
        return packed + self._packer.flush(zlib.Z_SYNC_FLUSH) if now else packed

    def end(self) -> bytes:
        """The last bytes."""
        return self._packer.flush()


def _coding(member: str) -> tuple[str, float]:
    name, *parameters = (part.strip() for part in member.split(";"))
    weight = next((each[2:] for each in parameters if each.startswith("q=")), "1")
    try:
        return name, float(weight)
    except ValueError:
        return name, 0.0
