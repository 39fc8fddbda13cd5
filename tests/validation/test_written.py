import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.errors import DocumentError
from nutgraf.ntriples import literal
from nutgraf.validation.literals import read_literal, write_literal
from nutgraf.validation.written import read_rows, rows_of

HEAD = "<https://e.example/s> <https://e.example/p> "
TAIL = " <https://e.example/g> .\n"
TERMS = [
    '"plain"',
    '"a \\"quoted\\" . <b> word"',
    '"tab\\tand line\\nend"',
    '"\\u00e4"',
    '"ä"',
    '"a"@de',
    '"a"@DE-ch',
    '"a"^^<http://www.w3.org/2001/XMLSchema#string>',
    '"007"^^<http://www.w3.org/2001/XMLSchema#integer>',
    "<https://e.example/%C3%A4?q=1#f>",
    "<urn:x:y>",
    "<https://é.example/ü>",
    "_:node",
]
MALFORMED = [
    "nonsense",
    '"open',
    "<relative>",
    "<https://e.example/a b>",
    "<https://e.example/%zz>",
    "<https://e.example/a#b#c>",
    '"a"@',
    '"a"^^"b"',
    '"a" "b"',
    '"\\x"',
    "<https://e.example:port/>",
    '"a" <https://e.example/g2>',
]


@pytest.mark.parametrize("term", TERMS)
def test_as_the_parser_reads(term: str) -> None:
    """Split or parsed, a line gives the same terms."""
    text = HEAD + term + TAIL
    assert read_rows(text) == rows_of(ox.parse(text, ox.RdfFormat.N_QUADS))


@pytest.mark.parametrize("term", MALFORMED)
def test_malformed(term: str) -> None:
    """What the parser refuses is refused, with the line."""
    with pytest.raises(DocumentError, match="line 2") as caught:
        read_rows(HEAD + '"fine"' + TAIL + HEAD + term + TAIL)
    assert caught.value.reason == "malformed-quads"


@pytest.mark.parametrize("text", ["", "\n", f"# a comment\n{HEAD}1{TAIL}"[:12] + "\n"])
def test_nothing(text: str) -> None:
    """Text without statements has no rows."""
    assert read_rows(text) == []


def test_missing_line_end() -> None:
    """The last line may lack its end, as N-Quads allows."""
    assert read_rows((HEAD + '"a"' + TAIL).rstrip("\n")) == read_rows(HEAD + '"a"' + TAIL)


def test_triple_terms_are_refused() -> None:
    """Articles hold plain RDF 1.1; anything else says so."""
    text = "<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> <urn:g> .\n"
    with pytest.raises(DocumentError, match="triple term"):
        read_rows(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), st.sampled_from(["", "de"]))
@settings(max_examples=500, deadline=None)
def test_any_text(value: str, language: str) -> None:
    """Whatever a text holds, our writer, the parser and this reader agree on it."""
    text = HEAD + literal(value, language=language) + TAIL
    rows = read_rows(text)
    assert rows == rows_of(ox.parse(text, ox.RdfFormat.N_QUADS))
    assert read_literal(rows[0][2]).lexical == value
    assert write_literal(value, language=language) == rows[0][2]
