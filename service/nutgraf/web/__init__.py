"""The web: SPARQL endpoint, reports, addresses of things, and pages for people."""
