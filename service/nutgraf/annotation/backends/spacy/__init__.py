"""The spaCy backend: any installed pipeline proposes names, sentence ends and clauses."""
