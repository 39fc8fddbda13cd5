"""What a spaCy pipeline proposes stands beside what the rules found, never over it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from tests.annotation.backends.articles import document, english, german

from nutgraf.annotation.annotator import RulesAnnotator
from nutgraf.annotation.backends.spacy.annotator import SpacyAnnotator
from nutgraf.annotation.backends.spacy.labels import labels
from nutgraf.annotation.backends.spacy.parses import parse
from nutgraf.annotation.backends.spacy.sentences import with_parse
from nutgraf.annotation.stages import read_layers
from nutgraf.annotation.text.language import language
from nutgraf.errors import ConfigurationError
from nutgraf.linking.table import EntityTable
from nutgraf.model.annotation import AnnotatedDocument
from nutgraf.model.entity import EntityKind

Build = Callable[..., SpacyAnnotator]


def kinds(annotated: AnnotatedDocument) -> dict[str, EntityKind]:
    """The kinds of the entities that the pipeline found, by name."""
    found = {mention.entity for mention in annotated.mentions if mention.proposed_by}
    return {each.name: each.kind for each in annotated.entities if each.key in found}


def test_names_become_participants_and_places(pipeline: Build, table: EntityTable) -> None:
    """A name that only the pipeline knows plays its part in what the rules read."""
    annotator = pipeline("de", ("PER", "Quirin Zwackl"), ("LOC", "Oberzwieselbach"))
    annotated = annotator.annotate(german(), table)

    names = {entity.key: entity.name for entity in annotated.entities}
    (arrest,) = [event for event in annotated.events if "arrest" in event.types]
    assert [names[part.entity] for part in arrest.participations] == ["Quirin Zwackl"]
    assert names[arrest.place or ""] == "Oberzwieselbach"


def test_changed_reports_are_marked(pipeline: Build, table: EntityTable) -> None:
    """A report that has its place from the pipeline names the pipeline, and so does the name."""
    article = document("de", ("Im hohlen Zwickel protestierten am Montag Tausende.",))
    annotator = pipeline("de", ("LOC", "hohlen Zwickel"))
    annotated = annotator.annotate(article, table)

    (protest,) = annotated.events
    (name,) = [mention for mention in annotated.mentions if mention.entity == protest.place]
    assert name.span.quote == "hohlen Zwickel"
    assert protest.proposed_by == name.proposed_by == annotator.id
    assert annotated.backends == (annotator.id,)


def test_a_surname_finds_its_bearer(pipeline: Build, table: EntityTable) -> None:
    """A surname and its genitive are the person named in full, not another one."""
    article = document("de", ("Quirin Zwackl sprach.", "Zwackl ging.", "Das Haus Zwackls brennt."))
    annotator = pipeline("de", ("PER", "Quirin Zwackl"), ("PER", "Zwackl"), ("PER", "Zwackls"))
    people = [
        entity
        for entity in annotator.annotate(article, table).entities
        if entity.kind is EntityKind.PERSON
    ]

    assert [(one.name, len(one.mentions)) for one in people] == [("Quirin Zwackl", 3)]


def test_the_table_knows_better(pipeline: Build, table: EntityTable) -> None:
    """What the rules found by the table keeps its kind; the other view of it is counted."""
    article = document("de", ("In Almaty brannte am Montag das Rathaus.",))
    wrong = pipeline("de", ("PER", "In Almaty"))
    annotated = wrong.annotate(article, table)

    assert kinds(annotated) == {}
    assert annotated.entities == RulesAnnotator().annotate(article, table).entities
    assert annotated.ledger.rejected["proposal-overruled"] == 1


def test_agreement_is_no_change(pipeline: Build, table: EntityTable) -> None:
    """A pipeline that finds what the rules found adds nothing and marks nothing."""
    article = document("de", ("In Almaty brannte am Montag das Rathaus.",))
    annotated = pipeline("de", ("LOC", "Almaty")).annotate(article, table)

    alone = RulesAnnotator().annotate(article, table)
    assert (annotated.events, annotated.mentions) == (alone.events, alone.mentions)
    assert annotated.ledger == alone.ledger


def test_other_labels_propose_nothing(pipeline: Build, table: EntityTable) -> None:
    """Labels that the table of labels does not list, as for dates, are no names."""
    annotated = pipeline("de", ("DATE", "Dienstag"), ("MISC", "Licht")).annotate(german(), table)

    assert kinds(annotated) == {}


def test_another_language_gets_no_proposals(pipeline: Build, table: EntityTable) -> None:
    """A pipeline is not asked about a language that is not its own, and the ledger says so."""
    annotated = pipeline("de", ("LOC", "Quelbridge")).annotate(english(), table)

    assert kinds(annotated) == {}
    assert annotated.events == RulesAnnotator().annotate(english(), table).events
    assert annotated.ledger.rejected["proposal-other-language"] == 1


def test_a_pipeline_for_any_language(pipeline: Build, table: EntityTable) -> None:
    """A pipeline without a language of its own proposes in every one."""
    article = document("de", ("Im hohlen Zwickel brennt es.",))
    annotated = pipeline("xx", ("LOC", "hohlen Zwickel")).annotate(article, table)

    assert kinds(annotated) == {"hohlen Zwickel": EntityKind.PLACE}


def test_a_pipeline_that_cannot_be_loaded(tmp_path: Path, pipeline: Build) -> None:
    """A pipeline with a component that is not there is a configuration error."""
    made: Any = pipeline("de").pipeline
    made.to_disk(tmp_path / "pipeline")
    config = tmp_path / "pipeline" / "config.cfg"
    text = config.read_text("utf-8").replace('"sentencizer"', '"no_such_component"')
    config.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigurationError, match="no_such_component"):
        SpacyAnnotator.load(str(tmp_path / "pipeline"))


def test_a_lost_space_parts_sentences(pipeline: Build, table: EntityTable) -> None:
    """A boundary behind a mark without white space is taken; the rules' own stay."""
    article = document(
        "de", ("Das Wasser steigt.Die Polizei warnt vor dem 3. Juni. Dr. Weiss schweigt.",)
    )
    sentences = pipeline("de").annotate(article, table).sentences

    assert [sentence.quote for sentence in sentences] == [
        "Das Wasser steigt.",
        "Die Polizei warnt vor dem 3. Juni.",
        "Dr. Weiss schweigt.",
    ]


