import re
from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.plugins.sparql import prepareQuery
from tests.ontology.vocabulary import graph as ontology
from tests.shapes.cases import ARTICLE_FILES, OTHER_FILES, SHAPES, constraints, shapes
from tests.validation.oracle import plain

from nutgraf.folders import folder

FILES = tuple(sorted({*ARTICLE_FILES, *OTHER_FILES}))
GROUPS = {"what", "who", "where-when", "how-much", "source", "identity"}
SEVERITIES = {"core.ttl": None, "advice.ttl": SH.Warning, "info.ttl": SH.Info}
NUMBERS = re.compile(r"^# (\d+)\nnevs:", re.MULTILINE)


def test_the_list_of_thirty_is_covered() -> None:
    """Each of the thirty constraints of the decision record is met by at least one of ours."""
    text = "".join((folder("shapes") / name).read_text(encoding="utf-8") for name in FILES)
    assert {int(number) for number in NUMBERS.findall(text)} == set(range(1, 31))


@pytest.mark.parametrize("name", sorted(constraints(FILES)))
def test_annotations(name: str) -> None:
    """Each constraint says in English and German what it is and what is wrong."""
    node = URIRef(SHAPES + name)
    for predicate in (SH.name, SH.message):
        texts = [
            each for each in shapes(FILES).objects(node, predicate) if isinstance(each, Literal)
        ]
        assert sorted(str(text.language) for text in texts) == ["de", "en"]
        assert not any("ß" in text for text in texts)


@pytest.mark.parametrize(
    "name", sorted(constraints(FILES) - {"Mention", "Participation", "IdentityDecision"})
)
def test_place_in_reports(name: str) -> None:
    """Each constraint has a reason in both languages, a group, and an order within it."""
    node, graph = URIRef(SHAPES + name), shapes(FILES)
    assert len(set(graph.objects(node, SH.description))) == 2
    assert str(graph.value(node, SH.group)).removeprefix(SHAPES) in GROUPS
    assert isinstance(graph.value(node, SH.order), Literal)


def test_messages_are_unique_names() -> None:
    """No two constraints bear the same name."""
    names = [str(name) for name in shapes(ARTICLE_FILES).objects(None, SH.name)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", sorted(SEVERITIES))
def test_severity_stands_on_the_shape(name: str) -> None:
    """Node shapes and property shapes of a file bear its severity; SPARQL constraints none."""
    graph = Graph().parse(folder("shapes") / name)
    targeted = set(graph.subjects(SH.targetClass)) | set(graph.subjects(SH.path))
    named = {node for node in targeted if isinstance(node, URIRef)}
    assert {graph.value(node, SH.severity) for node in named} == {SEVERITIES[name]}
    queries = graph.subjects(RDF.type, SH.SPARQLConstraint)
    assert {graph.value(node, SH.severity) for node in queries} <= {None}


def test_queries_parse_in_rdflib() -> None:
    """Each SPARQL constraint parses with the declared prefixes alone."""
    graph = shapes(FILES)
    declared = graph.objects(URIRef(SHAPES[:-1]), SH.declare)
    names = {str(graph.value(d, SH.prefix)): str(graph.value(d, SH.namespace)) for d in declared}
    for node, select in graph.subject_objects(SH.select):
        assert prepareQuery(str(select), initNs=names), node


@pytest.mark.parametrize("names", [ARTICLE_FILES, OTHER_FILES], ids=["article", "other"])
def test_shapes_are_well_formed(names: tuple[str, ...]) -> None:
    """The shapes conform to the shapes of SHACL itself."""
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes(names), meta_shacl=True)
    assert conforms, text


def test_ontology_conforms() -> None:
    """The ontology meets the shapes for vocabularies."""
    merged = Graph()
    for name in ("nev.ttl", "codes.ttl", "event-types.ttl"):
        merged += ontology(name)
    assert plain("".join(merged.serialize(format="nt")), OTHER_FILES) == set()


def test_no_paths_lead_astray(tmp_path: Path) -> None:
    """Property paths in our namespace end in terms that the ontology defines."""
    del tmp_path
    paths = {str(path) for path in shapes(ARTICLE_FILES).objects(None, SH.path)}
    own = {path for path in paths if path.startswith("https://w3id.org/nutgraf/nev#")}
    assert own <= {str(term) for term in ontology("nev.ttl").subjects()}
