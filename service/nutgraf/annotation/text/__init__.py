"""The text of a document as tokens, sentences and clauses, and languages as data."""
