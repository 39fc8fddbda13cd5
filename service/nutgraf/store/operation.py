"""One operation of an update request, as its text gives it (SPARQL 1.1 Update, section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: What stands for the variables of a template while the engine reads it as data.
VARIABLE = "urn:nutgraf:variable:"


class OperationKind(StrEnum):
    """The operations of SPARQL 1.1 Update; `MODIFY` has a pattern and templates."""

    INSERT_DATA = "INSERT DATA"
    DELETE_DATA = "DELETE DATA"
    DELETE_WHERE = "DELETE WHERE"
    MODIFY = "DELETE/INSERT"
    LOAD = "LOAD"
    CLEAR = "CLEAR"
    DROP = "DROP"
    CREATE = "CREATE"
    ADD = "ADD"
    MOVE = "MOVE"
    COPY = "COPY"


@dataclass(frozen=True, slots=True)
class Template:
    """Quads to insert or delete: braces and all, each variable replaced by an address."""

    text: str = "{}"
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; addresses stand as they were written, to be read with the prologue.

    `graphs` are what a graph management operation names: an address, DEFAULT, NAMED or ALL.
    `dataset` are the clauses FROM and FROM NAMED that say the same as USING.
    """

    kind: OperationKind
    prologue: str = ""
    silent: bool = False
    graphs: tuple[str, ...] = ()
    with_graph: str = ""
    dataset: str = ""
    removed: Template = Template()
    added: Template = Template()
    pattern: str = ""
