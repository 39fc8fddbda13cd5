"""Reading the report layer: constant queries whose rows become report views."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nutgraf.identity.view import Bounds, Place, ReportView, Told, Window
from nutgraf.model.document import PublicationDate

#: Runs one constant SELECT and gives its rows: variable name to lexical form.
Select = Callable[[str], Iterable[Mapping[str, str]]]

_PREFIXES = """
PREFIX nev: <https://w3id.org/nutgraf/nev#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_REPORTS = """SELECT ?report ?version ?factuality ?attribution ?source ?place ?time ?words {
  ?report a nev:EventReport ; nev:reportedIn ?version ; nev:factuality ?factuality ;
    nev:attribution ?attribution ; schema:text ?words .
  OPTIONAL { ?report nev:accordingTo ?source } OPTIONAL { ?report nev:place ?place }
  OPTIONAL { ?report nev:time ?time } }"""
_TYPES = "SELECT ?report ?type { ?report a nev:EventReport ; nev:eventType ?type }"
_PARTICIPANTS = """SELECT ?report ?role ?entity ?group ?person {
  ?report a nev:EventReport ; nev:participation ?p . ?p nev:role ?role ; nev:participant ?entity .
  OPTIONAL { ?entity a nev:Group ; schema:name ?group }
  OPTIONAL { ?entity a ?person . FILTER(?person = schema:Person) } }"""
_TIMES = """SELECT ?time ?first ?begun ?ended ?last { ?time a nev:TimeSpan .
  OPTIONAL { ?time nev:beginEarliest ?first } OPTIONAL { ?time nev:beginLatest ?begun }
  OPTIONAL { ?time nev:endEarliest ?ended } OPTIONAL { ?time nev:endLatest ?last } }"""
_PLACES = """SELECT ?place ?code ?within ?country { ?place a nev:Place .
  OPTIONAL { ?place schema:addressCountry ?code }
  OPTIONAL { ?place schema:containedInPlace/schema:addressCountry ?within }
  OPTIONAL { ?place a ?country . FILTER(?country = schema:Country) } }"""
_FIGURES = """SELECT ?report ?measure ?value ?low ?high { ?f a nev:Figure ; nev:about ?report ;
    nev:counts ?measure .
  OPTIONAL { ?f schema:value ?value } OPTIONAL { ?f schema:minValue ?low }
  OPTIONAL { ?f schema:maxValue ?high }
  FILTER NOT EXISTS { ?f nev:includedIn ?whole }
  FILTER NOT EXISTS { ?f nev:countedIn ?place } }"""
_VERSIONS = """SELECT ?version ?article ?published { ?version nev:versionOf ?article .
  OPTIONAL { ?version schema:datePublished ?published } }"""
_ENTITIES = """SELECT DISTINCT ?version ?entity ?country { ?m oa:hasSource ?version ;
  nev:refersTo ?entity . ?entity schema:sameAs ?item .
  OPTIONAL { ?entity schema:addressCountry ?country } }"""
_FRAMINGS = """SELECT ?framing ?framed { ?claim a nev:Claim ; schema:about ?framed ;
  nev:conveys ?framing . ?framing a nev:EventReport }"""
_CAUSES = "SELECT ?report ?cause { ?report a nev:EventReport ; nev:causedBy ?cause }"
_NAMES = """SELECT ?thing ?name (LANG(?name) AS ?language) {
  { ?thing schema:name ?name } UNION { ?thing skos:prefLabel ?name } }"""
_COUNTED = frozenset(
    {"killed", "injured", "missing", "arrested", "evacuated", "deployed", "displaced"}
)


@dataclass(frozen=True, slots=True)
class ReportLayer:
    """All event reports, framings, causes, and names of things by language."""

    reports: Mapping[str, ReportView]
    framed: Mapping[str, str]
    causes: tuple[tuple[str, str], ...]
    names: Mapping[str, Mapping[str, str]]


def load_reports(select: Select) -> ReportLayer:
    """Read everything identity needs from a dataset."""

    def rows(query: str) -> Iterable[Mapping[str, str]]:
        return select(_PREFIXES + query)

    told = _told(rows(_VERSIONS), rows(_ENTITIES))
    types = _sets(rows(_TYPES), "report", "type")
    takes_part = list(rows(_PARTICIPANTS))
    people = _people(takes_part)
    persons = _people(row for row in takes_part if "person" in row)
    told_of = list(rows(_REPORTS))
    sole = _sole(told_of, types)
    windows = {row["time"]: _window(row) for row in rows(_TIMES)}
    places = _places(rows(_PLACES))
    figures = _figures(rows(_FIGURES))
    reports = {
        row["report"]: ReportView(
            address=row["report"],
            told=told[row["version"]],
            types=frozenset(_local(kind) for kind in types[row["report"]]),
            factuality=_local(row["factuality"]),
            attribution=_local(row["attribution"]),
            source=row.get("source"),
            place=places.get(row.get("place", "")),
            time=row.get("time"),
            explicit=windows.get(row.get("time", "")),
            participants=frozenset(people[row["report"]]),
            persons=frozenset(persons[row["report"]]),
            figures=tuple(sorted(figures[row["report"]].items())),
            words=row["words"],
            sole=row["report"] in sole,
        )
        for row in told_of
    }
    framed = {row["framing"]: row["framed"] for row in rows(_FRAMINGS)}
    causes = tuple(sorted((row["report"], row["cause"]) for row in rows(_CAUSES)))
    return ReportLayer(reports, framed, causes, _names(rows(_NAMES)))


def _local(address: str) -> str:
    return address.rsplit("/", 1)[-1]


def _told(
    versions: Iterable[Mapping[str, str]], entities: Iterable[Mapping[str, str]]
) -> dict[str, Told]:
    known = list(entities)
    named = _sets(known, "version", "entity")
    countries = _countries(known)
    return {
        row["version"]: Told(
            row["version"],
            row["article"],
            _published(row.get("published")),
            frozenset(named[row["version"]]),
            countries.get(row["version"]),
        )
        for row in versions
    }


def _countries(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The country that most known items of a version belong to; none where two are even."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if "country" in row:
            counts[row["version"]][row["country"]] += 1
    found = {}
    for version, counter in counts.items():
        (first, most), *rest = counter.most_common(2)
        if not rest or rest[0][1] < most:
            found[version] = first
    return found


def _published(value: str | None) -> Window:
    if value is None:
        return Window()
    known = PublicationDate.parse(value)
    return Window(known.first, known.last)


def _sets(rows: Iterable[Mapping[str, str]], key: str, value: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row[key]].add(row[value])
    return found


def _sole(rows: Iterable[Mapping[str, str]], types: Mapping[str, set[str]]) -> frozenset[str]:
    """Reports whose version has no other report of any of their types."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        counts.update((row["version"], kind) for kind in types[row["report"]])
    return frozenset(
        row["report"]
        for row in rows
        if all(counts[row["version"], kind] == 1 for kind in types[row["report"]])
    )


