"""Linking: entities of a document to Wikidata items, or a typed reason why not."""

from nutgraf.linking.decisions import link
from nutgraf.linking.table import EntityTable

__all__ = ["EntityTable", "link"]
