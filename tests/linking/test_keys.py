"""Keys: spellings of one name meet, other names do not."""

from __future__ import annotations

import pytest

from nutgraf.linking.keys import name_key, plain_key, sound_key


@pytest.mark.parametrize(
    "spellings",
    [
        ("Tokajew", "Tokayev", "Tokaev", "Tokajev", "Toqajew"),
        ("Nasarbajew", "Nazarbayev", "Nazarbaev"),
        ("Selenskyj", "Zelensky", "Zelenskyy", "Selenski"),
        ("Lukaschenko", "Lukashenko"),
        ("Schoigu", "Shoigu", "Schojgu"),
        ("Medwedew", "Medvedev", "Medwedjew"),
        ("Paschinjan", "Pashinyan"),
        ("Wladimir Putin", "Vladimir Putin"),
    ],
)
def test_transliterations_share_a_key(spellings: tuple[str, ...]) -> None:
    """German, English and other romanisations of one name have one sound key."""
    assert len({sound_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [("Merkel", "Merz"), ("Putin", "Rutte"), ("Minsk", "Moskau"), ("Iran", "Irak")],
)
def test_other_names_have_other_keys(left: str, right: str) -> None:
    """The sound key keeps different names apart."""
    assert sound_key(left) != sound_key(right)


def test_name_key_folds_case_and_typography() -> None:
    """Case, sharp s, apostrophes and white space make no difference."""
    assert name_key("Weißes  HAUS’") == name_key("weisses haus'")


def test_plain_key_drops_diacritics() -> None:
    """A name is found without its diacritics."""
    assert plain_key("Recep Tayyip Erdoğan") == "recep tayyip erdogan"
