"""Words on their own: part of speech, lemma and compound head, by word form."""
