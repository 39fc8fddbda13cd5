"""The source graph of a version: bibliographic facts of its article, and the version itself."""

from __future__ import annotations

from nutgraf.mapping.addresses import Addresses
from nutgraf.model.document import DateGranularity, Document, PublicationDate
from nutgraf.ntriples import GraphWriter, iri, is_web_address, literal, number
from nutgraf.terms import NEV, RDFS, SCHEMA, XSD

_DATE_TYPES = {
    DateGranularity.DAY: XSD["date"],
    DateGranularity.MONTH: XSD["gYearMonth"],
    DateGranularity.YEAR: XSD["gYear"],
}


def write_source(document: Document, addresses: Addresses) -> tuple[GraphWriter, GraphWriter]:
    """Write a version's part of its article's source graph, and the bodies it names.

    The versions of an article share the graph, and what they say of it is united there;
    headline and date are therefore stated of the version too.
    """
    graph = GraphWriter(addresses.graph(f"source/{document.article_id}"))
    bodies = GraphWriter(addresses.graph("entity"))
    article = addresses.article(document.article_id)
    version = addresses.version(document.version_id)
    graph.types(article, (NEV["Article"],))
    graph.add(article, SCHEMA["inLanguage"], literal(document.language))
    if is_web_address(document.url):
        graph.add(article, SCHEMA["url"], iri(str(document.url)))
    if document.dateline:
        graph.add(article, SCHEMA["dateline"], literal(document.dateline))
    _write_bodies(document, article, addresses, graph, bodies)
    _write_credits(document, article, addresses, graph)
    graph.types(version, (NEV["ArticleVersion"],))
    graph.link(version, NEV["versionOf"], article)
    graph.add(version, NEV["textLength"], number(len(document.text)))
    graph.add(version, SCHEMA["sha256"], literal(document.sha256))
    for node in (article, version):
        _write_headline(document, node, graph)
    return graph, bodies


def _write_headline(document: Document, node: str, graph: GraphWriter) -> None:
    if document.title:
        graph.add(node, SCHEMA["headline"], literal(document.title, language=document.language))
    if document.published:
        graph.add(node, SCHEMA["datePublished"], _date(document.published))


def _date(published: PublicationDate) -> str:
    return literal(published.iso, datatype=_DATE_TYPES[published.granularity])


def _write_bodies(
    document: Document,
    article: str,
    addresses: Addresses,
    graph: GraphWriter,
    bodies: GraphWriter,
) -> None:
    named = ((SCHEMA["publisher"], document.publisher), (NEV["agency"], document.agency))
    for predicate, name in named:
        if name:
            body = addresses.body(name)
            graph.link(article, predicate, body)
            bodies.types(body, (NEV["Entity"], SCHEMA["NewsMediaOrganization"]))
            bodies.add(body, SCHEMA["name"], literal(name))
            bodies.add(body, RDFS["label"], literal(name))


def _write_credits(
    document: Document, article: str, addresses: Addresses, graph: GraphWriter
) -> None:
    for place, credit in enumerate(document.credits, start=1):
        image = addresses.node(f"image/{document.version_id}-{place}")
        graph.link(article, SCHEMA["image"], image)
        graph.types(image, (SCHEMA["ImageObject"],))
        graph.add(image, SCHEMA["creditText"], literal(credit))
