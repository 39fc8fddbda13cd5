"""Bytes become text, or are refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.errors import DocumentError
from nutgraf.sources.encoding import decode, normalize

GERMAN = 'Über 10 000 Bürger grüssten für die Übung: "Größe zählt", sagte der Bürgermeister.'


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp850"]
)
def test_legacy_encodings(encoding: str) -> None:
    """German text comes back whole from every encoding newsrooms used."""
    assert decode(GERMAN.encode(encoding)).text == GERMAN


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Der Chef sagte: “Nein”.", "cp1252"),
        ("John–Paul kam 1990–92.", "cp1252"),
        ("Der Käse", "cp1252"),
        ("Die Käse GmbH zählt", "cp850"),
        ("It’s the café’s “menu”", "mac_roman"),
        ("Der Käse aus Köln für die Straße", "mac_roman"),
    ],
)
def test_few_odd_bytes(text: str, encoding: str) -> None:
    """A short text with few odd bytes is read by what its words can look like."""
    assert decode(text.encode(encoding)).text == text


def test_mojibake_is_repaired() -> None:
    """UTF-8 read as Windows-1252 is turned back and the repair is noted."""
    garbled = GERMAN.encode().decode("cp1252")

    decoded = decode(garbled.encode())

    assert decoded.text == GERMAN
    assert "mojibake repaired" in decoded.repairs


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("Der Pr\ufffdsident besuchte die Stadt.".encode(), "mojibake"),
        (b"\x00\x01\x02\xff\xfe\x00", "binary"),
        ("Fünf Menschen, größer als früher. ".encode() + b"\xff\xfe und \xc3\x28.", "encoding"),
    ],
)
def test_lost_text_is_refused(raw: bytes, reason: str) -> None:
    """What cannot be brought back is refused instead of becoming garbage names."""
    with pytest.raises(DocumentError) as caught:
        decode(raw)

    assert caught.value.reason == reason


def test_stray_bytes_are_mended() -> None:
    """Windows-1252 bytes pasted into UTF-8 are read as what they are, and it is noted."""
    raw = "Größe zählt, sagte ".encode() + "die Bürgermeisterin „spät“.".encode("cp1252")

    decoded = decode(raw)

    assert decoded.text == "Größe zählt, sagte die Bürgermeisterin „spät“."
    assert decoded.repairs == ("decoded from utf-8 with stray windows-1252 bytes",)


def test_a_cut_last_character_is_left_out() -> None:
    """A file cut inside its last character is read up to there."""
    assert decode("Die Übung endet spä".encode()[:-1]).text == "Die Übung endet sp"


def test_one_lost_character_stays_lost() -> None:
    """A long text with one character lost is read; the character stays lost and is counted."""
    text = "Der Pr\ufffdsident besuchte die Stadt. " + "Die Lage blieb ruhig. " * 30

    decoded = normalize(text)

    assert decoded.text == text
    assert decoded.repairs == ("1 characters were lost before the text came here",)


def test_character_references_are_replaced() -> None:
    """Character references left in a text become the characters they stand for."""
    decoded = normalize("M&uuml;nchen &amp; Z&#252;rich &ndash; 3 &lt; 4; AT&T; bleibt")

    assert decoded.text == "München & Zürich – 3 < 4; AT&T; bleibt"
    assert decoded.repairs == ("character references replaced",)


@pytest.mark.parametrize(
    ("cut", "joined"),
    [
        ("Die Regie-\nrung trat zurück.", "Die Regierung trat zurück."),
        ("an Nord-\nund Ostsee", "an Nord-\nund Ostsee"),
        ("die Baden-\nWürttemberger", "die Baden-\nWürttemberger"),
        ("Regie\u00adrung", "Regierung"),
    ],
)
def test_words_cut_at_line_ends_are_joined(cut: str, joined: str) -> None:
    """A word cut in two is one word again; a hyphen that belongs there stays."""
    assert normalize(cut).text == joined


def test_control_characters_go_and_are_counted() -> None:
    """Characters that make XML ill-formed or hide text are removed and recorded."""
    decoded = normalize("Die\x0c Lage\u202e ist\u200b ruhig.")

    assert decoded.text == "Die Lage ist ruhig."
    assert decoded.repairs == ("3 control characters removed",)


WORDS = ["Größe", "«Übung»", "„zurück“", "–", "Zürich,", "naïve", "10’000", "€", "Łódź", "Öl."]


@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_utf8_text_is_left_alone(words: list[str]) -> None:
    """Sound UTF-8 passes unchanged."""
    text = " ".join(words)

    assert decode(text.encode()).text == text
