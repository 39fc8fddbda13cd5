"""The description of the service (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pyoxigraph as ox

from nutgraf.settings import Settings
from nutgraf.store.formats import GRAPH_TYPES, RESULT_TYPES
from nutgraf.store.interface import Lane, QueryRequest, QueryStore
from nutgraf.web.caching import http_date, tag_of
from nutgraf.web.exchange import Exchange, Reply, wire
from nutgraf.web.rdf import Description, Node, term
from nutgraf.web.reading import OPEN, content_type

DESCRIBED_AS = GRAPH_TYPES
FORMATS = {
    RESULT_TYPES[0]: "SPARQL_Results_JSON",
    RESULT_TYPES[1]: "SPARQL_Results_XML",
    RESULT_TYPES[2]: "SPARQL_Results_CSV",
    RESULT_TYPES[3]: "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/n-quads": "N-Quads",
    "application/trig": "TriG",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
}
#: What the engine has beyond SPARQL 1.1: its name is the document that defines it.
_EXTENSIONS = ("https://www.w3.org/TR/sparql12-query/", "https://www.w3.org/TR/rdf12-concepts/")
_GEO = "http://www.opengis.net/def/function/geosparql/"
#: Functions beyond SPARQL that the engine has (GeoSPARQL).
FUNCTIONS = tuple(
    _GEO + name
    for name in (
        "convexHull",
        "distance",
        "envelope",
        "getSRID",
        "sfContains",
        "sfCrosses",
        "sfDisjoint",
        "sfEquals",
        "sfIntersects",
        "sfOverlaps",
        "sfTouches",
        "sfWithin",
    )
)
_INTERNAL = "urn:nutgraf:"
#: More graphs than this are not listed one by one.
_MOST_GRAPHS = 1_000
_GRAPHS = f"SELECT ?g WHERE {{ GRAPH ?g {{}} }} LIMIT {_MOST_GRAPHS + 1}"


class ServiceDescription:
    """Describes the endpoint from its settings and its data."""

    def __init__(self, settings: Settings, store: QueryStore) -> None:
        self.base = settings.base
        self._settings = settings
        self._store = store

    async def answer(self, exchange: Exchange, endpoint: str, media_type: str) -> None:
        """Send the description of an endpoint in a format."""
        version = self._store.version
        tag = tag_of(version.mark, endpoint, media_type, "sd")
        headers = {
            **OPEN,
            "Content-Type": content_type(media_type),
            "ETag": tag,
            "Last-Modified": http_date(version.published),
            "Vary": "Accept, Host",
            "X-Data-Seq": str(version.sequence),
            "Link": '</.well-known/void>; rel="describedby"',
        }
        if exchange.headers.get("if-none-match") == tag:
            await exchange.reply(Reply(304, wire(headers)))
            return
        graphs = await self._graphs()
        body = self.describe(endpoint, graphs).write(media_type)
        await exchange.reply(Reply(200, wire(headers), body))

    def describe(self, endpoint: str, graphs: list[str]) -> Description:
        """Describe an endpoint over these named graphs."""
        about = Description()
        service = ox.NamedNode(endpoint)
        about.type(service, "sd:Service")
        about.tell(
            service,
            {
                "sd:endpoint": (service,),
                "sd:supportedLanguage": tuple(map(term, self._languages())),
                "sd:feature": tuple(map(term, self._features())),
                "sd:languageExtension": tuple(map(ox.NamedNode, _EXTENSIONS)),
                "sd:extensionFunction": tuple(map(ox.NamedNode, FUNCTIONS)),
                "sd:resultFormat": tuple(_format(name) for name in FORMATS.values()),
                "sd:inputFormat": tuple(_format(FORMATS[each]) for each in GRAPH_TYPES),
            },
        )
        about.say(service, "sd:defaultDataset", _dataset(about, graphs))
        return about

    def _languages(self) -> Iterator[str]:
        yield "sd:SPARQL10Query"
        yield "sd:SPARQL11Query"
        if self._settings.writes == "on":
            yield "sd:SPARQL11Update"

    def _features(self) -> Iterator[str]:
        yield "sd:EmptyGraphs"
        if self._settings.default_graph == "union":
            yield "sd:UnionDefaultGraph"
        if self._settings.service_allow:
            yield "sd:BasicFederatedQuery"

    async def _graphs(self) -> list[str]:
        formats = (RESULT_TYPES[0],)
        stream = await self._store.stream(QueryRequest(_GRAPHS, formats, Lane.REPORT))
        body = stream.first
        if stream.chunks is not None:
            body = b"".join([body, *[chunk async for chunk in stream.chunks]])
        rows = json.loads(body)["results"]["bindings"]
        names = (row["g"]["value"] for row in rows if row["g"]["type"] == "uri")
        return sorted(name for name in names if not name.startswith(_INTERNAL))


def _dataset(about: Description, graphs: list[str]) -> Node:
    dataset, default = about.node(), about.node()
    about.type(dataset, "sd:Dataset")
    about.type(default, "sd:Graph")
    about.say(dataset, "sd:defaultGraph", default)
    if len(graphs) > _MOST_GRAPHS:
        told = f"Only the first {_MOST_GRAPHS} named graphs are listed here."
        about.say(dataset, "rdfs:comment", told)
    for name in graphs[:_MOST_GRAPHS]:
        graph = about.node()
        about.type(graph, "sd:NamedGraph")
        about.say(graph, "sd:name", ox.NamedNode(name))
        about.say(dataset, "sd:namedGraph", graph)
    return dataset


def _format(name: str) -> ox.NamedNode:
    return term(f"format:{name}")
