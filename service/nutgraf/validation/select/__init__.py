"""SPARQL constraints compiled: from the text of a query to operators over rows of terms.

The dialect is the part of SPARQL 1.1 that shapes need: patterns with property paths, GRAPH,
OPTIONAL, UNION, FILTER with (NOT) EXISTS, BIND, and the functions in `functions`. What a
query has beyond that runs on a throw-away store instead (`setwise`).
"""
