"""The shipped reports are sound, and a bad file stops the start with its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

from nutgraf.errors import ConfigurationError, NotFoundError
from nutgraf.reports.catalogue import Catalogue
from nutgraf.reports.parameters import Parameter, ParameterType
from nutgraf.reports.report import Page, Report
from nutgraf.reports.schemes import Schemes
from nutgraf.reports.table import ReportTable

ROOT = Path(__file__).parents[2]
SHIPPED = Catalogue.load(ROOT / "queries" / "reports", ontology=ROOT / "ontology")
TABLES = [report for report in SHIPPED if not report.is_graph]
CASES = [(report, case) for report in SHIPPED for case in report.header.tests]
Run = Callable[..., ReportTable]
FIRE = "https://data.example/id/event/"
ABSENT = {
    ParameterType.IRI: "https://nobody.example/nothing",
    ParameterType.ENTITY: "Nobody At All",
    ParameterType.DATE: "1066-10-14",
    ParameterType.STRING: "no such words anywhere",
    ParameterType.INTEGER: "999999",
}
SOUND = """#+ summary: Names
#+ i18n: {de: {summary: Namen}}
#+ params:
#+   word: {type: string}
#+ columns: {thing: iri, name: string}
SELECT ?thing ?name WHERE {
  VALUES ?word { UNDEF }
  ?thing <https://schema.org/name> ?name
}
ORDER BY ?name ?thing
LIMIT 10 OFFSET 0
"""


@pytest.mark.parametrize("report", list(SHIPPED), ids=lambda report: report.name)
def test_reports_are_sparql_in_two_engines(report: Report) -> None:
    """Every report parses with its defaults in Oxigraph and in rdflib."""
    params = {p.name: ["https://data.example/x"] for p in report.parameters if p.required}

    ox.Store().query(report.bind(params))
    prepareQuery(report.bind(params))


@pytest.mark.parametrize(
    ("report", "case"), CASES, ids=[f"{r.name}-{n}" for n, (r, _) in enumerate(CASES)]
)
def test_reports_answer_as_their_header_says(
    report: Report, case: Mapping[str, Any], run: Run
) -> None:
    """A report gives as many rows for its own test parameters as its header promises."""
    params = {
        name: [str(value).removeprefix("True") or "true"] for name, value in case["params"].items()
    }

    table = run(report, params)

    assert len(table.rows) == case["rows"]


@pytest.mark.parametrize("report", TABLES, ids=lambda report: report.name)
def test_reports_have_own_tests(report: Report) -> None:
    """Every table says how many rows it has with what it needs only, and is not empty."""
    needed = {parameter.name for parameter in report.parameters if parameter.required}

    assert any(case["params"].keys() == needed and case["rows"] for case in report.header.tests)


def absent_values() -> list[tuple[Report, Parameter, str]]:
    """One value that occurs nowhere for each parameter that narrows a table down."""
    return [
        (report, parameter, late_day(parameter) or ABSENT[parameter.type])
        for report in TABLES
        for parameter in report.parameters
        if parameter.type in ABSENT
    ]


def late_day(parameter: Parameter) -> str | None:
    """A day after which nothing happens."""
    return "2999-01-01" if parameter.name == "from" else None


@pytest.mark.parametrize(
    ("report", "parameter", "value"), absent_values(), ids=lambda value: getattr(value, "name", "")
)
def test_absent_values_give_nothing(
    report: Report, parameter: Parameter, value: str, run: Run
) -> None:
    """A report asked for what is not there is empty, not unfiltered."""
    assert run(report, {parameter.name: [value]}).rows == ()


CONCEPTS = [
    (report, parameter)
    for report in TABLES
    for parameter in report.parameters
    if parameter.type is ParameterType.CONCEPT
]


@pytest.mark.parametrize(
    ("report", "parameter"), CONCEPTS, ids=lambda value: getattr(value, "name", "")
)
def test_codes_narrow_down(report: Report, parameter: Parameter, run: Run) -> None:
    """Asking for all codes one by one gives no row twice over and never a foreign one."""
    everything = set(run(report, {}).rows)
    by_code = [set(run(report, {parameter.name: [code]}).rows) for code in parameter.allowed]

    assert set().union(*by_code) <= everything
    assert any(not rows for rows in by_code)


def test_the_card_of_an_event_has_all_its_parts(catalogue: Catalogue, ask: Run) -> None:
    """The card has the event first, then its reports, people, figures and claims, with words."""
    (fire, strike) = (row["event"] for row in ask(catalogue.report("events")).records())
    cards = [ask(catalogue.report("event-card"), event=event).records() for event in (fire, strike)]

    assert [list(dict.fromkeys(row["part"] for row in card)) for card in cards] == [
        ["event", "report", "figure", "claim"],
        ["event", "report", "participant", "figure"],
    ]
    rows = {(row["part"], row["name"]): row for card in cards for row in card}
    assert rows["figure", "Dutzende"]["least"] == 24
    assert rows["figure", "Dutzende"]["value"] is None
    assert rows["figure", "140"]["who"] == "fire service"
    assert rows["report", "Anschlag"]["who"] == "Stadtpräsident"
    assert rows["participant", "dockers"]["kind"].endswith("/actor")
    assert all(row["quote"] in row["sentence"] for row in rows.values())


def test_versions_of_one_article_do_not_conflict(catalogue: Catalogue, ask: Run) -> None:
    """A corrected figure is never set against the one that it replaces."""
    rows = ask(catalogue.report("conflicting-figures")).records()

    assert rows
    assert all(
        row["articleA"] != row["articleB"] or row["versionA"] == row["versionB"] for row in rows
    )


def test_names_reach_entities_in_any_language(catalogue: Catalogue, ask: Run) -> None:
    """A place is found by its name, its address and its Wikidata item alike."""
    events = catalogue.report("events")
    address = "https://data.example/id/entity/wd-Q35493"

    by_name, by_address, by_item = (
        ask(events, place=place).rows for place in ("Almaty", address, "wd:Q35493")
    )

    assert by_name == by_address == by_item != ()


def test_vague_stands_beside_more_than(catalogue: Catalogue, ask: Run) -> None:
    """Dozens in German stand beside "more than 100" in English, and both can be true."""
    table = ask(catalogue.report("conflicting-figures"), measure="injured")

    pairs = {frozenset({row["wordsA"], row["wordsB"]}): row for row in table.records()}
    row = pairs[frozenset({"Dutzende", "more than 100"})]
    assert row["relation"] == "compatible but different"
    assert {row["publisherA"], row["publisherB"]} == {"Hafenblatt", "Daily Quay"}


def test_figures_that_exclude_each_other(catalogue: Catalogue, ask: Run) -> None:
    """Three dead and at least twelve dead exclude each other, and the source is named."""
    table = ask(catalogue.report("conflicting-figures"), strict="true")

    told = {(row["whoA"], row["whoB"]) for row in table.records()}
    relations = {
        frozenset((row["wordsA"], row["wordsB"])): row["relation"] for row in table.records()
    }
    assert relations == {
        frozenset(("15", "drei")): "exclude each other",
        frozenset(("At least 12", "drei")): "exclude each other,"
        " unless they count different groups",
    }
    assert all("the article itself" in pair for pair in told)
    assert all("fire service" in pair for pair in told)


def test_framing_keeps_a_speakers_word_apart(catalogue: Catalogue, ask: Run) -> None:
    """What one speaker calls the fire is claimed; the articles call it a fire."""
    rows = ask(catalogue.report("framing")).records()

    claimed = [row for row in rows if row["voice"] == "claimed"]
    assert [(str(r["type"]).rsplit("/")[-1], r["speakerName"], r["quote"]) for r in claimed] == [
        ("attack", "Stadtpräsident", "Anschlag")
    ]


def test_unlinked_rows_have_no_invented_names(catalogue: Catalogue, ask: Run) -> None:
    """A claim without addressee or event shows none."""
    rows = ask(catalogue.report("who-said-what"), speech_act="refuses").records()

    assert [(row["addresseeName"], row["about"], row["aboutName"]) for row in rows] == [
        (None, None, None)
    ]


def test_pages_join_to_the_whole(catalogue: Catalogue, ask: Run) -> None:
    """Pages of a report follow each other without gap or overlap."""
    report = catalogue.report("evidence")
    whole = ask(report).rows

    pages = [ask(report, Page(7, offset)) for offset in range(0, len(whole), 7)]

    assert tuple(row for page in pages for row in page.rows) == whole
    assert [page.more for page in pages] == [True] * (len(pages) - 1) + [False]


def test_an_unknown_report_names_the_known(catalogue: Catalogue) -> None:
    """Asking for a report that is not there lists those that are."""
    with pytest.raises(NotFoundError, match="timeline"):
        catalogue.report("horoscope")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("#+ summary: Names\n", "", "summary in English and German"),
        ("{type: string}", "{type: text}", r"x\.rq:4: .*known type for word"),
        ("{type: string}", "{type: string, kind: 1}", r"x\.rq:4: .*only the keys"),
        ("{type: string}", "{type: string", r"x\.rq:\d: header"),
        ("{type: string}", "{type: string, default: a}", 'ships UNDEF, not "a"'),
        ("  VALUES ?word { UNDEF }\n", "", r"needs a block VALUES \?word"),
        ("thing: iri, name", "name", "selects"),
        ("name ?thing\n", "name\n", "last key"),
        ("LIMIT 10 OFFSET 0", "LIMIT 10", "LIMIT n OFFSET 0"),
        ("?thing <", "SERVICE <https://a.example/> { ?a ?b ?c } ?thing <", "SERVICE"),
        ("?name\n}", "?name\n", r"x\.rq:1[0-2]: not SPARQL"),
        ("SELECT ?thing ?name WHERE", "ASK", "SELECT or a CONSTRUCT"),
    ],
)
def test_a_bad_file_stops_the_start(tmp_path: Path, old: str, new: str, told: str) -> None:
    """A report that breaks a rule is refused with file, line and what is wrong."""
    assert old in SOUND
    (tmp_path / "x.rq").write_text(SOUND.replace(old, new))

    with pytest.raises(ConfigurationError, match=told):
        Catalogue.load(tmp_path, ontology=ROOT / "ontology")


def test_a_sound_file_loads(tmp_path: Path) -> None:
    """The file that the other cases spoil is sound."""
    (tmp_path / "x.rq").write_text(SOUND)

    loaded = Catalogue.load(tmp_path, ontology=ROOT / "ontology")

    assert loaded.report("x").summary("de") == "Namen"


def test_codes_have_labels_in_both_languages(catalogue: Catalogue) -> None:
    """Every member of a code list is named in German and English."""
    schemes: Schemes = catalogue.schemes

    assert all({"de", "en"} <= set(concept.labels) for concept in schemes.concepts.values())
