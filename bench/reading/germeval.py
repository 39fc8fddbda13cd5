"""How well names are found in GermEval 2014: persons, places and organisations.

Outer chunks count; names inside words (`part`) and derived words (`deriv`) are no names.
Span and class have to be the same. `measure` counts what the tables and rules find without
the tagger. `train` cross-validates the tagger: five folds by hash of a sentence's document,
each tagged by weights that were trained without it. Its settings and features were chosen on
folds 0 and 1 alone, so what folds 2 to 4 give is a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bench.names.corpora import CLASSES, Chunk, Sample, germeval
from bench.names.counting import Count, Counts, add, together
from bench.names.training import cross_validated, reading
from bench.reading.corpora import digest, file
from bench.reading.measurement import Measurement, Row
from nutgraf.annotation.entities.findings import Finding
from nutgraf.annotation.entities.name_evidence import DESCRIBED
from nutgraf.model.entity import EntityKind

_CORPUS = "germeval2014"
_VALIDATED = "germeval2014, cross-validated"
_LABELS = {
    EntityKind.PERSON: "PER",
    EntityKind.COUNTRY: "LOC",
    EntityKind.PLACE: "LOC",
    EntityKind.ORGANISATION: "ORG",
}
#: The folds that nothing was chosen on.
_UNSEEN = (2, 3, 4)
_BASELINE = "CRF with gazetteers .66"


def measure() -> Measurement:
    """Count what the tables and rules find."""
    counts = {label: Count() for label in CLASSES}
    for sample in germeval():
        add(counts, sample, _names(sample))
    return Measurement(tuple(_rows(_CORPUS, counts, "names, F1, tables and rules")))


def train() -> Measurement:
    """Cross-validate the tagger; a fold takes about a minute."""
    folds = dict(cross_validated())
    unseen = together(folds[fold] for fold in _UNSEEN)
    rows = [*_rows(_VALIDATED, together(folds.values()), "names, F1", must=0.70, should=0.76)]
    rows += _rows(_VALIDATED, unseen, "names, F1, folds nothing was chosen on")
    return Measurement(tuple(rows))


def _rows(
    corpus: str,
    counts: Counts,
    metric: str,
    *,
    must: float | None = None,
    should: float | None = None,
) -> Iterator[Row]:
    pinned = digest(file("germeval2014-de", "test.tsv"))
    whole = Count.sum(counts.values())
    yield Row(corpus, pinned, metric, whole.figures[0], must, should, _BASELINE if must else "")
    for label, count in counts.items():
        yield Row(corpus, pinned, f"{metric}, {label}", count.figures[0])


def _names(sample: Sample) -> Iterable[Chunk]:
    """The names among the findings of the rules: no descriptions, adjectives or parts."""
    return [
        (found.first, found.last, _LABELS[found.kind])
        for found in reading(sample)
        if found.kind in _LABELS and _is_name(found)
    ]


def _is_name(found: Finding) -> bool:
    described = found.identity.partition(":")[0] in DESCRIBED
    return found.head and not (described or found.adjectival or found.partial)
