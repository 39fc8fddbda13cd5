"""The gate before the engine: form, size, nesting and network access of a query text.

The engine crashes on deep nesting, cannot be interrupted and follows SERVICE to any
address. The gate turns such texts away cheaply; the process around the engine is the
wall for those that it lets through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nutgraf.errors import LimitError, RequestError
from nutgraf.settings import Settings
from nutgraf.store.interface import QueryForm
from nutgraf.store.tokens import Token, position, tokens

_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_PROLOGUE = frozenset({"BASE", "PREFIX", "VERSION"})
_SERVICE = re.compile("SERVICE", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QueryFacts:
    """What the gate read off a query: its form and whether it names its dataset (FROM)."""

    form: QueryForm
    has_dataset: bool


class Gate:
    """Turns away query texts that the engine must not see."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def check(self, query: str) -> QueryFacts:
        """Read the facts off a query; raise `RequestError` or `LimitError` saying why not."""
        size = len(query.encode(errors="surrogatepass"))
        if size > self._settings.query_bytes:
            self._refuse("query_bytes", f"has {size} bytes", self._settings.query_bytes)
        found = self._tokens(query)
        self._check_depth(found)
        _check_service(query, found)
        words = [token.text.upper() for token in found if token.kind == "word"]
        has_dataset = any(word.startswith("FROM") for word in words)
        return QueryFacts(_form(words), has_dataset)

    def _tokens(self, query: str) -> list[Token]:
        found: list[Token] = []
        for token in tokens(query):
            found.append(token)
            if len(found) > self._settings.query_tokens:
                self._refuse("query_tokens", "is too long", self._settings.query_tokens)
        return found

    def _check_depth(self, found: list[Token]) -> None:
        depth = 0
        for token in found:
            depth += {"open": 1, "close": -1}.get(token.kind, 0)
            if depth > self._settings.query_depth:
                self._refuse("query_depth", "nests brackets too deep", self._settings.query_depth)

    def _refuse(self, limit: str, what: str, allowed: int) -> None:
        raise LimitError(
            f"the query {what}; at most {allowed} are accepted (setting {limit})", limit=limit
        )


def _form(words: list[str]) -> QueryForm:
    # The engine takes keywords without a space between them (SELECTDISTINCT).
    first = next((word for word in words if word not in _PROLOGUE), "")
    for form in QueryForm:
        if first.startswith(form.name):
            return form
    if first.startswith(_UPDATES):
        raise RequestError(f"{first} is an update; this address only answers queries")
    raise RequestError("a query starts with SELECT, ASK, CONSTRUCT or DESCRIBE")


def _check_service(query: str, found: list[Token]) -> None:
    if _SERVICE.search(query) is None:
        return
    for place, token in enumerate(found):
        if _calls_service(found, place) or _is_ambiguous(token):
            where = position(query, token.start)
            raise RequestError(
                f"SERVICE is not allowed here, and {token.text[:40]!r} at {where} may be read as"
                " one: the endpoint makes no connections. Ask the other endpoint yourself, or put"
                " a space after a less-than sign"
            )


def _calls_service(found: list[Token], place: int) -> bool:
    # Contains, not equals: the engine reads `trueSERVICE<x>` as two words, and
    # `SERVICE:x {` as the keyword before the prefixed name `:x`.
    token = found[place]
    if token.kind == "word":
        return _SERVICE.search(token.text) is not None
    if token.kind != "name" or _SERVICE.search(token.text.split(":")[0]) is None:
        return False
    follows = found[place + 1].text if place + 1 < len(found) else ""
    before = found[place - 1].text.upper() if place else ""
    return follows.startswith("{") and before != "GRAPH"


def _is_ambiguous(token: Token) -> bool:
    # `?a<?b#>` is an address to us and a comparison and a comment to the engine: what
    # follows could then hide in a string of ours. With `//` only an address is possible.
    return token.kind == "iri" and (
        "'" in token.text or ("#" in token.text and "://" not in token.text)
    )
