"""What a worker writes an answer into: it is sent in pieces, up to a number of bytes."""

from __future__ import annotations

import io
from typing import Any

from nutgraf.errors import LimitError
from nutgraf.store.frame import Send

#: Bytes that are collected before a piece is sent; smaller answers go as a whole.
PIECE = 65_536


class Pieces(io.BytesIO):
    """A file that sends what is written; whoever made it calls `finish` at the end."""

    def __init__(self, most: int, send: Send) -> None:
        super().__init__()
        self._most = most
        self._send = send
        self._waiting = bytearray()
        self._taken = 0

    def write(self, data: Any, /) -> int:
        """Take some bytes; raise before the answer grows past the cap."""
        self._taken += len(data)
        if self._taken > self._most:
            raise LimitError("the answer is too large", limit="answer_bytes")
        self._waiting += data
        if len(self._waiting) >= PIECE:
            self._send({"error": "", "more": True}, bytes(self._waiting))
            self._waiting.clear()
        return len(data)

    def finish(self) -> None:
        """Send what is left as the last piece."""
        self._send({"error": ""}, bytes(self._waiting))
