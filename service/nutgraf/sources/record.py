"""Article records: what is known of an article besides its words, from JSON, HTML or the caller."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from nutgraf.errors import DocumentError

# Other names under which archives and feeds keep the same fields.
_ALIASES = {
    "headline": "title",
    "body": "text",
    "content": "text",
    "articlebody": "text",
    "date": "published",
    "datepublished": "published",
    "publication_date": "published",
    "source": "publisher",
    "lang": "language",
    "inlanguage": "language",
    "link": "url",
}


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """One article as handed in: its text and whatever metadata came with it.

    `published` is `2022`, `2022-01`, or an ISO 8601 date or date-time; `captions` are the
    words below its pictures, which the text does not hold.
    """

    text: str = ""
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    agency: str | None = None
    published: str | None = None
    language: str | None = None
    captions: tuple[str, ...] = ()

    def overridden(self, other: ArticleRecord) -> ArticleRecord:
        """Take every field that `other` gives instead of this record's."""
        given = {f.name: getattr(other, f.name) for f in fields(other) if getattr(other, f.name)}
        return replace(self, **given)


def parse_record(values: Any, where: str) -> ArticleRecord:
    """Read one JSON object as an article record; unknown fields are left out."""
    if not isinstance(values, Mapping):
        raise DocumentError(f"{where}: an article record must be a JSON object", reason="record")
    known = {field.name for field in fields(ArticleRecord)} - {"captions"}
    found: dict[str, Any] = {}
    for name, value in values.items():
        field = _ALIASES.get(name.lower(), name.lower())
        text = _plain(value)
        if field in known and text:
            found.setdefault(field, text)
    if not found.get("text"):
        raise DocumentError(f"{where}: the article record has no text", reason="empty")
    return replace(ArticleRecord(**found), captions=_captions(values.get("captions")))


def _captions(value: Any) -> tuple[str, ...]:
    found = value if isinstance(value, list) else [value]
    return tuple(caption for each in found if (caption := _plain(each)))


def _plain(value: Any) -> str:
    """The text of a JSON value: strings, numbers, the name of an object, the first of a list."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return _plain(value.get("name"))
    if isinstance(value, list) and value:
        return _plain(value[0])
    return ""


def json_records(text: str, where: str) -> Iterator[ArticleRecord | DocumentError]:
    """Read a JSON object, a JSON array or JSON Lines; a bad line costs that line only."""
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        if "\n" not in text.strip():
            yield DocumentError(f"{where}: not valid JSON: {error}", reason="json")
            return
        yield from _json_lines(text, where)
        return
    items = values if isinstance(values, list) else [values]
    for number, item in enumerate(items, start=1):
        yield _attempt(item, where if len(items) == 1 else f"{where}#{number}")


def _json_lines(text: str, where: str) -> Iterator[ArticleRecord | DocumentError]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        place = f"{where}:{number}"
        try:
            values = json.loads(line)
        except json.JSONDecodeError as error:
            yield DocumentError(f"{place}: not valid JSON: {error}", reason="json")
        else:
            yield _attempt(values, place)


def _attempt(values: Any, where: str) -> ArticleRecord | DocumentError:
    try:
        return parse_record(values, where)
    except DocumentError as error:
        return error
