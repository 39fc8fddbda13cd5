"""Length-prefixed frames between pool and worker: a JSON head and a body of bytes."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any

_LENGTHS = struct.Struct(">II")

#: A head and a body. Answers of several frames have `more` in every head but the last.
Frame = tuple[dict[str, Any], bytes]

#: Writes one frame of an answer.
Send = Callable[[dict[str, Any], bytes], None]

#: Head of an answer in one piece, which nearly all are.
_WHOLE = b'{"error": ""}'


def encode(head: dict[str, Any], body: bytes = b"") -> bytes:
    """Put head and body into one frame."""
    text = json.dumps(head).encode()
    return _LENGTHS.pack(len(text), len(body)) + text + body


def decode(read: Callable[[int], bytes]) -> Frame:
    """Read one frame with `read(n)`, which gives exactly n bytes or raises."""
    head_length, body_length = _LENGTHS.unpack(read(_LENGTHS.size))
    head: dict[str, Any] = json.loads(read(head_length))
    return head, read(body_length)


def cut(buffer: bytearray) -> Frame | None:
    """Take the first frame off a buffer, or nothing while it is not whole."""
    if len(buffer) < _LENGTHS.size:
        return None
    head_length, body_length = _LENGTHS.unpack_from(buffer)
    body_start = _LENGTHS.size + head_length
    end = body_start + body_length
    if len(buffer) < end:
        return None
    text = bytes(buffer[_LENGTHS.size : body_start])
    head: dict[str, Any] = {"error": ""} if text == _WHOLE else json.loads(text.decode())
    body = bytes(memoryview(buffer)[body_start:end])
    del buffer[:end]
    return head, body
