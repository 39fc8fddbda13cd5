"""Training of the tagger of unknown names, and its five-fold cross-validation."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pycrfsuite

from bench.names.corpora import CLASSES, FOLDS, Sample, germeval, smartdata
from bench.names.counting import Count, Counts, add
from nutgraf.annotation.entities.entity_mentions import explained
from nutgraf.annotation.entities.findings import Finding
from nutgraf.annotation.entities.name_evidence import Evidence, marks
from nutgraf.annotation.entities.name_tagger import NameTagger, features
from nutgraf.annotation.entities.name_weights import Weights, packed, unpacked
from nutgraf.annotation.text.clauses import clauses
from nutgraf.annotation.text.language import language
from nutgraf.folders import folder
from nutgraf.linking.table import EntityTable
from nutgraf.model.annotation import Layers, Sentence
from nutgraf.model.document import Block, BlockRole, Document

#: Regularisation and steps, chosen on folds 0 and 1 only.
_PARAMETERS = {
    "c1": 0.1,
    "c2": 0.1,
    "max_iterations": 60,
    "feature.possible_transitions": True,
}
#: Features of sentences from other corpora are seen twice: as such, and as of that corpus, so
#: that what those corpora annotate otherwise is learnt apart (Daume 2007).
_APART = "S:"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sentence with the marks of the rules, its features and labels."""

    sample: Sample
    told: tuple[str, ...]
    items: pycrfsuite.ItemSequence


def prepared(evidence: Evidence) -> list[Prepared]:
    """All sentences that are trained on."""
    return [_prepared(one, evidence) for one in (*germeval(), *smartdata())]


def _prepared(sample: Sample, evidence: Evidence) -> Prepared:
    told = tuple(marks(reading(sample), len(sample.tokens)))
    rows = features(sample.tokens, told, evidence)
    if sample.external:
        rows = [[*row, *(_APART + name for name in row)] for row in rows]
    return Prepared(sample, told, pycrfsuite.ItemSequence(rows))


def reading(sample: Sample) -> list[Finding]:
    """What the tables and rules find in a sentence by itself."""
    german, tokens = language("de"), sample.tokens
    first, last = tokens[0].start, tokens[-1].end
    sentence = Sentence(first, last, BlockRole.BODY, tokens, clauses(tokens, german))
    document = Document(sample.text, "de", (Block(first, last, BlockRole.BODY),))
    (found,) = explained(Layers(document, (sentence,)), german, _table())
    return found


@cache
def _table() -> EntityTable:
    return EntityTable.load(folder("seeds") / "entities.tsv")


def trained(samples: Iterable[Prepared]) -> bytes:
    """Train on the sentences and give the bytes of the weights."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for one in samples:
        trainer.append(one.items, one.sample.labels)
    trainer.set_params(_PARAMETERS)
    with tempfile.TemporaryDirectory() as home:
        file = Path(home) / "names.crfsuite"
        trainer.train(str(file))
        return _packed(file)


def _packed(file: Path) -> bytes:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(file))
    told = tagger.info()
    labels = sorted(told.labels)
    places = {label: number for number, label in enumerate(labels)}
    state: dict[str, list[tuple[int, float]]] = {}
    for (name, label), weight in sorted(told.state_features.items()):
        if not name.startswith(_APART):
            state.setdefault(name, []).append((places[label], weight))
    edges = [[round(told.transitions.get((a, b), 0.0), 3) for b in labels] for a in labels]
    return packed(labels, edges, state)


def cross_validated(folds: Sequence[int] = range(FOLDS)) -> Iterator[tuple[int, Counts]]:
    """Train without each fold in turn and count on it; other corpora are in every training."""
    evidence = Evidence.of(language("de"))
    every = prepared(evidence)
    for fold in folds:
        held = [one for one in every if one.sample.of_fold(fold)]
        weighed = unpacked(trained(one for one in every if not one.sample.of_fold(fold)))
        yield fold, counted(held, evidence, weighed)


def counted(held: Iterable[Prepared], evidence: Evidence, weighed: Weights) -> Counts:
    """Compare what a tagger finds with the gold; span and class have to be the same."""
    tagger = NameTagger(evidence, weighed)
    counts = {label: Count() for label in CLASSES}
    for one in held:
        found = [(t.first, t.last, t.label) for t in tagger.tag(one.sample.tokens, one.told)]
        add(counts, one.sample, found)
    return counts
