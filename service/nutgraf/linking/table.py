"""The curated entity table: known items by name, in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from nutgraf.errors import ConfigurationError
from nutgraf.linking.keys import name_key, plain_key, sound_key
from nutgraf.model.entity import EntityKind
from nutgraf.model.link import KnownEntity

_COLUMNS = ("qid", "type", "label_en", "label_de", "aliases", "iso_or_coord", "country")
_KINDS = {
    "country": EntityKind.COUNTRY,
    "city": EntityKind.PLACE,
    "facility": EntityKind.PLACE,
    "organisation": EntityKind.ORGANISATION,
    "media": EntityKind.ORGANISATION,
    "person": EntityKind.PERSON,
}

_Index = Mapping[str, tuple[KnownEntity, ...]]


class EntityTable:
    """Known entities, found by exact name, without diacritics, or by sound."""

    def __init__(self, rows: Iterable[KnownEntity], *, index: str) -> None:
        self._rows = tuple(rows)
        self._index = index
        self._by_qid = {row.qid: row for row in self._rows}
        self._by_name = _indexed(self._rows, name_key)
        self._by_plain = _indexed(self._rows, plain_key)
        self._by_sound = _indexed(self._rows, sound_key)
        states = (row for row in self._rows if row.kind == EntityKind.COUNTRY and row.country)
        self._countries = {row.country: row for row in states}

    @classmethod
    def load(cls, path: Path) -> EntityTable:
        """Read a table file; the index is named after the file's content."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ConfigurationError(f"entity table {path} cannot be read: {error}") from error
        lines = [line for line in content.decode().splitlines() if not line.startswith("#")]
        if not lines or tuple(lines[0].split("\t")) != _COLUMNS:
            raise ConfigurationError(f"entity table {path} must have the columns {_COLUMNS}")
        rows = [_row(line, path) for line in lines[1:] if line.strip()]
        return cls(rows, index=f"nano-{hashlib.sha256(content).hexdigest()[:8]}")

    @property
    def index(self) -> str:
        """Name of the table and digest of its content."""
        return self._index

    def rows(self) -> tuple[KnownEntity, ...]:
        """All known entities in table order."""
        return self._rows

    def country(self, code: str) -> KnownEntity | None:
        """The state with this ISO 3166-1 alpha-2 code."""
        return self._countries.get(code)

    def item(self, qid: str) -> KnownEntity | None:
        """The entity with this Wikidata id."""
        return self._by_qid.get(qid)

    def named(self, name: str) -> tuple[KnownEntity, ...]:
        """The entities that bear exactly this name (case and typography aside)."""
        return self._by_name.get(name_key(name), ())

    def spelled(self, name: str) -> tuple[KnownEntity, ...]:
        """The entities that bear this name but for diacritics."""
        return self._by_plain.get(plain_key(name), ())

    def sounding(self, name: str) -> tuple[KnownEntity, ...]:
        """The entities one of whose names is a transliteration of the same name."""
        return self._by_sound.get(sound_key(name), ())


def names(row: KnownEntity) -> tuple[str, ...]:
    """All names of an item, labels first, each once."""
    return tuple(dict.fromkeys((*(label for _, label in row.labels), *row.aliases)))


def label_of(row: KnownEntity, language: str) -> str:
    """The label in a language, else the English one, else any."""
    labels = dict(row.labels)
    return labels.get(language) or labels.get("en") or row.labels[0][1]


def _indexed(rows: Iterable[KnownEntity], key: Callable[[str], str]) -> _Index:
    found: dict[str, list[KnownEntity]] = {}
    for row in rows:
        for name in dict.fromkeys(key(name) for name in names(row)):
            found.setdefault(name, []).append(row)
    return {name: tuple(items) for name, items in found.items()}


def _row(line: str, path: Path) -> KnownEntity:
    cells = line.split("\t")
    if len(cells) != len(_COLUMNS):
        raise ConfigurationError(f"entity table {path}: {line!r} has {len(cells)} columns")
    qid, detail, english, german, aliases, place, country = cells
    kind = _KINDS.get(detail.split("/")[0])
    if kind is None:
        raise ConfigurationError(f"entity table {path}: {qid} has the unknown type {detail!r}")
    labels = tuple((code, text) for code, text in (("en", english), ("de", german)) if text)
    return KnownEntity(
        qid=qid,
        kind=kind,
        detail=detail,
        labels=labels,
        aliases=tuple(alias for alias in aliases.split("|") if alias),
        country=country or None,
        point=_point(place),
    )


def _point(place: str) -> tuple[float, float] | None:
    """Longitude and latitude out of "ISO:KZ 43.2551,76.9126" (latitude first)."""
    for part in place.split():
        if not part.startswith("ISO:"):
            latitude, longitude = part.split(",")
            return float(longitude), float(latitude)
    return None
