from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.annotation import attribution, entities
from nutgraf.annotation.attribution.speech import speech
from nutgraf.annotation.attribution.utterances import find_utterances
from nutgraf.annotation.text.language import Language, language, languages
from nutgraf.annotation.text.segmentation import segment
from nutgraf.model.annotation import Layers, Utterance
from nutgraf.model.document import Block, BlockRole, Document
from nutgraf.model.entity import EntityKind, EntityMention
from nutgraf.model.event import Quotation, SpeechAct

CASES_FOLDER = Path(__file__).parent / "cases"
FIELDS: dict[str, Callable[[Utterance], object]] = {
    "act": lambda u: str(u.speech_act),
    "as": lambda u: str(u.quotation),
    "by": lambda u: u.speaker_span.quote if u.speaker_span else None,
    "claim": lambda u: u.claim,
    "inherited": lambda u: u.inherited,
    "label": lambda u: u.label_only,
    "hearsay": lambda u: u.hearsay,
}


def cases() -> list[Any]:
    """All cases of all languages, as pytest parameters."""
    found = []
    for code in languages():
        file = CASES_FOLDER / f"attribution-{code}.yaml"
        for case in yaml.safe_load(file.read_text("utf-8")):
            found.append(pytest.param(code, case, id=f"{code}: {case['text'][:60]}"))
    return found


def read(text: str, code: str, role: BlockRole = BlockRole.BODY) -> Layers:
    """The sentences of a text of one block per line."""
    blocks = tuple(Block(m.start(), m.end(), role) for m in re.finditer(r"\S[^\n]*", text))
    document = Document(text, code, blocks)
    return Layers(document, sentences=segment(document))


def named(layers: Layers, **kinds: EntityKind) -> Layers:
    """Layers with a mention for every occurrence of each name; its key is the name."""
    text = layers.document.text
    mentions = tuple(
        EntityMention(layers.document.span(m.start(), m.end()), name, kind)
        for name, kind in kinds.items()
        for m in re.finditer(name, text)
    )
    return replace(layers, mentions=mentions)


def utterances(layers: Layers) -> tuple[Utterance, ...]:
    """What is said in a document."""
    return find_utterances(layers, language(layers.document.language))


@pytest.mark.parametrize(("code", "case"), cases())
def test_utterances_are_found(code: str, case: dict[str, Any]) -> None:
    """A text yields exactly the utterances of its case, by the words for their speakers."""
    found = utterances(read(case["text"], code))

    assert [u.content.quote for u in found] == [said["content"] for said in case["says"]]
    for utterance, said in zip(found, case["says"], strict=True):
        told = {key: FIELDS[key](utterance) for key in said if key in FIELDS}
        assert told == {key: said[key] for key in told}


@pytest.mark.parametrize("code", languages())
def test_verbs_of_saying_are_many_and_cover_all_acts(code: str) -> None:
    """A language lists at least 120 verbs of saying, with every speech act among them."""
    sayings = {form.saying for forms in speech(language(code)).forms.values() for form in forms}

    assert len(sayings) >= 120
    assert {saying.act for saying in sayings} == set(SpeechAct)


def test_a_language_may_leave_words_out(tmp_path: Path) -> None:
    """A table of verbs and nothing else reads a quotation and what runs on behind its verb."""
    tables = {
        "attribution": {"that": ["que"], "complementizers": ["que"]},
        "saying": {
            "paradigms": {},
            "verbs": {
                "dire": {
                    "finite": ["dit"],
                    "participle": ["dit"],
                    "act": "states",
                    "takes": ["clause"],
                }
            },
        },
        "quotes": {"pairs": ["«»"], "spaced": ["«»"], "longest": 900, "label_words": 4},
        "segmentation": {"finite": [], "abbreviations": []},
    }
    for name, table in tables.items():
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(table, allow_unicode=True), "utf-8")
    text = "Anne Martin dit que le pont est fermé.\n« Le pont est fermé », dit Anne Martin."

    found = find_utterances(read(text, "en"), Language("xx", tmp_path))

    assert [u.content.quote for u in found] == ["que le pont est fermé", "Le pont est fermé"]


