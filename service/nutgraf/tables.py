"""Tables as data: YAML files, and what parsing them gave, kept in the user's cache."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from nutgraf.errors import ConfigurationError

#: Stands in every key: another number for another reading of the same bytes.
_FORMAT = b"nutgraf tables 1\n"
_BOOL = "tag:yaml.org,2002:bool"


def read_table(file: Path) -> Any:
    """Give the content of a YAML file; a missing or malformed one is a configuration error.

    Parsing all tables takes 0.4 s, reading them from the cache 0.02 s.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"table {file.name} cannot be read: {error}") from error
    return kept(content, lambda: _parsed(content, file.name))


def kept(source: bytes, build: Callable[[], Any]) -> Any:
    """Give what `build` makes of a source, from the cache where it was made before.

    The key is the digest of the source, so that nothing kept can be out of date. Only what
    JSON gives back unchanged is kept; a cache that is absent, full or damaged costs time only.
    """
    folder = cache_folder()
    if folder is None:
        return build()
    place = folder / f"{sha256(_FORMAT + source).hexdigest()}.json"
    with suppress(OSError, ValueError):
        digest, payload = place.read_bytes().split(b"\n", 1)
        if sha256(payload).hexdigest().encode() == digest:
            return json.loads(payload)
    value = build()
    with suppress(OSError, TypeError, ValueError):
        _keep(value, place)
    return value


def cache_folder() -> Path | None:
    """The folder of parsed tables in the user's cache, or nothing where there is none."""
    named = os.environ.get("XDG_CACHE_HOME")
    with suppress(RuntimeError):
        return (Path(named) if named else Path.home() / ".cache") / "nutgraf" / "tables"
    return None


def _keep(value: Any, place: Path) -> None:
    payload = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    if not _same(json.loads(payload), value):
        return
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Another process may read or write the same entry: it appears whole or not at all.
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as draft:
        draft.write(sha256(payload).hexdigest().encode() + b"\n" + payload)
    Path(draft.name).replace(place)


def _same(left: Any, right: Any) -> bool:
    """Tell whether two values are equal in types and order too; 1 is neither 1.0 nor True."""
    return repr(left) == repr(right)


def _parsed(content: bytes, name: str) -> Any:
    import yaml  # noqa: PLC0415 - with the tables in the cache nobody needs it

    try:
        return yaml.load(content.decode(), Loader=_loader())  # noqa: S506 - a safe loader
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigurationError(f"table {name} cannot be read: {error}") from error


def _loader() -> Any:
    """A safe loader in which, as in YAML 1.2, `no`, `on` and `yes` are words."""
    import yaml  # noqa: PLC0415

    # libyaml reads the lexica about ten times faster; the pure loader gives the same values.
    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    resolvers = {
        first: [(tag, pattern) for tag, pattern in pairs if tag != _BOOL]
        for first, pairs in base.yaml_implicit_resolvers.items()
    }
    loader: Any = type("Loader", (base,), {"yaml_implicit_resolvers": resolvers})
    loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false)$"), list("tf"))
    return loader
