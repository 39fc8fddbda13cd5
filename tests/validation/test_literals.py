import time

import pytest

from nutgraf.validation.datatypes import has_datatype, is_well_formed
from nutgraf.validation.literals import XSD, compare, read_literal, write_literal

#: Lexical forms that a datatype has, and forms that it has not.
FORMS = {
    "integer": ("0 007 -1 +12 123456789012345678901234567890", "1.0 x 1e3 ١٢ 1_000 - +"),
    "decimal": ("0 1.5 -.5 5. +0.0", "1e3 . x NaN 1,5"),
    "double": ("1 1e3 -1.5E-7 INF -INF NaN .5", "inf nan 1e 0x1 1_0"),
    "boolean": ("true false 1 0", "True yes 2"),
    "date": (
        "2022-01-10 2024-02-29 -0044-03-15 12022-01-01 2022-01-10Z 2022-01-10+02:00 0000-01-01",
        "2022-13-45 2022-02-30 2023-02-29 1900-02-29 22-01-10 2022-1-1 2022-01-10+15:00 10.1.2022",
    ),
    "dateTime": (
        "2022-01-10T12:00:00 2022-01-10T12:00:00.5Z 2022-01-10T24:00:00 2022-01-10T00:00:00-05:00",
        "2022-01-10 2022-01-10T25:00:00 2022-01-10T24:00:01 2022-02-30T00:00:00 2022-01-10T12:00",
    ),
    "time": ("12:00:00 24:00:00 00:00:00.001Z", "24:00:01 12:00 12:60:00"),
    "gYear": ("2022 -0044 12022Z", "22 02022 2022-01"),
    "gYearMonth": ("2022-01 2022-12Z", "2022-13 2022-1 2022"),
    "gMonthDay": ("--02-29 --12-31", "--02-30 --04-31 02-01"),
    "gMonth": ("--01 --12Z", "--13 01"),
    "gDay": ("---01 ---31", "---32 01"),
    "byte": ("127 -128 0", "128 -129 300 c"),
    "unsignedInt": ("0 4294967295", "-1 4294967296"),
    "positiveInteger": ("1 99999999999999999999999999999999999999999999999999", "0 -1"),
    "negativeInteger": ("-1 -99999999999999999999999999999999999999999999999999", "0 1"),
    "duration": ("P1Y PT1S P1Y2M3DT4H5M6.7S -P1D", "P PT 1Y P1S P1DT"),
    "dayTimeDuration": ("P1D PT1H P1DT1H1M1S", "P1Y P PT"),
    "yearMonthDuration": ("P1Y P1Y2M P3M", "P1D P"),
    "hexBinary": ("0A ff", "0 0g"),
    "base64Binary": ("YQ== YWI= YWJj", "YQ= Y= Y"),
    "anyURI": ("a https://e.example/", ""),
}
GOOD = [(kind, form) for kind, (good, _) in FORMS.items() for form in good.split()]
BAD = [(kind, form) for kind, (_, bad) in FORMS.items() for form in bad.split()]


def typed(kind: str, form: str) -> str:
    """A written literal of a datatype of XML Schema."""
    return write_literal(form, XSD + kind)


@pytest.mark.parametrize(("kind", "form"), GOOD)
def test_well_formed(kind: str, form: str) -> None:
    """A form of the lexical space makes a literal of the datatype, and of no other."""
    assert has_datatype(typed(kind, form), XSD + kind)
    assert not has_datatype(typed(kind, form), XSD + "NMTOKEN")


@pytest.mark.parametrize(("kind", "form"), BAD)
def test_ill_formed(kind: str, form: str) -> None:
    """A form outside of the lexical space makes none."""
    assert not has_datatype(typed(kind, form), XSD + kind)


@pytest.mark.parametrize("kind", FORMS)
def test_forms_are_judged_in_linear_time(kind: str) -> None:
    """Very long forms are judged at once."""
    start = time.process_time()
    for form in ("1" * 200_000, "P" + "1Y" * 100_000, "A " * 100_000, "-" * 200_000):
        is_well_formed(XSD + kind, form)
    assert time.process_time() - start < 1.0


def test_surrounding_space_is_no_part_of_a_form() -> None:
    """A line end or space beside a number or date makes it ill-typed."""
    for kind, form in (("integer", "1\n"), ("date", "2022-01-10\n"), ("decimal", " 1.5")):
        assert not has_datatype(typed(kind, form), XSD + kind)


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [
        (typed("integer", "2"), typed("integer", "10"), -1),
        (typed("integer", "2"), typed("decimal", "2.0"), 0),
        (typed("double", "1e3"), typed("integer", "999"), 1),
        (typed("double", "INF"), typed("decimal", "99"), 1),
        (typed("double", "NaN"), typed("double", "NaN"), None),
        (typed("integer", "1.5"), typed("integer", "1"), None),
        (typed("date", "2022-01-10"), typed("date", "2022-01-09"), 1),
        (typed("date", "2022-01-10"), typed("dateTime", "2022-01-10T00:00:00"), None),
        (typed("date", "2022-02-30"), typed("date", "2022-01-01"), None),
        (
            typed("dateTime", "2022-01-10T00:00:00Z"),
            typed("dateTime", "2022-01-10T01:00:00+01:00"),
            0,
        ),
        (typed("dateTime", "2022-01-10T00:00:00"), typed("dateTime", "2022-01-10T01:00:00Z"), None),
        (typed("dateTime", "2022-01-10T00:00:00"), typed("dateTime", "2022-01-12T01:00:00Z"), -1),
        (typed("gYear", "2021"), typed("gYear", "2022"), -1),
        (typed("gYearMonth", "2022-02"), typed("gYearMonth", "2022-01"), 1),
        (typed("time", "12:00:00"), typed("time", "11:59:59"), 1),
        (typed("boolean", "1"), typed("boolean", "true"), 0),
        ('"a"', '"b"', -1),
        ('"a"@de', '"b"@de', None),
        ('"1"', typed("integer", "1"), None),
        ("<https://e.example/a>", "<https://e.example/a>", None),
    ],
)
def test_order(one: str, other: str, order: int | None) -> None:
    """Literals compare by value where SPARQL can compare them, and else not at all."""
    assert compare(one, other) == order
    assert compare(other, one) == (None if order is None else -order)


def test_parts_of_a_literal() -> None:
    """Lexical form, datatype and language are read as they were written."""
    literal = read_literal('"a \\"quoted\\" line\\n\\u00e4"@de-ch')
    assert (literal.lexical, literal.language) == ('a "quoted" line\nä', "de-ch")
    assert read_literal('"1"^^<http://www.w3.org/2001/XMLSchema#byte>').datatype == XSD + "byte"
    assert read_literal('"plain"').datatype == XSD + "string"
