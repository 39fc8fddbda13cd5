"""The description of the dataset, at `/.well-known/void`.

VoID (https://www.w3.org/TR/void/) with counts by class and property, DCAT, and our reports
and examples as `sh:SPARQLExecutable` with the prefixes they use.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pyoxigraph as ox

from nutgraf.folders import read_prefixes
from nutgraf.reports.report import Report
from nutgraf.settings import Settings
from nutgraf.store.formats import GRAPH_TYPES
from nutgraf.web.caching import http_date, tag_of
from nutgraf.web.exchange import Exchange, Reply, wire
from nutgraf.web.negotiation import choose
from nutgraf.web.protocol import MethodError, read_pairs
from nutgraf.web.query_page import Example
from nutgraf.web.raw_routes import answer_preflight
from nutgraf.web.rdf import Description, Node, term
from nutgraf.web.reading import OPEN, content_type
from nutgraf.web.service_description import FORMATS
from nutgraf.web.statistics import Counting, Statistics

PATH = "/.well-known/void"
_METHODS = ("GET", "HEAD")
_TITLE = "nutgraf: news articles as an event knowledge graph"
_ABOUT = (
    "Events, claims and figures that articles tell, each with the words it stands on and with"
    " who claims it."
)
_FORMS = {
    "select": ("sh:SPARQLSelectExecutable", "sh:select"),
    "construct": ("sh:SPARQLConstructExecutable", "sh:construct"),
}


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses that the description names."""

    document: ox.NamedNode
    dataset: ox.NamedNode
    endpoint: ox.NamedNode
    origin: str

    @classmethod
    def at(cls, origin: str) -> Places:
        """The addresses under an origin."""
        document = f"{origin}{PATH}"
        endpoint = ox.NamedNode(f"{origin}/sparql")
        return cls(ox.NamedNode(document), ox.NamedNode(f"{document}#dataset"), endpoint, origin)


class DatasetDescription:
    """Answers `/.well-known/void`."""

    def __init__(
        self,
        settings: Settings,
        counting: Counting,
        reports: Sequence[Report],
        examples: Sequence[Example],
    ) -> None:
        self._base = settings.base
        self._counting = counting
        self._reports = tuple(reports)
        self._examples = tuple(examples)
        self._prefixes = read_prefixes()

    async def __call__(self, exchange: Exchange) -> None:
        """Describe the dataset in the format that the caller likes best."""
        if exchange.method == "OPTIONS":
            await answer_preflight(exchange, _METHODS, "GET, HEAD")
            return
        if exchange.method not in _METHODS:
            raise MethodError(exchange.method, _METHODS)
        pairs = read_pairs(exchange.query_string.decode("latin-1"))
        wanted = next((value for name, value in pairs if name == "format" and value), None)
        media_type = choose(exchange.headers.get("accept"), wanted, GRAPH_TYPES)
        places = Places.at(exchange.origin(self._base))
        found = await self._counting.statistics(exchange.client)
        tag = tag_of(found.version.mark, places.origin, media_type, "void")
        headers = {
            **OPEN,
            "Content-Type": content_type(media_type),
            "ETag": tag,
            "Last-Modified": http_date(found.version.published),
            "Vary": "Accept, Host",
            "Cache-Control": "no-cache",
            "X-Data-Seq": str(found.version.sequence),
        }
        if exchange.headers.get("if-none-match") == tag:
            await exchange.reply(Reply(304, wire(headers)))
            return
        body = self.describe(places, found).write(media_type)
        await exchange.reply(Reply(200, wire(headers), body))

    def describe(self, places: Places, found: Statistics) -> Description:
        """Describe the dataset with its counts, its services and its queries."""
        about = Description()
        about.type(places.document, "void:DatasetDescription")
        about.say(places.document, "dcterms:title", ox.Literal(_TITLE, language="en"))
        about.say(places.document, "dcterms:subject", places.dataset)
        self._tell_dataset(about, places, found)
        _tell_access(about, places)
        self._tell_queries(about, places)
        return about

    def _tell_dataset(self, about: Description, places: Places, found: Statistics) -> None:
        dataset = places.dataset
        about.type(dataset, "void:Dataset", "dcat:Dataset")
        about.tell(
            dataset,
            {
                "dcterms:title": (ox.Literal(_TITLE, language="en"),),
                "dcterms:description": (ox.Literal(_ABOUT, language="en"),),
                "dcterms:modified": (_moment(found.version.published),),
                "dcat:version": (str(found.version.sequence),),
                "void:sparqlEndpoint": (places.endpoint,),
                "void:uriSpace": (self._base,),
                "void:feature": tuple(term(f"format:{FORMATS[each]}") for each in GRAPH_TYPES),
                "void:vocabulary": tuple(
                    ox.NamedNode(self._prefixes[name]) for name in ("nev", "schema", "skos")
                ),
            },
        )
        for name, count in _counts(found):
            about.say(dataset, name, count)
        for name in found.missing:
            told = f"The {name} are not counted here: it takes longer than report_seconds."
            about.say(dataset, "rdfs:comment", told)
        for name, count in found.classes:
            part = _partition(about, dataset, "void:classPartition")
            about.tell(part, {"void:class": (ox.NamedNode(name),), "void:entities": (count,)})
        for name, count in found.properties:
            part = _partition(about, dataset, "void:propertyPartition")
            about.tell(part, {"void:property": (ox.NamedNode(name),), "void:triples": (count,)})

    def _tell_queries(self, about: Description, places: Places) -> None:
        prefixes = ox.NamedNode(f"{places.document.value}#prefixes")
        for prefix, namespace in sorted(self._prefixes.items()):
            declared = about.node()
            about.type(declared, "sh:PrefixDeclaration")
            about.say(declared, "sh:prefix", prefix)
            about.say(declared, "sh:namespace", _address(namespace))
            about.say(prefixes, "sh:declare", declared)
        for report in self._reports:
            node = ox.NamedNode(f"{places.origin}/reports/{report.name}")
            titles = [ox.Literal(report.summary(each), language=each) for each in ("en", "de")]
            _tell_query(about, node, report.text, titles)
            about.say(node, "sh:prefixes", prefixes)
            about.say(node, "schema:target", places.endpoint)
        for example in self._examples:
            node = ox.NamedNode(f"{places.document.value}#example-{example.name}")
            _tell_query(about, node, example.text, [ox.Literal(example.title, language="en")])
            about.say(node, "sh:prefixes", prefixes)
            about.say(node, "schema:target", places.endpoint)


