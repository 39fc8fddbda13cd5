"""The worker's task `parse`: reads a body of RDF into N-Quads lines."""

from __future__ import annotations

import re
from typing import Any

import pyoxigraph as ox

from nutgraf.errors import RequestError
from nutgraf.store.frame import Send
from nutgraf.store.pieces import Pieces

#: A document type with declarations of its own may define entities that grow without end.
_DECLARATIONS = re.compile(rb"<!DOCTYPE[^>\[]*\[", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


class Parsing:
    """Reads bodies one after the other; nothing is kept between them."""

    def run(self, head: dict[str, Any], body: bytes, send: Send) -> None:
        """Send the quads of a body as N-Quads lines with fresh blank nodes."""
        syntax = ox.RdfFormat.from_media_type(head["media_type"])
        if syntax is None:
            raise RequestError(f"{head['media_type'][:80]!r} is no RDF format that is read here")
        if syntax == ox.RdfFormat.RDF_XML:
            _check_xml(body)
        base: str | None = head["base"] or None
        quads = ox.parse(body, syntax, base_iri=base, rename_blank_nodes=True)
        pieces = Pieces(head["answer_bytes"], send, limit="upload_bytes")
        ox.serialize(quads, pieces, ox.RdfFormat.N_QUADS)
        pieces.finish()


def open_task() -> Parsing:
    """The task of a fresh worker."""
    return Parsing()


def _check_xml(body: bytes) -> None:
    if body.startswith(_WIDE):
        raise RequestError("RDF/XML is read in UTF-8 only; send it in that encoding")
    if _DECLARATIONS.search(body):
        raise RequestError(
            "the document declares entities of its own (DOCTYPE with [), which is not read here;"
            " write the addresses out"
        )
