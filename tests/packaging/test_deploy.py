"""What ships beside the package: the bill of materials, the unit and the container file."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


@pytest.fixture(scope="module")
def sbom() -> ModuleType:
    """The program that writes the bill."""
    spec = importlib.util.spec_from_file_location("sbom", DEPLOY / "sbom.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys  # noqa: PLC0415 - only to register what is loaded here

    sys.modules["sbom"] = module
    spec.loader.exec_module(module)
    return module


def test_the_bill_lists_every_locked_package_with_its_hashes(sbom: ModuleType) -> None:
    """Each package of the lock is one component with its version and all its hashes."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    bill = json.loads(sbom.bill(lock, "1.2.3"))
    components = bill["components"]
    digests = [h["content"] for c in components for h in c["externalReferences"][0]["hashes"]]

    assert {c["name"] for c in components} == {
        line.split("==")[0] for line in lock.splitlines() if "==" in line and line[0].isalnum()
    }
    assert sorted(digests) == sorted(
        lock.split("sha256:")[n][:64] for n in range(1, len(digests) + 1)
    )
    assert lock.count("--hash=sha256:") == len(digests)
    assert bill["metadata"]["component"]["version"] == "1.2.3"


def test_the_bill_is_the_same_every_time(sbom: ModuleType) -> None:
    """The same lock gives the same bytes, another lock another serial number."""
    lock = "a==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n"

    assert sbom.bill(lock, "1") == sbom.bill(lock, "1")
    assert (
        json.loads(sbom.bill(lock, "1"))["serialNumber"]
        != json.loads(sbom.bill(lock.replace("1.0", "1.1"), "1"))["serialNumber"]
    )


def test_every_locked_package_has_hashes() -> None:
    """Nothing can be installed from the lock that has no hash."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        blocks = (ROOT / name).read_text("utf-8").split("\n")
        packages = [n for n, line in enumerate(blocks) if "==" in line and line[:1].isalnum()]
        assert [blocks[n] for n in packages if "--hash=" not in blocks[n + 1]] == []


def test_the_unit_gives_nothing_away() -> None:
    """The unit runs without privileges, on a read-only system, and ends in order."""
    unit = (DEPLOY / "nutgraf.service").read_text("utf-8").splitlines()

    assert {
        "DynamicUser=yes",
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "PrivateTmp=yes",
        "KillMode=mixed",
    } <= set(unit)


def test_the_container_runs_as_nobody_from_the_lock() -> None:
    """The container installs locked hashes, runs as a number that is not root, and is watched."""
    text = (DEPLOY / "Containerfile").read_text("utf-8")

    assert "--require-hashes -r requirements.lock" in text
    assert text.index("USER 10001") < text.index("ENTRYPOINT")
    assert "HEALTHCHECK" in text
    assert "/readyz" in text
