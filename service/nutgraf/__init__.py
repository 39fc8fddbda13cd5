"""nutgraf turns news articles into an event knowledge graph that can be trusted."""

__version__ = "0.1.0"
