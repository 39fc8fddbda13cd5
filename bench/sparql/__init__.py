"""The SPARQL service measured side by side with its peers; see `python -m bench.sparql --help`."""
