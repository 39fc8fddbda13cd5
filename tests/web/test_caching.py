"""Entity tags, kept answers and compression, in values only."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.web.caching import KeptReplies, http_date, names, tag_of
from nutgraf.web.compression import Packer, compressed, takes_gzip
from nutgraf.web.exchange import Reply


def reply(size: int) -> Reply:
    """An answer of a size."""
    return Reply(200, (), b"x" * size)


def test_kept_answers_are_found_until_the_data_change() -> None:
    """An answer is given again on the same data and on no others."""
    kept = KeptReplies(100_000)
    kept.keep("a", "1", reply(10))

    assert kept.find("a", "1") == reply(10)
    assert kept.find("b", "1") is None
    assert (kept.hits, kept.misses) == (1, 1)


def test_newer_data_drive_all_kept_answers_out() -> None:
    """With the first answer on other data the former ones go."""
    kept = KeptReplies(100_000)
    kept.keep("a", "1", reply(10))
    kept.keep("b", "2", reply(10))

    assert kept.find("b", "2") == reply(10)
    assert kept.find("a", "1") is None


def test_the_longest_unused_answer_goes_first() -> None:
    """There is room for a number of bytes and not for more."""
    kept = KeptReplies(80_000)
    for tag in "12345678":
        kept.keep("a", tag, reply(8_500))
        kept.find("a", "1")
    kept.keep("a", "9", reply(8_500))

    assert kept.find("a", "1") is not None
    assert kept.find("a", "2") is None
    assert kept.find("a", "9") is not None


def test_one_large_answer_is_not_kept() -> None:
    """An answer that would drive out most others is computed anew each time."""
    kept = KeptReplies(80_000)
    kept.keep("a", "1", reply(20_000))

    assert kept.find("a", "1") is None


@pytest.mark.parametrize(
    ("header", "exists", "named"),
    [
        (None, True, False),
        ('"a"', True, True),
        ('"b", "a"', True, True),
        ('"b"', True, False),
        ('W/"a"', True, False),
        ("*", True, True),
        ("*", False, False),
    ],
)
def test_conditions(header: str | None, exists: bool, named: bool) -> None:
    """A strong comparison of tags, and the star for whatever exists."""
    assert names(header, ['"a"'], exists=exists) is named


@given(st.lists(st.text(), min_size=2, max_size=2, unique=True))
def test_tags_differ_with_their_parts(parts: list[str]) -> None:
    """Different parts have different tags, the same parts the same, all in quotes."""
    first, second = map(tag_of, parts)

    assert first != second
    assert first == tag_of(parts[0])
    assert first[0] == first[-1] == '"'


def test_dates_are_written_as_http_wants_them() -> None:
    """The date of 1994 in RFC 9110 comes out as it stands there."""
    assert http_date(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT"


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        (None, False),
        ("", False),
        ("gzip", True),
        ("GZIP;q=1.0", True),
        ("br, deflate", False),
        ("gzip;q=0", False),
        ("*", True),
        ("*;q=0", False),
        ("identity;q=1, *;q=0", False),
        ("gzip;q=x", False),
    ],
)
def test_who_takes_gzip(header: str | None, taken: bool) -> None:
    """Weights of nothing refuse; a star takes everything else."""
    assert takes_gzip(header) is taken


@given(st.lists(st.binary(max_size=2_000), max_size=8))
def test_what_is_packed_can_be_unpacked(pieces: list[bytes]) -> None:
    """Piece by piece or as a whole, the same comes out again, and always the same bytes."""
    packer = Packer()
    packed = b"".join(packer.pack(piece, now=not n) for n, piece in enumerate(pieces))
    whole = b"".join(pieces)

    assert gzip.decompress(packed + packer.end()) == whole
    assert gzip.decompress(compressed(whole)) == whole
    assert compressed(whole) == compressed(whole)


def test_the_first_piece_does_not_wait_for_the_second() -> None:
    """What is packed at once can be read before anything else comes."""
    reader = zlib.decompressobj(31)

    assert reader.decompress(Packer().pack(b"head", now=True)) == b"head"
