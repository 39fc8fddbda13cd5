from __future__ import annotations

import time

import pytest

from nutgraf.errors import ForbiddenError, LimitError, RequestError, SyntaxProblem
from nutgraf.settings import Settings
from nutgraf.store.gate import Gate
from nutgraf.store.interface import QueryForm
from nutgraf.store.tokens import tokens

GATE = Gate(Settings())

FORMS = {
    "SELECT * { ?s ?p ?o }": QueryForm.SELECT,
    "select?s{?s?p?o}": QueryForm.SELECT,
    "PREFIX ask: <urn:ask> # DESCRIBE\nASK { ask:x ?p ?o }": QueryForm.ASK,
    "BASE <http://x/> PREFIX : <construct> CONSTRUCT WHERE { ?s :p 'ASK' }": QueryForm.CONSTRUCT,
    "VERSION '1.2' DESCRIBE <urn:x>": QueryForm.DESCRIBE,
    "SELECTDISTINCT ?s { ?s ?p ?o }": QueryForm.SELECT,
}

UPDATES = (
    "INSERT DATA { <urn:a> <urn:b> 1 }",
    "LOAD <http://127.0.0.1/>",
    "PREFIX x: <urn:x> DELETE WHERE { ?s ?p ?o }",
    "drop all",
    "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
)

#: Spellings of SERVICE that the engine accepts, or could take for one.
SERVICES = (
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { service<http://x/>{ ?s ?p ?o } }",
    "SELECT * { SeRvIcE SILENT <http://x/> { ?s ?p ?o } }",
    "SELECT * { SERVICE#comment\n<http://x/> { ?s ?p ?o } }",
    "SELECT * { SERVICE # 'x'\r\n # y\n SILENT\n#z\n<http://x/> { ?s ?p ?o } }",
    "SELECT * { SERVICE ?endpoint { ?s ?p ?o } }",
    "PREFIX : <http://x/> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX s: <http://x/> SELECT * { SERVICESILENTs:x { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE<http://x/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 5SERVICE<http://x/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER(?a<?b)SERVICE<http://x/> { ?s ?p ?o } }",
    "SELECT * { ?a ?b ?c FILTER(?a<?c#>'''\n)SERVICE <http://x/> { ?s ?p ?o }#'''\n}",
    "SELECT * { ?a ?b ?c FILTER(?a<?c#://>'''\n)SERVICE <http://x/> { ?s ?p ?o }#'''\n}",
    "SELECT * { ?a ?b ?c FILTER(?a<'>'||?b) SERVICE <http://x/> { ?s ?p ?o } #'\n }",
    r"SELECT * { ?s ?p <http://x/\u0068#> SERVICE <http://x/> { ?s ?p ?o } }",
    r"SELECT * { ?s ?p x:a\#b SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE <http://x/> { ?s ?p ?o } } } }",
    "ASK { FILTER EXISTS { SERVICE <http://x/> { ?s ?p ?o } } }",
)

#: The word where it calls nobody.
HARMLESS = (
    "SELECT * { ?s ?p 'Secret Service' }",
    'SELECT * { ?s ?p """a "SERVICE" <http://x/> {"""@en }',
    "SELECT * { ?s ?p ?o } # SERVICE <http://x/> {}",
    "SELECT * { ?service <http://x/service#is> ?o }",
    "PREFIX ex: <urn:x> SELECT * { ?s ex:service ?o }",
    "PREFIX service: <urn:x> SELECT * { GRAPH service:g { ?s service:p ?o } }",
    "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> ASK { ?s rdf:type 'service' }",
)


@pytest.mark.parametrize(("query", "form"), FORMS.items())
def test_form(query: str, form: QueryForm) -> None:
    """The form of a query is read past prologue, comments and strings."""
    assert GATE.check(query).form is form


@pytest.mark.parametrize("query", UPDATES)
def test_updates_are_refused(query: str) -> None:
    """An update is refused as an update."""
    with pytest.raises(RequestError, match="is an update"):
        GATE.check(query)


@pytest.mark.parametrize("query", ["", "# nothing", "PREFIX x: <urn:x>", "HELLO"])
def test_no_query(query: str) -> None:
    """A text without a query form is told what a query starts with."""
    with pytest.raises(RequestError, match="starts with SELECT"):
        GATE.check(query)


@pytest.mark.parametrize("query", SERVICES)
def test_service_is_refused(query: str) -> None:
    """Every spelling of SERVICE that could reach the engine is refused with its place."""
    with pytest.raises(ForbiddenError, match=r"SERVICE is not allowed.* at line \d+, column \d+"):
        GATE.check(query)


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_alone_is_harmless(query: str) -> None:
    """In strings, comments, addresses and names the word SERVICE is no call."""
    assert GATE.check(query).form in QueryForm


@pytest.mark.parametrize("query", ["ASK { ?s ?p 'open", "ASK { ?s § ?o }", r"SERV\u0049CE <urn:x>"])
def test_unreadable_text(query: str) -> None:
    """Text that is no SPARQL token is refused with its place."""
    with pytest.raises(RequestError, match="line 1, column"):
        GATE.check(query)


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ("ASK {" + "{" * 64 + "}" * 65, "query_depth"),
        ("ASK { FILTER(" + "(" * 64 + "1", "query_depth"),
        ("ASK { ?s ?p ?o " + "{| ?p ?o " * 64, "query_depth"),
        ("ASK { ?s ?p " + "<<( ?s ?p " * 64, "query_depth"),
        ("ASK { FILTER(" + "!" * 20_001, "query_tokens"),
        ("ASK { ?s ?p '" + "ä" * 33_000 + "' }", "query_bytes"),
    ],
)
def test_limits(query: str, limit: str) -> None:
    """Nesting, tokens and bytes beyond the settings name the setting."""
    with pytest.raises(LimitError, match=limit) as caught:
        GATE.check(query)
    assert caught.value.limit == limit


