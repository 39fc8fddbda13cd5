"""Documents as JSON: the form in which steps hand them on and the journal keeps them."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from nutgraf.errors import DocumentError

T = TypeVar("T")


def to_json(value: object) -> str:
    """Write a value type as one line of JSON, keys in field order."""
    return _adapter(type(value)).dump_json(value).decode()


def from_json(kind: type[T], text: str) -> T:
    """Read a value type back; text that does not fit is a document error."""
    try:
        value: T = _adapter(kind).validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise DocumentError(
            f"not a {kind.__name__} in JSON: {where}: {first['msg']}", reason="json"
        ) from error
    return value


def json_schema(kind: type[Any]) -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of a value type."""
    return _adapter(kind).json_schema(mode="serialization")


# Building an adapter costs milliseconds, and the kinds are few.
_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]