def _tell_query(about: Description, node: Node, text: str, titles: Sequence[ox.Literal]) -> None:
    words = text.upper()
    kind, predicate = _FORMS["construct" if "\nCONSTRUCT" in words else "select"]
    about.type(node, "sh:SPARQLExecutable", kind)
    about.say(node, "rdfs:comment", *titles)
    about.say(node, predicate, text)


def _tell_access(about: Description, places: Places) -> None:
    service = about.node()
    about.type(service, "dcat:DataService")
    about.tell(
        service,
        {
            "dcterms:title": (ox.Literal("SPARQL endpoint", language="en"),),
            "dcterms:conformsTo": (ox.NamedNode("https://www.w3.org/TR/sparql11-protocol/"),),
            "dcat:endpointURL": (places.endpoint,),
            "dcat:endpointDescription": (places.endpoint,),
            "dcat:servesDataset": (places.dataset,),
        },
    )
    distribution = about.node()
    about.type(distribution, "dcat:Distribution")
    about.say(distribution, "dcat:accessService", service)
    about.say(distribution, "dcat:accessURL", places.endpoint)
    about.say(places.dataset, "dcat:distribution", distribution)


def _counts(found: Statistics) -> Iterator[tuple[str, int]]:
    names = {
        "triples": "void:triples",
        "subjects": "void:distinctSubjects",
        "objects": "void:distinctObjects",
    }
    for name, count in found.totals.items():
        yield names[name], count
    if "classes" not in found.missing:
        yield "void:classes", len(found.classes)
    if "properties" not in found.missing:
        yield "void:properties", len(found.properties)


def _partition(about: Description, dataset: Node, curie: str) -> Node:
    part = about.node()
    about.say(dataset, curie, part)
    return part


def _moment(seconds: float) -> ox.Literal:
    moment = datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return ox.Literal(moment, datatype=term("xsd:dateTime"))


def _address(namespace: str) -> ox.Literal:
    return ox.Literal(namespace, datatype=term("xsd:anyURI"))
