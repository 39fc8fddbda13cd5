from rdflib import Graph, Literal
from rdflib.namespace import RDF, SH

from nutgraf.validation.report import Severity, ValidationReport, ValidationResult

VIOLATION = ValidationResult(
    severity=Severity.VIOLATION,
    constraint="https://w3id.org/nutgraf/shapes/span-inside",
    focus="<http://e.example/span>",
    component="SPARQL",
    value='"9"^^<http://www.w3.org/2001/XMLSchema#integer>',
    messages=(("de", "Zu weit."), ("en", "Too far.")),
)
WARNING = ValidationResult(
    severity=Severity.WARNING,
    constraint="https://w3id.org/nutgraf/shapes/article-headline",
    focus="<http://e.example/article>",
    component="MinCount",
    path="<https://schema.org/headline>",
)


def test_order() -> None:
    """Violations come before warnings whatever the alphabet says."""
    assert ValidationReport.of({WARNING, VIOLATION}).results == (VIOLATION, WARNING)


def test_conforms() -> None:
    """Only violations keep an article out."""
    assert ValidationReport.of(set()).conforms
    assert ValidationReport.of({WARNING}).conforms
    assert not ValidationReport.of({VIOLATION}).conforms
    assert ValidationReport.of({WARNING, VIOLATION}).violations == (VIOLATION,)


def test_messages_fall_back() -> None:
    """An unknown language gets English, a result without messages its constraint."""
    assert VIOLATION.message("de") == "Zu weit."
    assert VIOLATION.message("fr") == "Too far."
    assert WARNING.message("en") == WARNING.constraint


def test_text() -> None:
    """A person reads one line per result with constraint, message, node and value."""
    text = ValidationReport.of({VIOLATION}).as_text("de")
    assert text == (
        "Violation span-inside: Zu weit. "
        '[<http://e.example/span> "9"^^<http://www.w3.org/2001/XMLSchema#integer>]\n'
    )


def test_turtle_is_a_shacl_report() -> None:
    """The Turtle form is a validation report with one node per result."""
    graph = Graph().parse(
        data=ValidationReport.of({WARNING, VIOLATION}).as_turtle(), format="turtle"
    )
    report = graph.value(predicate=RDF.type, object=SH.ValidationReport)
    assert graph.value(report, SH.conforms) == Literal(False)
    focuses = {str(graph.value(node, SH.focusNode)) for node in graph.objects(report, SH.result)}
    assert focuses == {"http://e.example/span", "http://e.example/article"}
    assert len(set(graph.objects(None, SH.resultMessage))) == 2
    assert len(set(graph.subjects(SH.sourceConstraint))) == 1


def test_empty_turtle_conforms() -> None:
    """A report without results says that the article conforms."""
    graph = Graph().parse(data=ValidationReport.of(set()).as_turtle(), format="turtle")
    assert list(graph.objects(None, SH.conforms)) == [Literal(True)]
