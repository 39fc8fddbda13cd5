"""Linking: entities of a document to Wikidata items, or a typed reason why not."""
