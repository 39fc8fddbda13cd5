"""Reading: a document becomes annotations, by rules over language data."""
