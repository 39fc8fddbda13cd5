"""The trigger lexica as files: their schema, their types, their examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from nutgraf.model.event import Phase, Role
from nutgraf.model.quantity import Measure

LANGUAGES = Path(__file__).parents[2] / "service/nutgraf/annotation/languages"
GROUPS = {
    "g-state": """election referendum law-or-policy appointment resignation government-change
        emergency-rule restriction""",
    "g-diplomacy": """visit meeting agreement agreement-ended sanction aid membership-change""",
    "g-conflict": """protest riot coup armed-conflict attack terror-attack assassination
        force-by-authorities troop-deployment troop-withdrawal military-exercise ceasefire
        hostage-taking""",
    "g-justice": """crime cyber-attack arrest investigation charge-or-trial court-ruling release""",
    "g-disaster": """earthquake flood storm fire volcanic-eruption landslide drought-or-famine
        transport-accident industrial-accident rescue-or-evacuation""",
    "g-health": "disease-outbreak",
    "g-economy": """price-change merger-or-deal insolvency-or-closure founding economic-crisis
        layoff strike""",
    "g-people": "death award migration",
    "g-science": "discovery-or-launch pollution",
    "g-culture": "sport-event cultural-event",
    "g-services": "suspension resumption traffic-disruption",
}
TYPES = {name for names in GROUPS.values() for name in names.split()}
MEASURES = [
    "killed",
    "injured",
    "missing",
    "arrested",
    "evacuated",
    "deployed",
    "participants",
    "displaced",
    "affected",
]
KINDS = ("noun", "verb", "participle", "phrase")
# How much of a word its compounds, derivations and homographs share at least.
STEM = 4
SHARED = {"needs", "beside", "not", "phase", "roles", "types", "examples"}
KEYS = {
    "noun": {"plural", "compounds", "modifiers", "not_compounds"},
    "verb": {"particle", "forms", "auxiliary", "passive"},
    "participle": {"noun_role"},
    "phrase": {"preposition"},
}
CODES = sorted(folder.name for folder in LANGUAGES.iterdir() if (folder / "triggers").is_dir())
FILES = sorted(LANGUAGES.glob("*/triggers/*.yaml"))


def folded(text: str) -> str:
    """Lower-case text with ss for ß, as the reader compares it."""
    return text.lower().replace("ß", "ss")


@cache
def read(file: Path) -> Any:
    """Parse a YAML file with the safe loader."""
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def rows(file: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every entry of a trigger file with its type and kind."""
    for name, body in read(file).items():
        for row in body["triggers"]:
            (kind,) = [kind for kind in KINDS if kind in row]
            yield name, kind, row


def label(file: Path) -> str:
    """The test id of a file: language and group."""
    return f"{file.parts[-3]}-{file.stem}"


every_file = pytest.mark.parametrize("file", FILES, ids=label)
every_code = pytest.mark.parametrize("code", CODES)


@every_file
def test_types_stand_in_the_file_of_their_group(file: Path) -> None:
    """Each file is named by a group of the vocabulary and has only types of that group."""
    assert set(read(file)) <= set(GROUPS[file.stem].split())


@pytest.mark.parametrize("code", ["de", "en"])
def test_whole_languages_have_every_type(code: str) -> None:
    """German and English have one file per group, with all types of the group."""
    found = {file.stem: set(read(file)) for file in (LANGUAGES / code / "triggers").glob("*.yaml")}
    assert {group: set(names.split()) for group, names in GROUPS.items()} == found


def test_there_are_63_types() -> None:
    """The groups of the vocabulary hold 63 event types."""
    assert len(TYPES) == 63


@every_file
def test_frames_name_known_roles(file: Path) -> None:
    """A frame maps positions and prepositions to codes of the role list or to the place."""
    known = {*Role, "place"}
    for name, body in read(file).items():
        assert set(body) == {"roles", "triggers"}, name
        frame = dict(body["roles"])
        prepositions = frame.pop("prepositions")
        assert set(frame) <= {"subject", "object", "agent"}, name
        assert set(frame.values()) <= set(Role), name
        assert set(prepositions.values()) <= known, name
        assert all(isinstance(word, str) for word in prepositions), name


@every_file
def test_entries_have_only_known_keys(file: Path) -> None:
    """An entry has the keys of its kind, and their values are of the code lists."""
    for name, kind, row in rows(file):
        assert set(row) <= {kind, *SHARED, *KEYS[kind]}, (name, row[kind])
        assert row.get("phase", "whole") in set(Phase), (name, row[kind])
        assert set(row.get("types", [])) <= TYPES, (name, row[kind])
        assert set(row.get("roles", {})) <= {"subject", "object", "agent"}, (name, row[kind])
        assert set(row.get("roles", {}).values()) <= set(Role), (name, row[kind])
        assert row.get("auxiliary", "haben") in {"haben", "sein"}, (name, row[kind])
        assert set(row["examples"]) <= {"yes", "no"}, (name, row[kind])


