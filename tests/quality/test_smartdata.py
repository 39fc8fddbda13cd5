"""The measurement on SmartData: its parts, its correspondences, its way of counting."""

from __future__ import annotations

from bench.reading.smartdata import Counts, by_document, by_trigger, faults, meeting
from bench.reading.smartdata_corpus import Sample, Telling, document
from bench.reading.smartdata_types import correspondence, read_sample
from tests.ontology.vocabulary import event_types

from nutgraf.folders import folder
from nutgraf.linking.table import EntityTable
from nutgraf.model.document import BlockRole

TABLE = EntityTable.load(folder("seeds") / "entities.tsv")
THEIRS = {
    "Accident",
    "Acquisition",
    "CanceledRoute",
    "CanceledStop",
    "Delay",
    "Disaster",
    "Insolvency",
    "Layoffs",
    "Merger",
    "Obstruction",
    "RailReplacementService",
    "SpinOff",
    "Strike",
    "TrafficJam",
}


def telling(name: str, start: int, end: int) -> Telling:
    """A telling of some characters."""
    return Telling(name, frozenset(range(start, end)), "words")


def sample(*tellings: Telling) -> Sample:
    """A document that has these tellings."""
    return Sample("text", frozenset(each.type for each in tellings), tellings)


def test_the_correspondences_name_known_types() -> None:
    """Ours are in the vocabulary, theirs among the fifteen of the corpus."""
    ours = {str(each).rsplit("/", 1)[-1] for each in event_types()}
    assert set(correspondence().types) | correspondence().disruptions <= ours
    assert {name for rows in correspondence().types.values() for name in rows} <= THEIRS
    assert correspondence().located <= THEIRS


def test_a_fifth_is_set_aside_by_what_the_text_is() -> None:
    """Copies of a text are on the same side, and about a fifth of texts is set aside."""
    texts = [f"Meldung Nummer {number}" for number in range(1000)]
    aside = [Sample(text, frozenset(), ()).aside for text in texts]
    assert 150 < sum(aside) < 250
    assert aside == [Sample(text, frozenset(), ()).aside for text in texts]


def test_tags_end_lines_and_move_nothing() -> None:
    """Offsets hold in a feed's text, and the first line is the headline."""
    text = "Meldung:<br />Der Zug fällt aus."
    made = document(text)
    assert made.text.index("Der Zug") == text.index("Der Zug")
    assert [block.role for block in made.blocks] == [BlockRole.HEADLINE, BlockRole.BODY]


def test_a_telling_is_met_by_one_that_shares_a_character_and_the_type() -> None:
    """Words beside each other do not meet, nor do those of different types."""
    one = telling("Strike", 0, 6)
    assert meeting([one], [telling("Strike", 5, 9)]) == (one,)
    assert meeting([one], [telling("Strike", 6, 9), telling("Layoffs", 0, 6)]) == ()


def test_types_and_triggers_are_counted() -> None:
    """A trigger found besides the gold one costs precision, and no type."""
    gold = sample(telling("Strike", 0, 6), telling("Layoffs", 20, 30))
    read = sample(telling("Strike", 0, 6), telling("Strike", 10, 16))
    assert by_document([(gold, read)]) == Counts(1, 1, 2, 1)
    assert by_trigger([(gold, read)]) == Counts(1, 2, 2, 1)
    assert [fault.kind for fault in faults([(gold, read)])] == ["missed", "wrong"]


def test_nothing_found_and_nothing_annotated_gives_nought() -> None:
    """Empty counts divide by nothing."""
    assert Counts(0, 0, 0, 0).figures == (0.0, 0.0, 0.0)


def test_what_is_read_is_given_in_the_types_of_the_corpus() -> None:
    """A jam is read with its place, and the accident before it only as its cause."""
    read = read_sample("A1 Köln Richtung Dortmund 6 km Stau nach einem Unfall", TABLE)
    assert read.types == {"TrafficJam"}


def test_what_must_have_a_place_counts_only_with_one() -> None:
    """The corpus annotates no delay of which nobody knows where."""
    assert not read_sample("Mein Zug hat Verspätung.", TABLE).types
    assert read_sample("Mein Zug nach Köln hat Verspätung.", TABLE).types == {"Delay"}


def test_leadership_is_the_office_of_a_person() -> None:
    """Who is told to lead a company is read from the person, not from an event."""
    read = read_sample("Das sagte Konzernchef Tim Cook am Montag in Berlin.", TABLE)
    assert "OrganizationLeadership" in read.types
