"""The gate before the engine: form, size, nesting and network access of a text.

The engine crashes on deep nesting, cannot be interrupted and follows SERVICE to any
address. The gate turns such texts away cheaply; the process around the engine is the
wall for those that it lets through.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.errors import LimitError, RequestError, SyntaxProblem
from nutgraf.settings import Settings
from nutgraf.store.calls import check_load, is_ambiguous, services
from nutgraf.store.interface import QueryForm
from nutgraf.store.tokens import Token, canonical, coordinates, tokens

_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_FORMS = tuple((form.name, form) for form in QueryForm)
_UNION = re.compile("UNION", re.IGNORECASE)
_PROLOGUE = frozenset({"BASE", "PREFIX", "VERSION"})
_OPERATORS = frozenset({"!", "+", "-", "*", "/", "^", "|", "||", "&&", "=", "!=", "<", ">", "?"})
_ANNOTATIONS = frozenset({"{|", "<<", "<<("})
#: Where an expression or a path ends, so that its operators are counted anew.
_ENDS = frozenset({".", ";", "{", "}"})
#: Texts up to this length are remembered with their facts.
_SHORT = 4_096
_REMEMBERED = 1_024


@dataclass(frozen=True, slots=True)
class QueryFacts:
    """What the gate read off a query.

    Its form, whether it names its dataset (FROM), the digest of its text without comments
    and superfluous space, and the endpoints it calls with SERVICE, all of them allowed.
    """

    form: QueryForm
    has_dataset: bool
    digest: str
    services: tuple[str, ...] = ()


class Gate:
    """Turns away texts that the engine must not see; gates with the same limits are equal."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._allowed = frozenset(settings.service_allow.split())
        self._limits = (
            settings.query_bytes,
            settings.query_tokens,
            settings.query_depth,
            settings.query_annotations,
            settings.query_unions,
            settings.query_operators,
            self._allowed,
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Gate) and self._limits == other._limits

    def __hash__(self) -> int:
        return hash(self._limits)

    def check(self, query: str) -> QueryFacts:
        """Read the facts off a query.

        Raises `RequestError`, `ForbiddenError` or `LimitError` saying why not.
        """
        return _remembered(self, query) if len(query) <= _SHORT else self.read(query)

    def check_update(self, update: str) -> tuple[Token, ...]:
        """The tokens of an update that the engine may see; raises as `check` does."""
        settings = self._settings
        _check_size(update, "update_bytes", settings.update_bytes)
        found = _tokens(update, "update_tokens", settings.update_tokens)
        self._check_shape(update, found)
        services(update, found, frozenset())
        check_load(update, found)
        return tuple(found)

    def read(self, query: str) -> QueryFacts:
        """Read the facts off a query anew; `check` remembers those of short ones."""
        settings = self._settings
        _check_size(query, "query_bytes", settings.query_bytes)
        found = _tokens(query, "query_tokens", settings.query_tokens)
        self._check_shape(query, found)
        called = services(query, found, self._allowed)
        words = [token for token in found if token.kind == "word"]
        has_dataset = any(word.text.upper().startswith("FROM") for word in words)
        return QueryFacts(_form(query, words), has_dataset, _digest(query, found), called)

    def _check_shape(self, text: str, found: Sequence[Token]) -> None:
        settings = self._settings
        deepest, annotations = _depths(found)
        _check("query_depth", "nests brackets too deep", deepest, settings.query_depth)
        _check(
            "query_annotations",
            "nests annotations too deep",
            annotations,
            settings.query_annotations,
        )
        longest = _longest_expression(found)
        _check("query_operators", "has too long an expression", longest, settings.query_operators)
        if _UNION.search(text) is None:
            return
        unions = sum(token.kind == "word" and bool(_UNION.search(token.text)) for token in found)
        _check("query_unions", "has too many UNION", unions, settings.query_unions)


@lru_cache(_REMEMBERED)
def _remembered(gate: Gate, query: str) -> QueryFacts:
    # Whoever serves a query reads it to negotiate, and the pool reads it again.
    return gate.read(query)


def _check_size(text: str, limit: str, most: int) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        line, column = coordinates(text, error.start)
        raise SyntaxProblem(
            f"the text is no Unicode at line {line}, column {column}: half of a surrogate pair",
            line=line,
            column=column,
        ) from None
    _check(limit, f"has {size} bytes", size, most)


def _check(limit: str, what: str, value: int, most: int) -> None:
    if value > most:
        raise LimitError(
            f"the text {what}; at most {most} are accepted (setting {limit})", limit=limit
        )


def _tokens(text: str, limit: str, most: int) -> list[Token]:
    found: list[Token] = []
    for token in tokens(text):
        found.append(token)
        if len(found) > most:
            _check(limit, "is too long", len(found), most)
    return found


def _depths(found: Sequence[Token]) -> tuple[int, int]:
    """How deep brackets of all kinds nest, and annotations and triple terms alone."""
    deepest = annotated = inside = 0
    opened: list[bool] = []
    for token in found:
        if token.kind == "open":
            opened.append(token.text in _ANNOTATIONS)
            inside += opened[-1]
            deepest, annotated = max(deepest, len(opened)), max(annotated, inside)
        elif token.kind == "close" and opened:
            inside -= opened.pop()
    return deepest, annotated


def _longest_expression(found: Sequence[Token]) -> int:
    longest = count = 0
    for token in found:
        if token.text in _ENDS:
            count = 0
        elif token.text in _OPERATORS:
            count += 1
            longest = max(longest, count)
    return longest


def _form(query: str, words: Sequence[Token]) -> QueryForm:
    # The engine takes keywords without a space between them (SELECTDISTINCT).
    token = next((word for word in words if word.text.upper() not in _PROLOGUE), None)
    first = token.text.upper() if token else ""
    for name, form in _FORMS:
        if first.startswith(name):
            return form
    if first.startswith(_UPDATES):
        raise RequestError(f"{first} is an update; this address only answers queries")
    line, column = coordinates(query, token.start if token else len(query))
    raise SyntaxProblem(
        "a query starts with SELECT, ASK, CONSTRUCT or DESCRIBE", line=line, column=column
    )


def _digest(query: str, found: Sequence[Token]) -> str:
    # Where the engine may cut a text differently, white space may matter to it.
    text = query if any(map(is_ambiguous, found)) else canonical(query, found)
    return hashlib.sha256(text.encode()).hexdigest()
