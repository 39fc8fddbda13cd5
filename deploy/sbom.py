"""Writes the bill of materials of a release: CycloneDX 1.6 of the locked runtime dependencies.

https://cyclonedx.org/docs/1.6/json/. The same lock gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

_PACKAGE = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)\s*(?:;\s*(?P<when>[^\\]+))?"
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
#: A longer text is the licence itself, not its name.
_NAME = 60
_SCHEMA = "http://cyclonedx.org/schema/bom-1.6.schema.json"


@dataclass(frozen=True, slots=True)
class Package:
    """One line of the lock with the hashes of its files."""

    name: str
    version: str
    when: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its package URL."""
        return f"pkg:pypi/{self.name.lower().replace('_', '-')}@{self.version}"


def read_lock(text: str) -> Iterator[Package]:
    """The packages of a lock file, in its order."""
    for block in re.split(r"\n(?=[A-Za-z0-9])", text):
        found = _PACKAGE.match(block)
        if found is not None:
            when = (found["when"] or "").strip()
            yield Package(found["name"], found["version"], when, tuple(_HASH.findall(block)))


def licences(name: str) -> list[dict[str, object]]:
    """The licences that an installed package names, in its own words; nothing is guessed."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return []
    if "License-Expression" in about:
        return [{"expression": about["License-Expression"]}]
    classified = about.get_all("Classifier") or []
    named = [line.rsplit(" :: ", 1)[-1] for line in classified if line.startswith("License ::")]
    if not named and "License" in about:
        named = [text for text in (about["License"],) if len(text) < _NAME and "\n" not in text]
    return [{"license": {"name": each}} for each in sorted(set(named))]


def component(package: Package) -> Mapping[str, object]:
    """A package as a component."""
    hashes = [{"alg": "SHA-256", "content": digest} for digest in package.hashes]
    where = f"https://pypi.org/simple/{package.name.lower()}/"
    found: dict[str, object] = {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
        "externalReferences": [{"type": "distribution", "url": where, "hashes": hashes}],
    }
    if named := licences(package.name):
        found["licenses"] = named
    if package.when:
        found["properties"] = [{"name": "nutgraf:marker", "value": package.when}]
    return found


def bill(lock: str, version: str) -> str:
    """The whole bill as JSON."""
    packages = sorted(read_lock(lock), key=lambda package: package.purl)
    main = f"pkg:pypi/nutgraf@{version}"
    about = {"type": "application", "bom-ref": main, "name": "nutgraf", "version": version}
    document = {
        "$schema": _SCHEMA,
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{main}#{lock}')}",
        "version": 1,
        "metadata": {"component": {**about, "purl": main, "licenses": _OURS}},
        "components": [component(package) for package in packages],
        "dependencies": [{"ref": main, "dependsOn": [package.purl for package in packages]}],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


_OURS = [{"license": {"id": "Apache-2.0"}}]


def main() -> None:
    """Print the bill of a lock file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lock", type=Path)
    parser.add_argument("--version", required=True)
    given = parser.parse_args()
    sys.stdout.write(bill(given.lock.read_text("utf-8"), given.version))


if __name__ == "__main__":
    main()
