"""Answers over HTTP: bytes with their data sequence number and a strong entity tag."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole body, its media type, and the data it was computed on."""

    body: bytes
    media_type: str
    sequence: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def respond(request: Request, answer: Answer) -> Response:
    """Give an answer, or 304 where the caller has the same bytes already."""
    tag = f'"{hashlib.sha256(answer.media_type.encode() + answer.body).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache", **answer.headers}
    if answer.sequence is not None:
        headers["X-Data-Seq"] = str(answer.sequence)
    if tag in _tags(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    # Starlette adds the charset to text/* only; the rest is UTF-8 by definition.
    return Response(answer.body, headers=headers, media_type=answer.media_type)


def _tags(header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}
