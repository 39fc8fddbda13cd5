"""Bytes to text: UTF-8 first, legacy encodings by detection, mojibake repaired or refused."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import ftfy
import ftfy.badness
from charset_normalizer import from_bytes

from nutgraf.errors import DocumentError

# Encodings in which German and English newsrooms kept text; wider detection guesses worse.
_LEGACY = ["cp1252", "mac_roman", "cp850"]
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Characters that make XML results ill-formed or hide text: C0 and C1 controls but tab and
# newline, zero-width and bidirectional marks, non-characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_REPLACEMENT = "\ufffd"
# Lines, blocks and shapes of old screens stand in no article: the encoding was another one.
_DRAWN = re.compile("[\u2500-\u25ff]")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Text in NFC with line feeds as newlines, and what had to be done to get it."""

    text: str
    repairs: tuple[str, ...] = ()


def decode(raw: bytes) -> DecodedText:
    """Decode an article's bytes; raise `DocumentError` for what is not text.

    >>> decode("Größe".encode("cp1252")).text
    'Größe'
    """
    text, encoding = _decode(raw)
    repairs = [] if encoding == "utf-8" else [f"decoded from {encoding}"]
    return normalize(text, repairs)


def normalize(text: str, repairs: list[str] | None = None) -> DecodedText:
    """Bring text to NFC, repair mojibake, drop control characters; refuse what stays broken."""
    notes = list(repairs or ())
    repaired = ftfy.fix_encoding(text) if ftfy.badness.is_bad(text) else text
    if repaired != text:
        notes.append("mojibake repaired")
    lines = repaired.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    clean = _UNWANTED.sub("", lines)
    if clean != lines:
        notes.append(f"{len(lines) - len(clean)} control characters removed")
    _refuse_broken(clean)
    return DecodedText(unicodedata.normalize("NFC", clean), tuple(notes))


def _decode(raw: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS.items():
        if raw.startswith(bom):
            return raw.decode(encoding, errors="replace"), encoding
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_legacy(raw)


def _decode_legacy(raw: bytes) -> tuple[str, str]:
    if b"\x00" in raw:
        raise DocumentError("the bytes are not text (they contain NUL)", reason="binary")
    _refuse_damaged(raw)
    best = from_bytes(raw, cp_isolation=_LEGACY).best()
    if best is None or _DRAWN.search(str(best)):
        raise DocumentError(
            "no known encoding fits the bytes; convert the file to UTF-8", reason="encoding"
        )
    return str(best), best.encoding


def _refuse_damaged(raw: bytes) -> None:
    """Refuse UTF-8 in which some bytes are broken: read as another encoding it is garbage."""
    lenient = raw.decode("utf-8", errors="replace")
    sound = sum(char > "\x7f" and char != _REPLACEMENT for char in lenient)
    if sound:
        at = lenient.find(_REPLACEMENT)
        near = lenient[max(0, at - 20) : at + 20].replace("\n", " ")
        raise DocumentError(
            f"the text is UTF-8 with broken bytes (near {near!r}); get the original bytes",
            reason="encoding",
        )


def _refuse_broken(text: str) -> None:
    at = text.find(_REPLACEMENT)
    if at >= 0:
        near = text[max(0, at - 20) : at + 20].replace("\n", " ")
        raise DocumentError(
            f"characters were lost before the text came here (near {near!r}); "
            "get the original bytes or correct the text",
            reason="mojibake",
        )
    # One odd character may be a name or a formula; garbage comes in numbers.
    if ftfy.badness.badness(text) > max(3, len(text) // 200):
        raise DocumentError(
            "the text is garbled (mojibake that cannot be repaired); get the original bytes",
            reason="mojibake",
        )