@every_file
def test_stems_are_lower_case_text(file: Path) -> None:
    """Stems of `needs`, `beside` and `not` are lower-case strings, none empty, none twice."""
    for name, kind, row in rows(file):
        for key in ("needs", "beside", "not"):
            stems = row.get(key, [])
            assert all(isinstance(stem, str) and stem.strip() for stem in stems), (name, row[kind])
            assert [stem.lower() for stem in stems] == stems, (name, row[kind])
            assert len(set(stems)) == len(stems), (name, row[kind])


@every_file
def test_words_and_stems_have_no_stray_marks(file: Path) -> None:
    """Plurals and stems are words; "#" ends a stem that is a sign with a number."""
    for name, kind, row in rows(file):
        assert set(row.get("plural", "-")) & set(";,$=") == set(), (name, row[kind])
        for stem in (*row.get("needs", ()), *row.get("beside", ()), *row.get("not", ())):
            assert set(stem) & set(";,=") == set(), (name, row[kind])
            assert "#" not in stem[:-1], (name, row[kind])


@every_file
def test_no_entry_stands_twice_in_a_type(file: Path) -> None:
    """Within a type each word stands once per kind, unless it asks for other things: "or"."""
    asked = {"needs", "beside", "modifiers"}
    seen = [
        (name, kind, str(row[kind]), *sorted(asked & row.keys())) for name, kind, row in rows(file)
    ]
    assert sorted(seen) == sorted(set(seen))


def marks(kind: str, row: dict[str, Any]) -> list[list[str]]:
    """The beginnings of words of which an example shows one of each list."""
    if kind == "phrase":
        return [[row[kind][0]]]
    if kind == "verb":
        return [[row[kind].removesuffix("en"), *row.get("forms", ())]]
    plural = row.get("plural", "-")
    return [[row[kind], *([] if plural == "-" else [plural])]]


@every_file
def test_every_entry_has_an_example_that_shows_it(file: Path) -> None:
    """Each positive example literally contains a form of its entry."""
    for name, kind, row in rows(file):
        assert row["examples"]["yes"], (name, row[kind])
        for example in row["examples"]["yes"]:
            text = folded(example)
            for forms in marks(kind, row):
                assert any(folded(form) in text for form in forms), (name, row[kind], example)


@every_file
def test_every_entry_has_a_counterexample_with_its_word(file: Path) -> None:
    """Each entry has a negative example, and one of them has a word that begins alike."""
    for name, kind, row in rows(file):
        texts = [folded(example) for example in row["examples"].get("no", ())]
        assert texts, (name, row[kind])
        named = row[kind] if kind == "phrase" else row[kind].split()
        beginnings = [folded(word)[:STEM] for word in (*named, *row.get("forms", ()))]
        assert any(each in text for each in beginnings for text in texts), (name, row[kind])


@every_code
def test_light_verbs_of_phrases_are_in_the_table(code: str) -> None:
    """Every phrase has a verb whose forms the table of light verbs lists."""
    table = read(LANGUAGES / code / "light-verbs.yaml")
    assert all(infinitive in forms for infinitive, forms in table.items())
    for file in sorted((LANGUAGES / code / "triggers").glob("*.yaml")):
        for name, kind, row in rows(file):
            if kind == "phrase":
                assert 2 <= len(row[kind]) <= 3, (name, row[kind])
                assert sum(word in table for word in row[kind]) == 1, (name, row[kind])


@every_code
def test_casualty_words_cover_what_befalls_people(code: str) -> None:
    """Each measure of people has one row, with words and examples that show them."""
    table = read(LANGUAGES / code / "casualties.yaml")
    measures = [row["measure"] for row in table]
    assert set(measures) <= set(Measure)
    assert measures == MEASURES
    for row in table:
        nouns, verbs = ([folded(word) for word in row[key]] for key in ("nouns", "verbs"))
        assert len(set(nouns)) == len(nouns), row["measure"]
        assert len(set(verbs)) == len(verbs), row["measure"]
        for example in row["examples"]["yes"]:
            assert any(_stands_in(folded(example), word) for word in (*nouns, *verbs)), example


def _stands_in(sentence: str, form: str) -> bool:
    """Tell whether the pieces of a form stand in a sentence, with words in its gaps ("…")."""
    pattern = ".*".join(re.escape(piece.strip()) for piece in form.split("…"))
    return re.search(pattern, sentence) is not None
