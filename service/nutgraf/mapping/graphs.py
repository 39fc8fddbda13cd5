"""All quads of one linked document, by named graph."""

from __future__ import annotations

from nutgraf.mapping.addresses import Addresses
from nutgraf.mapping.entities import EntityAddresses, write_entities, write_links
from nutgraf.mapping.reports import write_reports
from nutgraf.mapping.source import write_source
from nutgraf.model.link import LinkedDocument
from nutgraf.ntriples import GraphWriter


def map_document(linked: LinkedDocument, base: str) -> tuple[tuple[str, str], ...]:
    """Give pairs of graph name and sorted N-Quads text for one linked document.

    The graphs are the article's source graph, the version's report graph, and the
    document's share of the entity, link, same-as, time and agent graphs.
    """
    addresses = Addresses(base)
    homes = EntityAddresses.of(linked, addresses)
    source, bodies = write_source(linked.annotated.document, addresses)
    reports = write_reports(linked.annotated, homes, addresses)
    entities, same_as = write_entities(linked, homes, addresses)
    links = write_links(linked, homes, addresses)
    return _texts(source, *reports, bodies, entities, same_as, links)


def _texts(*writers: GraphWriter) -> tuple[tuple[str, str], ...]:
    lines: dict[str, set[str]] = {}
    for writer in writers:
        lines.setdefault(writer.name, set()).update(writer.lines)
    return tuple((name, "".join(sorted(found))) for name, found in sorted(lines.items()) if found)
