"""Answers of queries over HTTP: from the kept ones, or as they are computed."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, replace

from nutgraf.errors import BusyError, NutgrafError
from nutgraf.settings import Settings
from nutgraf.store.interface import AnswerChunks, DataVersion, QueryRequest, QueryStore, QueryStream
from nutgraf.web.caching import KeptReplies, http_date, names, tag_of
from nutgraf.web.compression import SMALLEST, Packer, compressed, takes_gzip
from nutgraf.web.exchange import Exchange, RawHeaders, Reply, wire

_LOG = logging.getLogger("nutgraf.web")
#: Pages of other sites may read what everybody may read, without credentials.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Location, Retry-After, X-Data-Seq",
}
_VARY = {"Vary": "Accept, Accept-Encoding", "Cache-Control": "no-cache", **OPEN}
_GZIP = wire({"Content-Encoding": "gzip"})
_PAUSE = 0.02


@dataclass(frozen=True, slots=True)
class Question:
    """A query with all that decides the bytes of its answer.

    `digest` stands for its text; it is `stable` where the same data give the same answer.
    """

    request: QueryRequest
    digest: str
    stable: bool = True
    min_sequence: int = 0

    @property
    def media_type(self) -> str:
        """The media type of the answer."""
        return self.request.formats[0]

    def tag(self, version: DataVersion, *, packed: bool) -> str:
        """The entity tag of the answer on a version of the data."""
        request = self.request
        dataset = (request.default_graphs, request.named_graphs, request.own_default_graph)
        return tag_of(version.mark, self.digest, dataset, self.media_type, packed)


@dataclass(frozen=True, slots=True)
class _Terms:
    """What an answer is sent with: its data, its tag where it has one, and its coding."""

    version: DataVersion
    tag: str
    packed: bool


class Reading:
    """Answers questions over a store."""

    def __init__(self, settings: Settings, store: QueryStore) -> None:
        self._store = store
        self._patience = settings.min_seq_seconds
        self.kept = KeptReplies(settings.cache_bytes)

    async def answer(self, exchange: Exchange, question: Question) -> None:
        """Answer a question, or say that the caller has the answer already (304)."""
        if question.min_sequence:
            await self.reach(question.min_sequence)
        packed = takes_gzip(exchange.headers.get("accept-encoding"))
        version = self._store.version
        tag = question.tag(version, packed=packed) if question.stable else ""
        if tag:
            known = exchange.headers.get("if-none-match")
            if known and names(known.replace('W/"', '"'), (tag,)):
                headers = _headers(version.sequence, version, tag)
                await exchange.reply(Reply(304, headers))
                return
            kept = self.kept.find(version.mark, tag)
            if kept is not None:
                await exchange.reply(kept)
                return
        terms = _Terms(version, tag, packed)
        await exchange.unless_gone(self._evaluate(exchange, question, terms))

    async def reach(self, sequence: int) -> None:
        """Wait until the data have a sequence number; raises `BusyError` when it takes long."""
        until = time.monotonic() + self._patience
        while (reached := self._store.sequence) < sequence:
            if time.monotonic() > until:
                raise BusyError(
                    f"the data have sequence number {reached}, not {sequence} yet, after"
                    f" {self._patience:g} seconds (setting min_seq_seconds); try again",
                    limit="min_seq_seconds",
                    retry_after=self._patience,
                )
            await asyncio.sleep(_PAUSE)

    async def _evaluate(self, exchange: Exchange, question: Question, terms: _Terms) -> None:
        stream = await self._store.stream(replace(question.request, client=exchange.client))
        if self._store.version != terms.version:
            # The data moved on meanwhile: which of the two was read is not certain.
            terms = replace(terms, tag="")
        headers = (
            *_headers(stream.sequence, terms.version, terms.tag),
            (b"content-type", content_type(stream.media_type).encode()),
        )
        if stream.chunks is None:
            reply = _whole(stream.first, headers, packed=terms.packed)
            if terms.tag:
                self.kept.keep(terms.version.mark, terms.tag, reply)
            await exchange.reply(reply)
            return
        try:
            await _pass_on(exchange, stream, stream.chunks, headers, packed=terms.packed)
        except NutgrafError as error:
            # The answer is begun: without its end, the server breaks the connection off.
            _LOG.warning("an answer was broken off: %s", error)
        finally:
            await stream.chunks.aclose()


def content_type(media_type: str) -> str:
    """The Content-Type of an answer; of text, with the charset that it would not have else."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _headers(sequence: int, version: DataVersion, tag: str) -> RawHeaders:
    headers = {**_VARY, "X-Data-Seq": str(sequence)}
    if tag:
        headers |= {"ETag": tag, "Last-Modified": http_date(version.published)}
    return wire(headers)


def _whole(body: bytes, headers: RawHeaders, *, packed: bool) -> Reply:
    if packed and len(body) >= SMALLEST:
        return Reply(200, (*headers, *_GZIP), compressed(body))
    return Reply(200, headers, body)


async def _pass_on(
    exchange: Exchange,
    stream: QueryStream,
    chunks: AnswerChunks,
    headers: RawHeaders,
    *,
    packed: bool,
) -> None:
    if exchange.scope.get("http_version") == "1.0" and exchange.method != "HEAD":
        # There the end of the connection is the end of the body, even of one cut off.
        body = b"".join([stream.first, *[piece async for piece in chunks]])
        await exchange.reply(_whole(body, headers, packed=packed))
        return
    packer = Packer() if packed else None
    await exchange.begin(200, (*headers, *_GZIP) if packer else headers)
    if exchange.method == "HEAD":
        await exchange.send(b"", more=False)
        return
    await exchange.send(packer.pack(stream.first, now=True) if packer else stream.first, more=True)
    async for piece in chunks:
        data = packer.pack(piece) if packer else piece
        if data:
            await exchange.send(data, more=True)
    await exchange.send(packer.end() if packer else b"", more=False)
