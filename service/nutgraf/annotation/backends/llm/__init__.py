"""The language model backend: one constrained call per article to a server of the user's."""
