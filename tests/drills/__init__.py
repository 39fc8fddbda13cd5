"""Drills: accidents done on purpose to a data directory, many times over.

    python -m tests.drills [--long] [--only NAME]

Each ends with one line: how often it was tried, how many acknowledged articles and writes were
lost, and how many answers were wrong. The tests of the store run each drill a few times.
"""
