"""The code keeps to the ceilings of its own style: short, flat, typed, honest, acyclic."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "service" / "nutgraf"
FILES = sorted(SOURCE.rglob("*.py"))
FORBIDDEN = {"utils", "helpers", "common", "services", "managers"}
_NESTING = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.AsyncFor, ast.AsyncWith)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Iterator[tuple[Path, Function]]:
    """Every function and method of the package."""
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, Function):
                yield file, node


def length(function: Function) -> int:
    """Lines of a function without its docstring."""
    first = function.body[0]
    documented = ast.get_docstring(function) is not None and len(function.body) > 1
    start = function.body[1].lineno - 1 if documented else first.lineno - 1
    return (function.end_lineno or start) - start + 1


def depth(node: ast.AST) -> int:
    """How deep statements nest below a node; `elif` is no deeper than its `if`."""
    deepest = 0
    for child in ast.iter_child_nodes(node):
        nested = isinstance(child, _NESTING) and not _is_elif(node, child)
        deepest = max(deepest, depth(child) + nested)
    return deepest


def _is_elif(parent: ast.AST, child: ast.AST) -> bool:
    return isinstance(parent, ast.If) and isinstance(child, ast.If) and [child] == parent.orelse


LENGTHS = [length(function) for _, function in functions()]


def test_functions_are_short() -> None:
    """Half of all functions have at most 9 lines, nine in ten at most 30."""
    ordered = sorted(LENGTHS)

    assert statistics.median(ordered) <= 9
    assert ordered[int(len(ordered) * 0.9)] <= 30


def test_long_functions_are_rare() -> None:
    """At most one function in a hundred has more than 60 lines."""
    assert sum(lines > 60 for lines in LENGTHS) <= len(LENGTHS) / 100


def test_nesting_is_flat() -> None:
    """No function nests statements more than three deep."""
    deep = [f"{file.name}:{f.lineno} {f.name}" for file, f in functions() if depth(f) > 3]

    assert deep == []


def test_parameters_are_few() -> None:
    """Functions take at most six positional parameters, self included."""
    many = [
        f"{file.relative_to(SOURCE)}:{f.lineno} {f.name}"
        for file, f in functions()
        if len(f.args.args) + len(f.args.posonlyargs) > 7 and "cli" not in file.parts
    ]

    assert many == []


def test_everything_is_annotated() -> None:
    """Every parameter and every result has a type."""
    bare = []
    for file, function in functions():
        arguments = [*function.args.args, *function.args.kwonlyargs, *function.args.posonlyargs]
        untyped = [a.arg for a in arguments if not a.annotation and a.arg not in {"self", "cls"}]
        if untyped or function.returns is None:
            bare.append(f"{file.relative_to(SOURCE)}:{function.lineno} {function.name}")

    assert bare == []


def test_broad_handlers_stand_only_at_boundaries() -> None:
    """At most three handlers in all catch every exception."""
    broad = [
        f"{file.relative_to(SOURCE)}:{node.lineno}"
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler) and _is_broad(node)
    ]

    assert len(broad) <= 3, broad


def _is_broad(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    ends_in_raise = isinstance(handler.body[-1], ast.Raise)
    names = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}
    return bool(names & {"Exception", "BaseException"}) and not ends_in_raise


def test_modules_are_named_after_things() -> None:
    """No module is a bag of leftovers."""
    assert not FORBIDDEN & {file.stem for file in FILES} | FORBIDDEN & {
        file.parent.name for file in FILES
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_modules_are_documented_and_of_one_sitting(file: Path) -> None:
    """Every module opens with a sentence and has at most 300 lines."""
    text = file.read_text("utf-8")

    assert ast.get_docstring(ast.parse(text)), "no module docstring"
    assert text.count("\n") <= 300


def test_tests_say_what_holds() -> None:
    """Every test carries a sentence."""
    silent = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"
        for file in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]

    assert silent == []


def test_only_the_store_opens_a_store_on_disk() -> None:
    """Outside the store room no Oxigraph store is opened from a path."""
    openers = [
        f"{file.relative_to(SOURCE)}:{node.lineno}"
        for file in FILES
        if "store" not in file.parts
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"Store", "read_only"}
        and node.args
    ]

    assert openers == []
