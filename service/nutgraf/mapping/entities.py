"""Entities and their links as quads: names, kinds, Wikidata items, candidates."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf.mapping.addresses import Addresses
from nutgraf.model.entity import Entity, EntityKind
from nutgraf.model.link import Candidate, KnownEntity, Link, LinkedDocument, LinkStatus, NilReason
from nutgraf.ntriples import GraphWriter, decimal_number, literal
from nutgraf.terms import GEO, NEV, NEVC, RDFS, SCHEMA, WD, Namespace

SSSOM = Namespace("https://w3id.org/sssom/")
_SEMAPV_LEXICAL = "https://w3id.org/semapv/vocab/LexicalMatching"
_SKOS_EXACT = "http://www.w3.org/2004/02/skos/core#exactMatch"
_STATUS = "http://www.w3.org/ns/adms#status"
_DERIVED_FROM = "http://www.w3.org/ns/prov#wasDerivedFrom"

_CLASSES = {
    EntityKind.PERSON: (NEV["Entity"], SCHEMA["Person"]),
    EntityKind.ORGANISATION: (NEV["Entity"], SCHEMA["Organization"]),
    EntityKind.COUNTRY: (NEV["Entity"], NEV["Place"], SCHEMA["Country"]),
    EntityKind.PLACE: (NEV["Entity"], NEV["Place"], SCHEMA["Place"]),
    EntityKind.GROUP: (NEV["Entity"], NEV["Group"]),
    EntityKind.THING: (NEV["Entity"],),
}
_PARENT = {
    EntityKind.PERSON: SCHEMA["affiliation"],
    EntityKind.ORGANISATION: SCHEMA["parentOrganization"],
    EntityKind.GROUP: SCHEMA["memberOf"],
    EntityKind.PLACE: SCHEMA["containedInPlace"],
    EntityKind.COUNTRY: SCHEMA["containedInPlace"],
    EntityKind.THING: SCHEMA["isRelatedTo"],
}


@dataclass(frozen=True, slots=True)
class EntityAddresses:
    """Where each entity of one document lives: its item's node, or one of its own."""

    by_key: dict[str, str]

    @classmethod
    def of(cls, linked: LinkedDocument, addresses: Addresses) -> EntityAddresses:
        """Mint the addresses of all entities of a document."""
        links = {link.entity: link for link in linked.links}
        article = linked.annotated.document.article_id
        return cls(
            {
                entity.key: _address(entity, links.get(entity.key), addresses, article)
                for entity in linked.annotated.entities
            }
        )

    def __getitem__(self, key: str) -> str:
        return self.by_key[key]


def _address(entity: Entity, link: Link | None, addresses: Addresses, article: str) -> str:
    if link is not None and link.status is LinkStatus.ACCEPTED and link.qid:
        return addresses.known(link.qid)
    unnamed = entity.kind in {EntityKind.GROUP, EntityKind.THING}
    described = link is not None and link.reason is NilReason.DESCRIPTION_ONLY
    return addresses.entity(entity, article, described=unnamed or described)


def write_entities(
    linked: LinkedDocument, homes: EntityAddresses, addresses: Addresses
) -> tuple[GraphWriter, GraphWriter]:
    """Write the entity graph and the derived same-as graph of one document."""
    graph = GraphWriter(addresses.graph("entity"))
    same_as = GraphWriter(addresses.graph("same-as"))
    known = {item.qid: item for item in linked.known}
    links = {link.entity: link for link in linked.links}
    for entity in linked.annotated.entities:
        home = homes[entity.key]
        link = links.get(entity.key)
        graph.types(home, _CLASSES[entity.kind])
        if link is not None and link.status is LinkStatus.ACCEPTED and link.qid:
            _write_known(graph, home, known[link.qid], addresses)
            _write_spellings(graph, home, entity, linked.annotated.document.language)
            same_as.link(home, SCHEMA["sameAs"], WD[link.qid])
        else:
            _write_own(graph, home, entity, linked.annotated.document.language)
        if entity.parent and homes[entity.parent] != home:
            graph.link(home, _PARENT[entity.kind], homes[entity.parent])
    return graph, same_as


