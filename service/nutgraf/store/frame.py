"""Length-prefixed frames between pool and worker: a JSON head and a body of bytes."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any

_LENGTHS = struct.Struct(">II")


def encode(head: dict[str, Any], body: bytes = b"") -> bytes:
    """Put head and body into one frame."""
    text = json.dumps(head).encode()
    return _LENGTHS.pack(len(text), len(body)) + text + body


def decode(read: Callable[[int], bytes]) -> tuple[dict[str, Any], bytes]:
    """Read one frame with `read(n)`, which gives exactly n bytes or raises."""
    head_length, body_length = _LENGTHS.unpack(read(_LENGTHS.size))
    head: dict[str, Any] = json.loads(read(head_length))
    return head, read(body_length)
