"""Canned reports: SPARQL files with a typed header, bound safely and shown as tables."""
