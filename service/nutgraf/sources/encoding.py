"""Bytes to text: UTF-8 first, legacy encodings by detection, mojibake repaired or refused."""

from __future__ import annotations

import html
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
# newline, soft hyphens, zero-width and bidirectional marks, non-characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_REPLACEMENT = "\ufffd"
# So few lost characters leave the rest of a text readable; they stay where they stand.
_LOST_IN = 400
# Windows-1252 bytes that stray into UTF-8 where texts were pasted together: letters of
# western languages, typographic quotation marks and dashes, the euro, spaces that do not break.
_STRAY = re.compile(
    rb"[\x80\x82\x84\x85\x91-\x97\xa0\xa7\xab\xb0\xbb\xc4\xd6\xdc\xdf-\xf6\xf8-\xfd]"
)
_STRAYS = 500
# What no text of western languages has: other characters beyond ASCII, punctuation inside a word
# ("K„se" is "Käse" read wrongly), a capital behind a small letter ("KÜln").
_MISREAD = re.compile(
    "[^\x00-\x7fÀ-ÖØ-öø-ÿŒœ€„“”‚‘’«»‹›–—…•§°·²³½£©®\xa0]"
    "|[^\\W\\d_][„“”‚‘«»‹›•§°€£][^\\W\\d_]"
    "|[a-zß-öø-ÿ][À-ÖØ-Þ]|[^\\W\\d_][À-ÖØ-Þ][a-zß-öø-ÿ]|[à-öø-ÿ][A-Z0-9]"
    "|[^\\W\\d_][„‚‘]|[”](?=[^\\W\\d_])|[ÃÂ]"
)
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,5}|#x[0-9A-Fa-f]{2,4});")
# A word cut at the end of a line of fixed width; not "Nord-\nund Ostsee".
_CUT = re.compile(r"(?<=[a-zäöüß]{2})-\n(?=[a-zäöüß]{2,})(?!(?:und|oder|bzw|and|or)\b)")
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
    if _ENTITY.search(repaired):
        repaired = _ENTITY.sub(lambda match: html.unescape(match.group()), repaired)
        notes.append("character references replaced")
    lines = repaired.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    clean = _UNWANTED.sub("", lines)
    if clean != lines:
        notes.append(f"{len(lines) - len(clean)} control characters removed")
    joined, cuts = _CUT.subn("", clean)
    if cuts:
        notes.append(f"{cuts} words cut at line ends joined")
    _refuse_broken(joined)
    if _REPLACEMENT in joined:
        notes.append(f"{joined.count(_REPLACEMENT)} characters were lost before the text came here")
    return DecodedText(unicodedata.normalize("NFC", joined), tuple(notes))


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
    if _is_utf8_at_heart(raw):
        mended = _mend(raw)
        if mended is None:
            _refuse_damaged(raw)
        else:
            return mended, "utf-8 with stray windows-1252 bytes"
    # Few odd bytes tell a detector too little: the likeliest encoding that gives sound words wins.
    for encoding in _LEGACY:
        read = _read_as(raw, encoding)
        if read is not None and not _MISREAD.search(read):
            return read, encoding
    best = from_bytes(raw, cp_isolation=_LEGACY).best()
    if best is None or _DRAWN.search(str(best)):
        raise DocumentError(
            "no known encoding fits the bytes; convert the file to UTF-8", reason="encoding"
        )
    return str(best), best.encoding


def _read_as(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _mend(raw: bytes) -> str | None:
    """Read UTF-8 with a few stray bytes of Windows-1252 in it, each byte by what it can be."""
    mended: list[str] = []
    for _ in range(_STRAYS):
        try:
            return "".join((*mended, raw.decode("utf-8")))
        except UnicodeDecodeError as error:
            mended.append(raw[: error.start].decode("utf-8"))
            if error.end == len(raw) and error.reason == "unexpected end of data":
                return "".join(mended)
            stray, raw = raw[error.start : error.start + 1], raw[error.start + 1 :]
            if not _STRAY.fullmatch(stray):
                return None
            mended.append(stray.decode("cp1252"))
    return None


def _is_utf8_at_heart(raw: bytes) -> bool:
    """Tell whether some characters beyond ASCII are sound UTF-8: no other encoding gives them."""
    lenient = raw.decode("utf-8", errors="replace")
    return any(char > "\x7f" and char != _REPLACEMENT for char in lenient)


def _refuse_damaged(raw: bytes) -> None:
    lenient = raw.decode("utf-8", errors="replace")
    at = lenient.find(_REPLACEMENT)
    near = lenient[max(0, at - 20) : at + 20].replace("\n", " ")
    raise DocumentError(
        f"the text is UTF-8 with broken bytes (near {near!r}); get the original bytes",
        reason="encoding",
    )


def _refuse_broken(text: str) -> None:
    at = text.find(_REPLACEMENT)
    if text.count(_REPLACEMENT) * _LOST_IN > len(text):
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
