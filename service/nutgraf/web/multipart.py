"""Forms with files, multipart/form-data (https://www.rfc-editor.org/rfc/rfc7578)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.errors import RequestError

MULTIPART = "multipart/form-data"
_BOUNDARY = re.compile(r';\s*boundary=(?:"([^"\r\n]{1,70})"|([^;"\s]{1,70}))', re.IGNORECASE)
_FILE = re.compile(r';\s*filename="([^"\r\n]*)"', re.IGNORECASE)
_MOST_PARTS = 100
_HEAD_BYTES = 4_096


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a form: its Content-Type, its file name and its bytes."""

    media_type: str
    file: str
    body: bytes


def read_form(content_type: str, body: bytes) -> tuple[Part, ...]:
    """Part a form into its files; raises `RequestError` where it is not well-formed."""
    match = _BOUNDARY.search(content_type)
    if match is None:
        raise RequestError("a form of type multipart/form-data names its boundary")
    parts = tuple(_parts(b"\r\n--" + (match[1] or match[2]).encode(), body))
    if not parts:
        raise RequestError("the form has no part")
    return parts


def _parts(delimiter: bytes, body: bytes) -> Iterator[Part]:
    # The first delimiter may stand at the very beginning, without a line before it.
    pieces = (b"\r\n" + body).split(delimiter, _MOST_PARTS + 1)
    if len(pieces) > _MOST_PARTS:
        raise RequestError(f"a form has at most {_MOST_PARTS} parts; send the rest in another one")
    for piece in pieces[1:-1]:
        yield _part(piece)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise RequestError("the form has no last boundary; it was cut off, or it names another one")


def _part(piece: bytes) -> Part:
    # White space may follow the boundary in its line.
    _, _, rest = piece.partition(b"\r\n")
    head, found, content = (b"\r\n" + rest).partition(b"\r\n\r\n")
    if not found or len(head) > _HEAD_BYTES:
        raise RequestError("a part of the form has no end of its headers")
    headers = dict(_header(line) for line in head.decode("utf-8", "replace").split("\r\n") if line)
    file = _FILE.search(headers.get("content-disposition", ""))
    return Part(headers.get("content-type", ""), file[1] if file else "", content)


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()