@pytest.mark.parametrize("code", languages())
def test_languages_have_only_groups_that_are_read(code: str) -> None:
    """A language may lack a group of words, but lists none that no rule asks for."""
    rooms = Path(attribution.__file__).parent, Path(entities.__file__).parent
    rules = "".join(file.read_text("utf-8") for room in rooms for file in room.glob("*.py"))

    assert [g for g in language(code).table("attribution") if f'"{g}"' not in rules] == []


def test_the_person_in_the_subject_speaks() -> None:
    """The speaker is the person of the subject, not the body after it."""
    text = "Der Minister Guterres von der Behörde Unicef sagte, man helfe."
    layers = named(read(text, "de"), Guterres=EntityKind.PERSON, Unicef=EntityKind.ORGANISATION)

    assert [u.speaker for u in utterances(layers)] == ["Guterres"]


def test_a_spokesman_speaks_for_the_body() -> None:
    """An unnamed spokesman of a named body speaks as the body."""
    text = "Ein Sprecher von Unicef sagte, die Hilfe sei da."
    layers = named(read(text, "de"), Unicef=EntityKind.ORGANISATION)

    assert [u.speaker for u in utterances(layers)] == ["Unicef"]


def test_a_spokesman_is_not_the_person_he_speaks_for() -> None:
    """The spokesman of a named person is somebody else and has no name."""
    text = "Ein Sprecher von Macron sagte, die Reise sei verschoben."
    layers = named(read(text, "de"), Macron=EntityKind.PERSON)

    (utterance,) = utterances(layers)

    assert utterance.speaker is None
    assert utterance.speaker_span is not None


def test_a_pronoun_speaks_for_the_person_before() -> None:
    """The pronoun "er" stands for the person of the sentence before, and speaks on."""
    text = "Macron besuchte die Stadt. Er versprach, rasch zu helfen. Die Lage sei ernst."
    layers = named(read(text, "de"), Macron=EntityKind.PERSON)

    assert [u.speaker for u in utterances(layers)] == ["Macron", "Macron"]


def test_it_stands_for_the_body_before() -> None:
    """An English "it" that says something stands for the body named before."""
    text = "Unicef sent help. It said that more was needed."
    layers = named(read(text, "en"), Unicef=EntityKind.ORGANISATION)

    assert [u.speaker for u in utterances(layers)] == ["Unicef"]


def test_who_is_thanked_is_the_addressee() -> None:
    """The dative of a verb of thanking names the addressee."""
    text = "Macron dankte seinem Kollegen Guterres für die Hilfe."
    layers = named(read(text, "de"), Macron=EntityKind.PERSON, Guterres=EntityKind.PERSON)

    (utterance,) = utterances(layers)

    assert (utterance.speaker, utterance.addressee) == ("Macron", "Guterres")
    assert utterance.content.quote == "die Hilfe"


def test_a_newspaper_that_is_told_is_no_addressee() -> None:
    """A newspaper that is told ("sagte der Zeitung") is where something was said, not to whom."""
    text = "Macron sagte der Zeitung Libération, die Reise sei verschoben."
    layers = named(read(text, "de"), Macron=EntityKind.PERSON, Libération=EntityKind.ORGANISATION)

    (utterance,) = utterances(layers)

    assert (utterance.speaker, utterance.addressee) == ("Macron", None)


def test_who_is_ordered_is_the_addressee() -> None:
    """The object of an English verb of ordering names the addressee, not what follows it."""
    text = "Macron ordered the Legion to help Unicef."
    layers = named(
        read(text, "en"),
        Macron=EntityKind.PERSON,
        Legion=EntityKind.ORGANISATION,
        Unicef=EntityKind.ORGANISATION,
    )

    (utterance,) = utterances(layers)

    assert (utterance.speaker, utterance.addressee) == ("Macron", "Legion")


