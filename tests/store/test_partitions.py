from __future__ import annotations

import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest

from nutgraf.errors import RequestError, StoreError
from nutgraf.store.partitions import partition_of, write_partitions

ODD = (
    '<urn:s> <urn:p> "a \\"b\\" > <urn:x> ." <urn:g> .\n',
    '<urn:s> <urn:p> "ü"@de-AT <urn:g> .\n',
    '<urn:s> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:g> .\n',
    "_:b1 <urn:p> _:b2 <urn:g> .\n",
    '<urn:s> <urn:p> <<( <urn:s> <urn:p> "x )>> <urn:x>" )>> <urn:g> .\n',
)
NAMELESS = (
    "<urn:s> <urn:p> <urn:g> .\n",
    '<urn:s> <urn:p> "<urn:g>" .\n',
    "<urn:s> <urn:p> <<( <urn:s> <urn:p> <urn:g> )>> .\n",
)


def lines(count: int) -> list[bytes]:
    """Sorted lines, two in each of some graphs."""
    return sorted(
        f'<urn:s> <urn:p> "{text}" <urn:g{n}> .\n'.encode() for n in range(count) for text in "ab"
    )


@pytest.mark.parametrize("compress", [False, True])
def test_partitions_hold_everything_once(tmp_path: Path, *, compress: bool) -> None:
    """The files together have each line once, each file is sorted, a graph is in one of them."""
    given = lines(40)
    paths = write_partitions(given, tmp_path / "out", 3, compress=compress)
    read = gzip.decompress if compress else bytes
    parts = [read(path.read_bytes()).splitlines(keepends=True) for path in paths]
    assert sorted(line for part in parts for line in part) == given
    assert all(part == sorted(part) and part for part in parts)
    graphs = [{line.rsplit(b" ", 2)[1] for line in part} for part in parts]
    assert sum(map(len, graphs)) == 40


def test_partitions_are_the_same_each_time(tmp_path: Path) -> None:
    """Equal lines give equal files, compressed ones too."""
    first = write_partitions(lines(9), tmp_path / "a", 2, compress=True)
    second = write_partitions(lines(9), tmp_path / "b", 2, compress=True)
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_every_term_is_told_from_the_graph() -> None:
    """Whatever the object is, the graph is found; without one it is the default graph."""
    named = {partition_of(line.encode(), 256) for line in ODD}
    nameless = {partition_of(line.encode(), 256) for line in NAMELESS}
    assert len(named) == len(nameless) == 1
    assert named != nameless


def test_the_lines_are_those_of_the_engine(tmp_path: Path) -> None:
    """What the engine writes of odd terms is understood, and reads back from the files."""
    memory = ox.Store()
    memory.extend(ox.parse("".join((*ODD, *NAMELESS)), ox.RdfFormat.N_QUADS))
    dumped = memory.dump(format=ox.RdfFormat.N_QUADS) or b""
    paths = write_partitions(dumped.splitlines(keepends=True), tmp_path / "out", 4)
    quads = [quad for path in paths for quad in ox.parse(path.read_bytes(), ox.RdfFormat.N_QUADS)]
    assert len(quads) == len(memory)


def test_former_files_are_not_overwritten(tmp_path: Path) -> None:
    """A folder that is not empty is left alone: its parts would mix with the new ones."""
    write_partitions(lines(2), tmp_path / "out", 2)
    with pytest.raises(RequestError, match="not empty"):
        write_partitions(lines(2), tmp_path / "out", 3)


@pytest.mark.parametrize("count", [0, -1, 257])
def test_numbers_of_partitions(tmp_path: Path, count: int) -> None:
    """There is at least one partition, and no more than can be open at once."""
    with pytest.raises(RequestError, match="from 1 to 256"):
        write_partitions([], tmp_path / "out", count)


def test_folders_that_cannot_be(tmp_path: Path) -> None:
    """A folder that cannot be made is the caller's mistake, and named."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(RequestError, match="cannot be written"):
        write_partitions([], tmp_path / "file" / "out", 2)


def test_what_is_no_line_is_an_error() -> None:
    """A line that is no N-Quads is never put anywhere by guess."""
    with pytest.raises(StoreError, match="no line of N-Quads"):
        partition_of(b"<urn:s> nonsense .\n", 2)
