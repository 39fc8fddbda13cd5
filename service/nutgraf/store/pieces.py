"""What a worker writes an answer into: it is sent in pieces, up to a number of bytes."""

from __future__ import annotations

import io
import re
from typing import Any

from nutgraf.errors import LimitError, RequestError
from nutgraf.store.frame import Send

#: Bytes that are collected before a piece is sent; smaller answers go as a whole.
PIECE = 65_536
#: Characters that no XML document can carry, not even escaped (XML 1.0, section 2.2).
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


class Pieces(io.BytesIO):
    """A file that sends what is written; whoever made it calls `finish` at the end."""

    def __init__(self, most: int, send: Send, limit: str = "answer_bytes") -> None:
        super().__init__()
        self._most = most
        self._limit = limit
        self._send = send
        self._waiting = bytearray()
        self._taken = 0

    def write(self, data: Any, /) -> int:
        """Take some bytes; raise before the answer grows past the cap."""
        self._taken += len(data)
        if self._taken > self._most:
            raise LimitError(
                f"what is written has more than {self._most} bytes (setting {self._limit})",
                limit=self._limit,
            )
        self._waiting += data
        if len(self._waiting) >= PIECE:
            self._send({"error": "", "more": True}, self._finished(bytes(self._waiting)))
            self._waiting.clear()
        return len(data)

    def finish(self) -> None:
        """Send what is left as the last piece."""
        self._send({"error": ""}, self._finished(bytes(self._waiting)))

    def _finished(self, piece: bytes) -> bytes:
        """The bytes as they are sent."""
        return piece


class XmlPieces(Pieces):
    """Pieces of an XML document, of which the engine escapes less than readers need."""

    def _finished(self, piece: bytes) -> bytes:
        if _NOT_XML.search(piece):
            raise RequestError(
                "the answer has characters that XML cannot carry, like U+0000; take another format"
            )
        # Readers of XML turn a bare carriage return into a line feed.
        return piece.replace(b"\r", b"&#13;")
