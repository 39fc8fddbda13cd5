"""SERVICE and LOAD in all spellings that the engine takes for a call to another machine."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nutgraf.errors import ForbiddenError
from nutgraf.store.tokens import Token, position

_SERVICE = re.compile("SERVICE", re.IGNORECASE)
_LOAD = re.compile("LOAD", re.IGNORECASE)
#: What stands before the name of a graph in an update, outside of brackets.
_BEFORE_NAMES = frozenset(
    {"GRAPH", "WITH", "USING", "NAMED", "TO", "SILENT", "PREFIX", "ADD", "MOVE", "COPY", "INTO"}
)


def services(text: str, found: Sequence[Token], allowed: frozenset[str]) -> tuple[str, ...]:
    """The endpoints that a query calls; raise `ForbiddenError` for any that is not allowed."""
    if _SERVICE.search(text) is None:
        return ()
    called: list[str] = []
    for place, token in enumerate(found):
        if not (_calls_service(found, place) or is_ambiguous(token)):
            continue
        endpoint = _endpoint(found, place)
        if endpoint not in allowed or is_ambiguous(token):
            raise ForbiddenError(_reason(text, token, allowed))
        called.append(endpoint)
    return tuple(called)


def check_load(text: str, found: Sequence[Token]) -> None:
    """Raise `ForbiddenError` where an update would load from an address.

    LOAD SILENT passes: it may fail without an error, and does (`nutgraf.store.updater`).
    """
    if _LOAD.search(text) is None:
        return
    depth, before = 0, ""
    for token, after in zip(found, [*found[1:], None], strict=True):
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        name = token.text.partition(":")[0] if token.kind in {"word", "name"} else ""
        named = token.kind == "name" and before in _BEFORE_NAMES
        silent = token.text.upper() == "LOAD" and after is not None and _is_silent(after)
        if depth == 0 and not named and not silent and _LOAD.search(name):
            raise ForbiddenError(
                f"LOAD at {position(text, token.start)} is not allowed: the endpoint makes no"
                " connections. Fetch the document yourself and send it with the Graph Store"
                " Protocol"
            )
        before = token.text.upper()


def _is_silent(token: Token) -> bool:
    return token.kind == "word" and token.text.upper() == "SILENT"


def is_ambiguous(token: Token) -> bool:
    """Tell whether the engine may read a token of ours as something else.

    `?a<?b#>` is an address to us and a comparison and a comment to the engine: what follows
    could then hide in a string of ours. With `://` before it only an address is possible.
    """
    before, mark, _ = token.text.partition("#")
    return token.kind == "iri" and ("'" in token.text or (mark != "" and "://" not in before))


def _calls_service(found: Sequence[Token], place: int) -> bool:
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


def _endpoint(found: Sequence[Token], place: int) -> str:
    """The address after a SERVICE that stands alone; empty where anything is unusual."""
    words = [token.text.upper() for token in found[place : place + 2]]
    if words[:1] != ["SERVICE"]:
        return ""
    place += 2 if words == ["SERVICE", "SILENT"] else 1
    if place >= len(found) or found[place].kind != "iri" or "\\" in found[place].text:
        return ""
    return found[place].text[1:-1]


def _reason(text: str, token: Token, allowed: frozenset[str]) -> str:
    known = f"only {', '.join(sorted(allowed))}" if allowed else "no connections"
    return (
        f"SERVICE is not allowed here, and {token.text[:40]!r} at"
        f" {position(text, token.start)} may be read as one: the endpoint makes {known}"
        " (setting service_allow; addresses in full). Ask the other endpoint yourself, or put"
        " a space after a less-than sign"
    )
