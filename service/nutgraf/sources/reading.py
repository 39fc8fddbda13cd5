"""Reading: a file's bytes become documents, by the kind of file that it is."""

from __future__ import annotations

from collections.abc import Iterator

from nutgraf.errors import DocumentError
from nutgraf.model.document import (
    Block,
    BlockRole,
    DateGranularity,
    Document,
    PublicationDate,
)
from nutgraf.sources.blocks import Outline, outline
from nutgraf.sources.dating import day_within, find_date
from nutgraf.sources.detection import detect_language
from nutgraf.sources.encoding import decode, normalize
from nutgraf.sources.html import html_record
from nutgraf.sources.record import ArticleRecord, json_records
from nutgraf.sources.structure import structure

#: Files that hold one record a line; each record is named by its number.
MANY_RECORDS = (".jsonl", ".ndjson")
_HTML_STARTS = ("<!doctype html", "<html")


def read_documents(
    raw: bytes,
    name: str,
    readable: frozenset[str],
    given: ArticleRecord | None = None,
) -> Iterator[Document | DocumentError]:
    """Read one file: plain text, a JSON or JSON Lines record, or an HTML page.

    `name` is the file's name or address; `readable` the languages there is data for;
    `given` holds metadata that the caller states, which goes before the file's own.
    What cannot be read comes back as the error, so that the other records still do.
    """
    try:
        decoded = decode(raw)
        for number, record in enumerate(_records(decoded.text, name), start=1):
            own = f"{name}#{number}" if name.endswith(MANY_RECORDS) else name
            yield _attempt(record, own, readable, given or ArticleRecord(), decoded.repairs)
    except DocumentError as error:
        yield error


def _records(text: str, name: str) -> Iterator[ArticleRecord | DocumentError]:
    start = text.lstrip()[:200].lower()
    if start.startswith(_HTML_STARTS):
        yield html_record(text, name)
    elif name.endswith((".json", ".jsonl", ".ndjson")) or _is_json(start):
        yield from json_records(text, name)
    else:
        yield ArticleRecord(text=text)


def _is_json(start: str) -> bool:
    return start.startswith(('{"', "{\n", "[{", "[\n"))


def _attempt(
    record: ArticleRecord | DocumentError,
    name: str,
    readable: frozenset[str],
    given: ArticleRecord,
    repairs: tuple[str, ...],
) -> Document | DocumentError:
    if isinstance(record, DocumentError):
        return record
    try:
        return build_document(record.overridden(given), name, readable, repairs)
    except DocumentError as error:
        return error


def build_document(
    record: ArticleRecord, name: str, readable: frozenset[str], repairs: tuple[str, ...] = ()
) -> Document:
    """Build the document of a record: normalise the text, find blocks, date and language."""
    title = _one_line(record.title)
    body = record.text.strip("\n")
    captions = [caption for each in record.captions if (caption := _one_line(each))]
    if title and captions and body.startswith(f"{title}\n"):
        body = body.removeprefix(title).lstrip("\n")
    heads = [] if not title or _begins_with(body, title) else [title]
    decoded = normalize("\n\n".join([*heads, *captions, body]))
    text = decoded.text
    if not text.strip():
        raise DocumentError(f"{name}: the article has no text", reason="empty")
    found = outline(text, has_title=bool(title), captions=frozenset(captions))
    return Document(
        text=text,
        language=_language(record.language, text, readable),
        blocks=found.blocks,
        title=title or _headline(text, found.blocks),
        url=record.url,
        publisher=record.publisher,
        agency=record.agency or found.agency,
        dateline=found.dateline,
        published=_published(record.published, found, name),
        credits=found.credits,
        repairs=(*repairs, *decoded.repairs),
        source=name,
    )


def _one_line(title: str | None) -> str | None:
    joined = " ".join((title or "").split())
    return normalize(joined).text if joined else None


def _begins_with(body: str, title: str) -> bool:
    return " ".join(body[: len(title) + 40].split()).startswith(title)


def _headline(text: str, blocks: tuple[Block, ...]) -> str | None:
    for block in blocks:
        if block.role is BlockRole.HEADLINE:
            return text[block.start : block.end]
    return None


def _published(stated: str | None, found: Outline, name: str) -> PublicationDate | None:
    """The date stated for the article, else one its lines give; a dateline makes it sharper."""
    months = structure().months
    given = stated or found.date or find_date(found.filed or "", months)
    published = _date(given, name)
    if published is None or published.granularity is DateGranularity.DAY or not found.filed:
        return published
    return _date(day_within(found.filed, months, published), name) or published


def _date(value: str | None, name: str) -> PublicationDate | None:
    if value is None:
        return None
    try:
        return PublicationDate.parse(value)
    except ValueError as error:
        raise DocumentError(f"{name}: publication date: {error}", reason="date") from error


def _language(stated: str | None, text: str, readable: frozenset[str]) -> str:
    code = (stated or "").split("-")[0].split("_")[0].lower()
    if not code:
        return detect_language(text, readable)
    if code not in readable:
        names = ", ".join(sorted(readable))
        raise DocumentError(
            f"the article is stated to be in {code!r}; nutgraf reads {names}", reason="language"
        )
    return code
