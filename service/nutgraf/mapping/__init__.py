"""Mapping: a linked document becomes quads of named graphs under one base address."""