def _write_own(graph: GraphWriter, home: str, entity: Entity, language: str) -> None:
    graph.add(home, RDFS["label"], literal(entity.name))
    graph.add(home, SCHEMA["name"], literal(entity.name, language=language))
    others = (name for name in entity.names if name != entity.name)
    for name in others:
        graph.add(home, SCHEMA["alternateName"], literal(name, language=language))
    if entity.country and entity.kind is not EntityKind.PERSON:
        graph.add(home, SCHEMA["addressCountry"], literal(entity.country))


def _write_spellings(graph: GraphWriter, home: str, entity: Entity, language: str) -> None:
    """Keep how articles spell the name, so that it is found as people wrote it."""
    for name in sorted({entity.name, *entity.names}):
        graph.add(home, SCHEMA["alternateName"], literal(name, language=language))


def _write_known(graph: GraphWriter, home: str, item: KnownEntity, addresses: Addresses) -> None:
    graph.add(home, RDFS["label"], literal(dict(item.labels).get("en") or item.labels[0][1]))
    for language, label in item.labels:
        graph.add(home, SCHEMA["name"], literal(label, language=language))
    if item.country:
        graph.add(home, SCHEMA["addressCountry"], literal(item.country))
    if item.point is not None:
        longitude, latitude = item.point
        geometry = addresses.node(f"geometry/wd-{item.qid}")
        graph.link(home, GEO["hasGeometry"], geometry)
        graph.types(geometry, (GEO["Geometry"],))
        wkt = literal(f"POINT({longitude} {latitude})", datatype=GEO["wktLiteral"])
        graph.add(geometry, GEO["asWKT"], wkt)


def write_links(
    linked: LinkedDocument, homes: EntityAddresses, addresses: Addresses
) -> GraphWriter:
    """Write one SSSOM mapping per link decision, with its candidates."""
    graph = GraphWriter(addresses.graph("link"))
    version = linked.annotated.document.version_id
    for link in linked.links:
        node = addresses.node(f"link/{version}/{link.entity}")
        graph.types(node, (SSSOM["Mapping"],))
        graph.link(node, SSSOM["subject_id"], homes[link.entity])
        graph.link(node, SSSOM["predicate_id"], _SKOS_EXACT)
        graph.link(node, SSSOM["object_id"], _item(link))
        graph.link(node, SSSOM["mapping_justification"], _SEMAPV_LEXICAL)
        graph.link(node, _STATUS, NEVC[(link.reason or link.status).value])
        graph.add(node, NEV["confidence"], decimal_number(link.confidence))
        graph.add(node, SSSOM["object_source_version"], literal(link.index))
        _write_candidates(graph, node, link.candidates, homes[link.entity])
    return graph


def _item(link: Link) -> str:
    """The item linked to; for a link under review the likeliest one is proposed."""
    likeliest = link.candidates[0].qid if link.candidates else None
    qid = link.qid or (likeliest if link.status is LinkStatus.REVIEW else None)
    return WD[qid] if qid else SSSOM["NoTermFound"]


def _write_candidates(
    graph: GraphWriter, node: str, candidates: tuple[Candidate, ...], subject: str
) -> None:
    for number, candidate in enumerate(candidates, start=1):
        proposal = f"{node}/{number}"
        graph.link(node, _DERIVED_FROM, proposal)
        graph.types(proposal, (SSSOM["Mapping"],))
        graph.link(proposal, SSSOM["subject_id"], subject)
        graph.link(proposal, SSSOM["object_id"], WD[candidate.qid])
        graph.link(proposal, SSSOM["mapping_justification"], _SEMAPV_LEXICAL)
        graph.add(proposal, SSSOM["object_label"], literal(candidate.label))
        graph.add(proposal, SSSOM["match_string"], literal(candidate.matched))
        graph.add(proposal, NEV["confidence"], decimal_number(candidate.score))
