"""Unknown names: the tagger's weights, its probabilities, and what it may add."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nutgraf.annotation.entities.name_evidence import Evidence, marks
from nutgraf.annotation.entities.name_tagger import (
    TABLE,
    NameTagger,
    chunks,
    features,
    name_tagger,
)
from nutgraf.annotation.entities.name_weights import packed, unpacked, weights
from nutgraf.annotation.text.language import Language, language, languages
from nutgraf.annotation.text.tokens import tokenize
from nutgraf.errors import ConfigurationError

_GERMAN = language("de")
#: Corpora whose licence forbids commercial use; nothing that ships may be trained on them.
_NON_COMMERCIAL = (
    "quotes",
    "GNQA",
    "WikiNEuRal",
    "Wikinews",
    "CC BY-NC",
    "Research use only",
    "non-commercial",
)


@pytest.fixture(scope="module")
def tagger() -> NameTagger:
    """The tagger that ships."""
    found = name_tagger(_GERMAN)
    assert found is not None
    return found


def test_weights_come_back_as_they_were_packed() -> None:
    """Packing keeps features, labels and weights to three digits, in sorted order."""
    state = {"w=b": [(1, 0.5), (2, -1.25)], "w=a": [(0, 2.0)], "w=c": [(0, 0.0001)]}
    edges = [[0.0, 1.0, 2.0]] * 3
    content = packed(("O", "B-PER", "I-PER"), edges, state)
    back = unpacked(content)
    assert list(back.state) == ["w=a", "w=b"]
    assert back.sum(("w=b", "unheard of")).tolist() == [0.0, 0.5, -1.25]
    assert back.sum(("unheard of",)).tolist() == [0.0, 0.0, 0.0]
    assert back.transitions.tolist() == edges
    assert content == packed(("O", "B-PER", "I-PER"), edges, dict(reversed(state.items())))


def test_other_weights_are_refused(tmp_path: Path) -> None:
    """A file that is not the one the table names is a configuration error."""
    file = tmp_path / "names.weights"
    file.write_bytes(packed(("O", "B-PER"), [[0.0] * 2] * 2, {}))
    with pytest.raises(ConfigurationError, match="SHA-256"):
        weights(file, "0" * 64)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        weights(tmp_path / "missing", "0" * 64)


@pytest.mark.parametrize("code", languages())
def test_weights_are_those_their_table_names(code: str) -> None:
    """The weights of every language that has some are the pinned ones and not too large."""
    of = language(code)
    if not (of.folder / f"{TABLE}.yaml").exists():
        assert name_tagger(of) is None
        return
    assert name_tagger(of) is not None
    assert (of.folder / of.table(TABLE)["weights"]).stat().st_size < 4 * 2**20


@pytest.mark.parametrize("card", sorted(_GERMAN.folder.parent.glob("*/names-card.md")))
def test_data_card_names_free_corpora_only(card: Path) -> None:
    """Weights are trained on nothing whose licence forbids commercial use."""
    text = card.read_text(encoding="utf-8")
    assert [name for name in _NON_COMMERCIAL if name.lower() in text.lower()] == []
    assert "CC BY 4.0" in text


def test_every_weights_file_has_a_card() -> None:
    """No weights without their data card."""
    files = sorted(_GERMAN.folder.parent.glob("*/*.weights"))
    assert files
    assert [f.name for f in files if not (f.parent / "names-card.md").exists()] == []


def test_training_and_tagging_see_the_same(tagger: NameTagger) -> None:
    """What the tagger sums from kept rows is what the features it is trained on say."""
    tokens = tokenize("Dort traf Welting den FC Kardolin.", 0, 34)
    told = marks([], len(tokens))
    plain = [tagger.weights.sum(said) for said in features(tokens, told, tagger.evidence)]
    assert np.allclose(plain, tagger.scores(tokens, told, range(len(tokens))))


def test_a_stretch_sees_what_stands_around(tagger: NameTagger) -> None:
    """A stretch of a sentence has the scores that it has in the whole."""
    tokens = tokenize("Dort traf Welting den FC Kardolin.", 0, 34)
    told = marks([], len(tokens))
    whole = tagger.scores(tokens, told, range(len(tokens)))
    assert np.allclose(whole[2:5], tagger.scores(tokens, told, range(2, 5)))


def test_probabilities_are_probabilities(tagger: NameTagger) -> None:
    """Each name has a probability above none and at most one."""
    tokens = tokenize("Der Sänger Ulf Grauhorn lebt in Kardolin.", 0, 41)
    found = tagger.tag(tokens, marks([], len(tokens)))
    assert found
    assert all(0.0 < one.probability <= 1.0 for one in found)


def test_chunks_join_what_goes_on() -> None:
    """A name goes on while its class does; a lone I- opens one of its own."""
    labels = ("B-PER", "I-PER", "O", "B-LOC", "B-LOC", "I-ORG")
    assert list(chunks(labels)) == [(0, 2, "PER"), (3, 4, "LOC"), (4, 5, "LOC"), (5, 6, "ORG")]


def test_evidence_of_a_word_is_of_its_lists() -> None:
    """A word says in which lists it stands, whole, in the genitive or before a hyphen."""
    evidence = Evidence.of(_GERMAN)
    town = _GERMAN.table(TABLE)["lists"]["places"][0]
    assert "in places" in evidence.near(town)
    assert "with places" in evidence.near(f"{town}-West")
    assert "is organisation" in evidence.near("Verein")


def test_a_language_without_lists_has_no_tagger(tmp_path: Path) -> None:
    """A language is read without a tagger when its folder has no table for one."""
    assert name_tagger(Language("xx", tmp_path)) is None
