"""Values of callers become terms or errors, never query text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib.plugins.sparql.parser import parseQuery

from nutgraf.errors import RequestError
from nutgraf.reports.catalogue import Catalogue, load_report
from nutgraf.reports.report import Page, Report
from nutgraf.reports.schemes import Schemes
from nutgraf.reports.tokens import tokens

ROOT = Path(__file__).parents[2]
ECHO = """#+ summary: Gives back what it is given
#+ i18n: {de: {summary: Gibt zurück was es bekommt}}
#+ params:
#+   text: {type: string, multiple: true}
#+   link: {type: iri}
#+   who: {type: entity}
#+   day: {type: date}
#+   number: {type: integer}
#+   share: {type: decimal}
#+   sure: {type: boolean}
#+   code: {type: concept, scheme: "https://w3id.org/nutgraf/code/scheme/verdict",
#+     default: nevc:same}
#+   lang: {type: choice, choices: [de, en], default: en}
#+ columns: {text: string, link: iri, who_address: iri, who_name: string, day: date,
#+   number: integer, share: decimal, sure: boolean, code: concept, lang: string}
SELECT ?text ?link ?who_address ?who_name ?day ?number ?share ?sure ?code ?lang WHERE {
  VALUES ?text { UNDEF } # VALUES ?text { "in a comment" }
  VALUES ?link { UNDEF }
  VALUES ?who_address { UNDEF }
  VALUES ?who_name { UNDEF }
  VALUES ?day { UNDEF }
  VALUES ?number { UNDEF }
  VALUES ?share { UNDEF }
  VALUES ?sure { UNDEF }
  VALUES ?code { <https://w3id.org/nutgraf/code/same> }
  VALUES ?lang { "en" }
  FILTER("VALUES ?text { }" != '''VALUES ?link { "x" }''')
}
ORDER BY ?text ?link
LIMIT 10 OFFSET 0
"""
BREAKERS = (
    '"', "'", "\\", '\\"', "\\\\", '"""', "'''", '" }', "' }", '" } UNION { ?s ?p ?o } #', "} #",
    '") . ?s ?p ?o . FILTER("', "UNDEF", "UNDEF }", "<x>", "> }", "<http://a.example/>", "?text",
    "$text", "_:b", "#", "# VALUES ?text {", "//", "/* */", "--", "\n", "\r\n", "\t", "\n}\n",
    '\\u0022 } ?s ?p ?o', "\\u007D", "\\U0000007D", "\\n", "\\'", '\\" } #', '"@de', '"@de }',
    '"^^<x>', '"^^xsd:string }', "'''\"\"\"", '""" } #', "''' } #", "«»", "\u201c\u201d", "\u2028",
    "\u00a0",
    "\ufeff", "\u202e}", "😀", "e\u0301", "SERVICE <http://a.example/> { }", "DROP ALL",
    "; DELETE WHERE { ?s ?p ?o }", "SELECT * { ?s ?p ?o }", "LIMIT 100000", "OFFSET 5 }",
    "ORDER BY ?x", "%22%7D", "&quot;}", "{{7*7}}", "${jndi}", "{0}", "%s", "=1+1", "@import",
    "javascript:alert(1)", "file:///etc/passwd", "a\\", 'a\\\\"', "''", '""', "VALUES ?link { 1 }",
)  # fmt: skip


