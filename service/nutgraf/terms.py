"""The vocabularies nutgraf writes and reads, as closed namespaces of plain strings.

A name that a closed namespace does not list raises `ConfigurationError`, so that a
misspelt term fails where it is written and not in a query that finds nothing.
"""

from __future__ import annotations

from nutgraf.errors import ConfigurationError


class Namespace:
    """A base address and the local names that may follow it (`None`: any name).

    >>> NEV["reportedIn"]
    'https://w3id.org/nutgraf/nev#reportedIn'
    """

    def __init__(self, base: str, names: str | None = None) -> None:
        self.base = base
        self.names = None if names is None else frozenset(names.split())

    def __getitem__(self, name: str) -> str:
        if self.names is not None and name not in self.names:
            raise ConfigurationError(f"{self.base} has no term {name!r}; see ontology/")
        return self.base + name


NEV = Namespace(
    "https://w3id.org/nutgraf/nev#",
    """Article ArticleVersion Mention Report EventReport Claim Figure Event Participation
    Entity Group Place TimeSpan EventType IdentityDecision Extraction
    versionOf textLength agency refersTo evidence reportedIn accordingTo attribution
    factuality confidence speaker addressee speakerSpan speechAct quotation conveys eventType
    participation participant role place time partOf causedBy beginEarliest beginLatest
    endEarliest endLatest granularity about counts countedIn includedIn qualifier reportOf
    decidesReport decidesEvent verdict mergedInto""",
)
NEVC = Namespace("https://w3id.org/nutgraf/code/")
NEVT = Namespace("https://w3id.org/nutgraf/type/")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type langString")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#", "label comment")
XSD = Namespace(
    "http://www.w3.org/2001/XMLSchema#",
    "string boolean integer nonNegativeInteger decimal date dateTime gYear gYearMonth anyURI",
)
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#", "notation prefLabel inScheme broader")
OA = Namespace("http://www.w3.org/ns/oa#", "hasSource start end exact prefix suffix")
PROV = Namespace(
    "http://www.w3.org/ns/prov#",
    """used wasGeneratedBy wasAssociatedWith wasAttributedTo wasQuotedFrom generatedAtTime
    invalidatedAtTime SoftwareAgent Person Agent""",
)
SCHEMA = Namespace("https://schema.org/")
GEO = Namespace("http://www.opengis.net/ont/geosparql#", "hasGeometry asWKT wktLiteral Geometry")
TIME = Namespace("http://www.w3.org/2006/time#")
WD = Namespace("http://www.wikidata.org/entity/")
EDTF = "http://id.loc.gov/datatypes/edtf"
