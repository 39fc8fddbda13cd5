"""Benchmarks that print one table each."""
