"""The tagger of unknown names: its corpora, its training and its cross-validation."""