def test_clauses_come_from_the_parse(table: EntityTable) -> None:
    """With a dependency parse, each finite verb has a clause, and a conjunction opens it."""
    article = document("de", ("Der Kran, der gestern kippte, steht, weil die Firma zahlt.",))
    found = parse(article, parsed_pipeline(), labels())
    layers = with_parse(read_layers(article, table), found, language("de"))

    (sentence,) = layers.sentences
    words = [[token.text for token in sentence.tokens[c.first : c.last]] for c in sentence.clauses]
    assert words == [
        ["Der", "Kran", ","],
        ["der", "gestern", "kippte", ","],
        ["steht", ","],
        ["weil", "die", "Firma", "zahlt", "."],
    ]
    assert [c.subordinate for c in sentence.clauses] == [False, True, False, True]
    assert [c.opener for c in sentence.clauses] == [None, "der", None, "weil"]


_HEADS = [1, 7, 1, 5, 5, 1, 5, 7, 7, 12, 11, 12, 7, 7]
_LABELS = ["nk", "sb", "punct", "sb", "mo", "rc", "punct"]
_LABELS += ["ROOT", "punct", "cp", "nk", "sb", "mo", "punct"]
_FINITE = {5, 7, 12}


def parsed_pipeline() -> Language:
    """A pipeline whose parser knows the one sentence of the test above, in TIGER labels."""
    made = spacy.blank("de")

    def parsed(doc: Doc) -> Doc:
        morphs = ["VerbForm=Fin" if at in _FINITE else "" for at in range(len(doc))]
        morphs[3] = "PronType=Rel"
        words = [token.text for token in doc]
        spaces = [bool(token.whitespace_) for token in doc]
        return Doc(doc.vocab, words, spaces, heads=_HEADS, deps=_LABELS, morphs=morphs)

    Language.component("nutgraf_test_parser", func=parsed)
    made.add_pipe("nutgraf_test_parser")
    return made


def test_a_pipeline_by_its_folder(table: EntityTable, tmp_path: Path, pipeline: Build) -> None:
    """A pipeline on disk is loaded by its path, and its id tells its content."""
    loaded = []
    for name in ("hohlen Zwickel", "Haushalten"):
        made: Any = pipeline("de", ("LOC", name)).pipeline
        made.to_disk(tmp_path / name)
        loaded.append(SpacyAnnotator.load(str(tmp_path / name)))

    article = document("de", ("Im hohlen Zwickel brennt es.",))
    assert kinds(loaded[0].annotate(article, table)) == {"hohlen Zwickel": EntityKind.PLACE}
    assert loaded[0].id != loaded[1].id
    assert SpacyAnnotator.load(str(tmp_path / "hohlen Zwickel")).id == loaded[0].id


def test_a_pipeline_that_is_not_there() -> None:
    """A pipeline that is not installed is a configuration error that says how to get it."""
    with pytest.raises(ConfigurationError, match="spacy download de_nothing_sm"):
        SpacyAnnotator.load("de_nothing_sm")
