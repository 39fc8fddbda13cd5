"""Every example that stands beside a form in the language tables holds."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from tests.annotation.examples.example import Example

from nutgraf.annotation.text.language import languages

_SUBJECTS = sorted(
    file.stem
    for file in (Path(__file__).parent / "examples").glob("*.py")
    if file.stem != "example"
)


def _examples() -> Iterator[object]:
    for subject in _SUBJECTS:
        module = import_module(f"tests.annotation.examples.{subject}")
        for code in languages():
            for example in module.examples(code):
                yield pytest.param(example, id=f"{subject}-{code}-{example.name}")


@pytest.mark.parametrize("example", list(_examples()))
def test_example_holds(example: Example) -> None:
    """A form is read where its positive example says so, and not in its negative one."""
    example.check()