def _people(rows: Iterable[Mapping[str, str]]) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        # Unnamed groups have an address per article; across articles their name must do.
        key = row["group"].lower() if "group" in row else row["entity"]
        found[row["report"]].add((_local(row["role"]), key))
    return found


def _window(row: Mapping[str, str]) -> Window | None:
    # "Until 19 January" tells when it ends and nothing of when it began.
    first = row.get("first")
    last = row.get("last") or row.get("begun")
    if first is None and last is None:
        return None
    return Window(
        date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None
    )


def _places(rows: Iterable[Mapping[str, str]]) -> dict[str, Place]:
    ordered = sorted(rows, key=lambda row: (row["place"], row.get("code") or row.get("within", "")))
    return {
        row["place"]: Place(row["place"], row.get("code") or row.get("within"), "country" in row)
        for row in ordered
    }


def _figures(rows: Iterable[Mapping[str, str]]) -> dict[str, dict[str, Bounds]]:
    found: dict[str, dict[str, Bounds]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: sorted(row.items())):
        measure = _local(row["measure"])
        if measure in _COUNTED:
            value, low, high = (_number(row.get(name)) for name in ("value", "low", "high"))
            bounded = low is not None or high is not None
            bounds = Bounds(low, high) if bounded else Bounds(value, value)
            found[row["report"]].setdefault(measure, bounds)
    return found


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _names(rows: Iterable[Mapping[str, str]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: (row["thing"], row["language"], row["name"])):
        found[row["thing"]].setdefault(row["language"], row["name"])
    return found
