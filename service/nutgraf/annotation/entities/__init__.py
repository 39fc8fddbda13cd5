"""Entities: who and what a document names, as clusters of mentions."""