def test_nesting_up_to_the_limit() -> None:
    """Brackets as deep as the setting allows pass."""
    assert GATE.check("ASK " + "{" * 64 + "}" * 64).form is QueryForm.ASK


@pytest.mark.parametrize(
    ("query", "expected"),
    [("ASK FROM <urn:g> {}", True), ("ASK { ?from <urn:from> 'FROM' } # FROM", False)],
)
def test_own_dataset(query: str, expected: bool) -> None:
    """FROM is noticed as a keyword only."""
    assert GATE.check(query).has_dataset is expected


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("?a<?b", "variable sign variable"),
        ("?a-?b", "variable sign variable"),
        ("<urn:a>", "iri"),
        ("< urn:a>", "sign name sign"),
        (r"ex:a.b\,c%20d.", "name sign"),
        ("'a\\'b' \"c\" '''d'e''f''' \"\"\"\"g\"\"\"", "string string string string"),
        ("_:b1. 1.5e-3 .5 1.", "blank sign number number number sign"),
        ("'x'@de-CH^^<urn:d>", "string language sign iri"),
        ("Straße:größe", "name"),
        ("{| |} <<( )>> [ ]", "open close open close open close"),
    ],
)
def test_tokens(text: str, kinds: str) -> None:
    """Tokens are cut as the grammar's terminals cut them."""
    assert " ".join(token.kind for token in tokens(text)) == kinds


@pytest.mark.parametrize(
    "piece", ["'", '"', "<", "ä", "a:", "\\", "?", '"""', "a.", "%41", "1.", "#"]
)
def test_long_texts_take_no_time(piece: str) -> None:
    """No repeated piece makes the tokeniser slow."""
    text = piece * (65_000 // len(piece.encode()))
    begin = time.process_time()
    with pytest.raises((RequestError, LimitError)):
        GATE.check(text)
    assert time.process_time() - begin < 1.0


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ("ASK { {} " + "UNION {} " * 501 + "}", "query_unions"),
        ("ASK { FILTER(1" + "+1" * 2_001 + ") }", "query_operators"),
        ("ASK { ?s <urn:p>" + "/<urn:p>" * 2_001 + " ?o }", "query_operators"),
        ("ASK { ?s ?p ?o " + "{| ?p ?o " * 9, "query_annotations"),
        ("ASK { << << << << << << << << << ?s ?p ?o", "query_annotations"),
    ],
)
def test_limits_of_the_engine(query: str, limit: str) -> None:
    """What the engine takes quadratic or exponential time for has a limit of its own."""
    with pytest.raises(LimitError) as caught:
        GATE.check(query)
    assert caught.value.limit == limit


def test_many_short_expressions_pass() -> None:
    """Operators are counted per expression, not per query."""
    query = "ASK { " + "?s ?p ?o . FILTER(?o + 1 > 2) . " * 600 + "}"

    assert GATE.check(query).form is QueryForm.ASK


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ASK { ?s ?p ?o }", "ASK  {\n?s ?p ?o } # again", True),
        ("ASK { ?s ?p 'a b' }", "ASK { ?s ?p 'a  b' }", False),
        ("ASK { ?s ?p -1 }", "ASK { ?s ?p - 1 }", False),
        ("ASK { FILTER(?a<?b#>\n) }", "ASK { FILTER(?a<?b#> ) }", False),
        ("ASK { ?s ?p 1.e5 }", "ASK { ?s ?p 1 . e5 }", False),
    ],
)
def test_digest(one: str, other: str, same: bool) -> None:
    """Two texts have one digest when only blank space and comments between tokens differ."""
    assert (GATE.check(one).digest == GATE.check(other).digest) is same


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://127.0.0.1/>",
        "load<http://127.0.0.1/>INTO GRAPH <urn:g>",
        "INSERT DATA { <urn:a> <urn:b> 1 } ;LOAD <http://127.0.0.1/>",
        "PREFIX : <http://127.0.0.1/> LOAD:x",
        "LOAD#'\n<http://127.0.0.1/>#'",
    ],
)
def test_load_is_refused(update: str) -> None:
    """An update that would fetch a document is refused with its place."""
    with pytest.raises(ForbiddenError, match=r"LOAD at line \d+, column \d+"):
        GATE.check_update(update)


@pytest.mark.parametrize("query", SERVICES)
def test_service_in_updates_is_refused(query: str) -> None:
    """What is refused in a query is refused in an update."""
    pattern = query[query.index("{") :]
    with pytest.raises(ForbiddenError, match="SERVICE is not allowed"):
        GATE.check_update(f"INSERT {{ }} WHERE {pattern}")


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <urn:load> <urn:b> 'LOAD <x>' } # LOAD <y>",
        "PREFIX load: <urn:l:> WITH load:g DELETE { ?s load:p ?o } WHERE { ?s load:p ?o }",
        "CLEAR GRAPH <urn:load>",
    ],
)
def test_updates_pass(update: str) -> None:
    """In strings, comments, addresses and names the word LOAD fetches nothing."""
    assert GATE.check_update(update)[0].kind in {"word", "name"}


def test_half_a_surrogate_pair() -> None:
    """A text that is no Unicode is an error with its place."""
    with pytest.raises(SyntaxProblem) as caught:
        GATE.check("ASK {\n ?s ?p '\ud800' }")
    assert (caught.value.line, caught.value.column) == (2, 9)