@pytest.fixture(scope="session")
def echo(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report that answers with its parameters."""
    file = tmp_path_factory.mktemp("reports") / "echo.rq"
    file.write_text(ECHO)
    return load_report(file, Schemes.load(ROOT / "ontology"))


def answer(report: Report, **params: str) -> dict[str, object]:
    """The one row that the echo gives."""
    given = {name: [text] for name, text in params.items()}
    result = ox.Store().query(report.bind(given))
    assert isinstance(result, ox.QuerySolutions)
    rows = report.table(result.serialize(format=ox.QueryResultsFormat.JSON) or b"").records()
    assert len(rows) == 1
    return dict(rows[0])


def shape(query: str) -> list[str]:
    """The tokens of a query without its literals: what an injection would change."""
    return [token.text for token in tokens(query) if token.kind != "string"]


def round_trips(report: Report, text: str) -> bool:
    """Tell whether a text comes back as it went in; one that is refused does not."""
    try:
        row = answer(report, text=text)
    except RequestError:
        return False
    assert row["text"] == text
    assert row["lang"] == "en"
    assert shape(report.bind({"text": [text]})) == shape(report.bind({"text": ["x"]}))
    return True


@pytest.mark.parametrize("text", BREAKERS)
def test_text_comes_back_as_it_went_in(echo: Report, text: str) -> None:
    """Texts made to break out of a string stay texts; those of blanks only count as none."""
    if text.strip():
        assert round_trips(echo, text)
    else:
        assert answer(echo, text=text)["text"] is None


@pytest.mark.parametrize(
    "text", [text for text in BREAKERS if text.strip() and "\\u" not in text.lower()]
)
def test_another_parser_reads_the_same_string(echo: Report, text: str) -> None:
    """The bound query is SPARQL for rdflib too, with the same text in the block."""
    query, _ = parseQuery(echo.bind({"text": [text]})), None

    assert query[1].name == "SelectQuery"


@given(st.text(max_size=60))
def test_any_text_comes_back_or_is_refused(echo: Report, text: str) -> None:
    """No text whatever changes the query around it."""
    if text.strip():
        round_trips(echo, text)


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_refused(echo: Report, text: str) -> None:
    """Nothing but a sound http, https or urn address fills an address."""
    if not text.strip():
        return
    try:
        row = answer(echo, link=f"https://a.example/{text}")
    except RequestError:
        return
    assert row["link"] == f"https://a.example/{text}".strip()


def hostile(corpora: Path) -> Iterator[str]:
    """The texts of the big list of naughty strings."""
    yield from json.loads((corpora / "hostile" / "blns.json").read_text("utf-8"))


@pytest.mark.corpora
def test_naughty_strings_do_no_harm(echo: Report, corpora: Path) -> None:
    """Of the big list of naughty strings, all come back or are refused, as text and address."""
    kept = 0
    for text in hostile(corpora):
        if text.strip():
            kept += round_trips(echo, text)
            for name in ("link", "who", "day", "number", "code", "lang"):
                _only_refused_or_kept(echo, name, text)

    assert kept > 400


def _only_refused_or_kept(report: Report, name: str, text: str) -> None:
    try:
        query = report.bind({name: [text]})
    except RequestError:
        return
    assert shape(query).count("VALUES") == shape(ECHO).count("VALUES")
    ox.Store().query(query)


@pytest.mark.parametrize(
    ("name", "text", "column", "value"),
    [
        ("link", "https://a.example/b?c=d&e#f", "link", "https://a.example/b?c=d&e#f"),
        ("link", "urn:isbn:0", "link", "urn:isbn:0"),
        ("link", "wd:Q232", "link", "http://www.wikidata.org/entity/Q232"),
        ("who", "wd:Q232", "who_address", "http://www.wikidata.org/entity/Q232"),
        ("who", "Kazakhstan", "who_name", "Kazakhstan"),
        ("who", "Note: a name", "who_name", "Note: a name"),
        ("day", "2022-01-05", "day", "2022-01-05"),
        ("number", "-12", "number", -12),
        ("share", "0.5", "share", 0.5),
        ("sure", "TRUE", "sure", True),
        ("code", "different", "code", "https://w3id.org/nutgraf/code/different"),
        ("code", "nevc:different", "code", "https://w3id.org/nutgraf/code/different"),
        ("lang", "de", "lang", "de"),
    ],
)
def test_types_become_terms(echo: Report, name: str, text: str, column: str, value: object) -> None:
    """A text of the right form becomes the term of its type."""
    assert answer(echo, **{name: text})[column] == value


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("link", "ftp://a.example/", "http://"),
        ("link", "nothing", "http://"),
        ("link", "https://a.example/{x}", "address"),
        ("link", "javascript:alert(1)", "http://"),
        ("day", "5.1.2022", "2022-01-05"),
        ("day", "2022-02-30", "day that exists"),
        ("number", "twelve", "whole number"),
        ("number", "1" * 30, "whole number"),
        ("share", "1e9", "number as"),
        ("sure", "maybe", "true or false"),
        ("code", "perhaps", "different, same, undecided"),
        ("code", "nevc:killed", "different, same, undecided"),
        ("lang", "fr", "de, en"),
        ("text", "a\x00b", "control characters"),
        ("text", "a\ud800b", "control characters"),
        ("text", "a" * 1001, "at most 1000"),
    ],
)
def test_wrong_values_say_what_is_right(echo: Report, name: str, text: str, told: str) -> None:
    """A value of the wrong form is refused with the parameter's name and what it takes."""
    with pytest.raises(RequestError, match=rf"(?s){name}.*{told}"):
        echo.bind({name: [text]})


def test_unknown_parameters_are_errors(echo: Report) -> None:
    """A misspelt parameter is never ignored."""
    with pytest.raises(RequestError, match="no parameter 'txt'; it has text, link"):
        echo.bind({"txt": ["a"]})


def test_several_values_only_where_they_may_be(echo: Report) -> None:
    """A parameter for one value refuses two; one for many takes them all."""
    with pytest.raises(RequestError, match="link takes 1 value"):
        echo.bind({"link": ["urn:a:1", "urn:a:2"]})

    result = ox.Store().query(echo.bind({"text": ["a", "b"]}))

    assert [row["text"].value for row in result] == ["a", "b"]  # type: ignore[union-attr, index]


def test_a_required_parameter_is_asked_for(catalogue: Catalogue) -> None:
    """A report that needs an event says so."""
    with pytest.raises(RequestError, match="needs parameter event"):
        catalogue.report("event-card").bind({})


@pytest.mark.parametrize(("limit", "offset"), [("0", ""), ("1001", ""), ("x", ""), ("5", "-1")])
def test_wrong_pages_are_refused(limit: str, offset: str) -> None:
    """A page has 1 to 1000 rows and starts at row 0 or later."""
    with pytest.raises(RequestError, match="whole number from"):
        Page.of(limit, offset)


def test_a_page_asks_for_one_row_more(echo: Report) -> None:
    """The row beyond the page tells whether there is a next one."""
    assert echo.bind({}, Page(25, 50)).endswith("LIMIT 26 OFFSET 50\n")
