"""How well articles are read: one table over all corpora (`nutgraf bench reading`).

Each corpus is a module with `def measure() -> Measurement`; what costs minutes, as
training does, stands in `def train() -> Measurement` and runs only when asked for. Both
open their files by `corpora.file`, so that an absent corpus gives a row that says so.
"""