def test_an_office_is_not_its_holder() -> None:
    """What a person's office says is not said by the person."""
    layers = named(read("Macron's office said the trip was off.", "en"), Macron=EntityKind.PERSON)

    assert [u.speaker for u in utterances(layers)] == [None]


def test_a_pronoun_without_a_name_nearby_is_the_last_speaker() -> None:
    """A pronoun goes back to the last person who spoke, but not past somebody without a name."""
    text = "Macron lobte die Helfer.\nEr betonte, man warte."
    layers = named(read(text, "de"), Macron=EntityKind.PERSON)
    between = text.replace("\n", "\nDer Sprecher dementierte den Bericht.\n")
    others = named(read(between, "de"), Macron=EntityKind.PERSON)

    assert [u.speaker for u in utterances(layers)] == ["Macron", "Macron"]
    assert [u.speaker for u in utterances(others)] == ["Macron", None, None]


def test_a_headline_names_its_source_before_a_colon() -> None:
    """A headline "X: Y" puts Y in the mouth of X when X is a person or body."""
    layers = read("Guterres: Die Lage ist sehr ernst", "de", BlockRole.HEADLINE)

    (utterance,) = utterances(named(layers, Guterres=EntityKind.PERSON))

    assert utterance.content.quote == "Die Lage ist sehr ernst"
    assert utterance.speaker == "Guterres"


def test_a_place_before_a_colon_is_no_source() -> None:
    """A headline "Place: Y" tells where, not who says it."""
    layers = read("Almaty: Die Lage ist sehr ernst", "de", BlockRole.HEADLINE)

    assert utterances(named(layers, Almaty=EntityKind.PLACE)) == ()


def test_reports_do_not_run_on_from_the_headline() -> None:
    """What a headline says is not carried into the text."""
    text = "Macron kündigt Reise an\nDie Lage sei ernst."
    document = Document(
        text, "de", (Block(0, 23, BlockRole.HEADLINE), Block(24, len(text), BlockRole.BODY))
    )
    layers = named(Layers(document, sentences=segment(document)), Macron=EntityKind.PERSON)

    found = utterances(layers)

    assert [u.speaker for u in found] == ["Macron", None]


@pytest.mark.parametrize(("code", "case"), cases())
def test_spans_quote_the_text(code: str, case: dict[str, Any]) -> None:
    """Every span of an utterance is cut from the text, and contents come in order."""
    text = case["text"]

    found = utterances(read(text, code))

    for utterance in found:
        spans = (utterance.content, utterance.cue, utterance.speaker_span)
        assert all(s.quote == text[s.start : s.end] for s in spans if s is not None)
    assert [u.content.start for u in found] == sorted(u.content.start for u in found)


def test_quoted_words_stand_without_their_marks() -> None:
    """The content of a direct quotation leaves out the quotation marks."""
    (utterance,) = utterances(read("„Es ist vorbei“, sagte sie.", "de"))

    assert utterance.quotation is Quotation.DIRECT
    assert utterance.content.quote == "Es ist vorbei"


@given(st.data())
def test_any_words_can_be_read(data: st.DataObject) -> None:
    """Whatever words of saying and marks follow each other, spans stay inside the text."""
    code = data.draw(st.sampled_from(languages()))
    known = speech(language(code))
    words = [*sorted(known.forms), *sorted(known.words["prepositions"]), *known.words["back"]]
    marks = [",", ".", ":", "„", "“", '"', "(", ")", "–", "Almaty", "ruhig"]
    drawn = data.draw(st.lists(st.sampled_from(words + marks), min_size=1, max_size=25))
    text = " ".join(drawn)

    found = utterances(read(text, code))

    assert all(u.content.quote == text[u.content.start : u.content.end] for u in found)
