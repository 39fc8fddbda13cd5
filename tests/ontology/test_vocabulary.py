from collections import Counter

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from tests.ontology.vocabulary import (
    FILES,
    codes,
    defined,
    event_types,
    graph,
    groups,
    names,
    own_terms,
    used,
)

from nutgraf.model.event import AttributionKind, Factuality, Quotation, Role, SpeechAct
from nutgraf.model.link import LinkStatus, NilReason
from nutgraf.model.quantity import Measure, Qualifier
from nutgraf.terms import NEV

LABELS = {"nev.ttl": RDFS.label, "codes.ttl": SKOS.prefLabel, "event-types.ttl": SKOS.prefLabel}
ENUMS = {
    "factuality": (Factuality,),
    "attribution": (AttributionKind,),
    "quotation": (Quotation,),
    "speech-act": (SpeechAct,),
    "qualifier": (Qualifier,),
    "role": (Role,),
    "measure": (Measure,),
    "link-status": (LinkStatus, NilReason),
}
#: Letters and words that Germany and Switzerland spell differently.
DIFFERING = ("ß", "grösse", "gross", "ausser", "äusser", "schliess", "strass", "gemäss", "heiss")


def texts(name: str, predicates: tuple[URIRef, ...]) -> list[tuple[URIRef, Literal]]:
    """Labels or definitions of the terms of one file."""
    terms = set(graph(name).subjects(RDFS.isDefinedBy))
    return [(s, o) for p in predicates for s, o in graph(name).subject_objects(p) if s in terms]


def test_sizes() -> None:
    """16 classes, 39 properties, 67 codes in eight lists, 7 link codes, 63 types, 11 groups."""
    properties = names(OWL.ObjectProperty) | names(OWL.DatatypeProperty)
    lists = [*ENUMS, "verdict"]
    sizes = {name: len(codes(name)) for name in lists}
    assert (len(names(OWL.Class)), len(properties)) == (16, 39)
    assert (sum(sizes.values()) - sizes["link-status"], sizes["link-status"]) == (67, 7)
    assert len(set(graph("codes.ttl").subjects(RDF.type, SKOS.ConceptScheme))) == len(lists) == 9
    assert (len(event_types()), len(groups())) == (63, 11)


def test_terms_module_and_ontology_agree() -> None:
    """The closed namespace in the code lists exactly the defined classes and properties."""
    assert own_terms() == NEV.names


@pytest.mark.parametrize("scheme", sorted(ENUMS))
def test_code_lists_and_enumerations_agree(scheme: str) -> None:
    """A code list holds exactly the values of the enumerations in the model."""
    assert codes(scheme) == {str(each) for enum in ENUMS[scheme] for each in enum}


@pytest.mark.parametrize("name", sorted(LABELS))
def test_labels_in_both_languages(name: str) -> None:
    """Every term has exactly one label and one definition in English and in German."""
    for predicates in ((LABELS[name], RDFS.label), (RDFS.comment, SKOS.definition)):
        found = Counter((s, o.language) for s, o in texts(name, tuple(set(predicates))))
        wanted = {
            (s, code) for s in graph(name).subjects(RDFS.isDefinedBy) for code in ("de", "en")
        }
        assert found == Counter(wanted)


@pytest.mark.parametrize("name", sorted(LABELS))
def test_labels_are_unique(name: str) -> None:
    """No two terms of one file share a label in a language, whatever their case."""
    labels = [(o.language, o.casefold()) for _, o in texts(name, (LABELS[name],))]
    assert [each for each, count in Counter(labels).items() if count > 1] == []


@pytest.mark.parametrize("name", sorted(LABELS))
def test_german_reads_the_same_in_switzerland(name: str) -> None:
    """German labels and definitions avoid words that Swiss and German spelling write apart."""
    german = [
        str(o).casefold() for o in graph(name).objects() if getattr(o, "language", "") == "de"
    ]
    assert [text for text in german if any(word in text for word in DIFFERING)] == []


def test_definitions_end_as_sentences() -> None:
    """Definitions are sentences: they begin with a capital and end in a full stop."""
    for name in LABELS:
        for _, text in texts(name, (RDFS.comment, SKOS.definition)):
            assert text[0].isupper(), text
            assert text.endswith("."), text


def test_every_type_has_one_group() -> None:
    """Each event type stands in exactly one group, and no group in another."""
    types = graph("event-types.ttl")
    assert all(
        len(set(types.objects(each, SKOS.broader)) & groups()) == 1 for each in event_types()
    )
    assert not any(types.value(group, SKOS.broader) for group in groups())


def test_domains_and_ranges_are_defined() -> None:
    """Domains and ranges in our namespace are classes that exist."""
    nev = graph("nev.ttl")
    pointed = set(nev.objects(None, RDFS.domain)) | set(nev.objects(None, RDFS.range))
    own = {str(each).removeprefix(NEV.base) for each in pointed if str(each).startswith(NEV.base)}
    assert own <= names(OWL.Class)


@pytest.mark.parametrize("name", FILES)
def test_metadata(name: str) -> None:
    """Each file is a dated, licensed, versioned ontology with title and description."""
    ontology = graph(name).value(predicate=RDF.type, object=OWL.Ontology)
    assert isinstance(ontology, URIRef)
    terms = Graph().parse(data=METADATA, format="turtle")
    for predicate in terms.predicates():
        assert graph(name).value(ontology, predicate, any=True) is not None, predicate
    assert str(graph(name).value(ontology, OWL.versionIRI)) == f"{ontology}/0.1.0"


METADATA = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
[] dcterms:title "" ; dcterms:description "" ; dcterms:created "" ; dcterms:modified "" ;
   dcterms:creator "" ; dcterms:license "" ; owl:versionIRI "" ; owl:versionInfo "" .
"""


def test_used_terms_are_defined() -> None:
    """Every term of ours that a shape, a query or the code names is defined."""
    undefined = {term: files for term, files in used().items() if term not in defined()}
    assert {term for term in undefined if "scheme" not in term} == set()


def test_defined_terms_are_used() -> None:
    """Every class and property is named by a shape, a query or the code."""
    unused = {NEV[name] for name in own_terms()} - used().keys()
    assert unused == set()
