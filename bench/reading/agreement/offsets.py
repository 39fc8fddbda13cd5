"""Gold by offset (`bench/gold`): its places become wordings once the text is at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.reading.agreement.comparing import Phrase, Spot
from bench.reading.agreement.gold import Gold, GoldItem, load_record

_FRAME = frozenset({"at", "type", "also_type", "speaker", "also_speaker", "act", "optional"})
Record = Mapping[str, Any]
At = Sequence[Any] | None


@dataclass(frozen=True, slots=True)
class OffsetGold:
    """The records of one article that is known by the digest of its text."""

    article: str
    published: str
    split: str
    records: Record

    def over(self, text: str) -> Gold:
        """The same records with the words of the text."""
        return Gold(
            article=self.article[:12],
            events=tuple(_event(record, text) for record in self.records["events"]),
            figures=tuple(_item(record, text) for record in self.records["figures"]),
            claims=tuple(_claim(record, text) for record in self.records["claims"]),
            times=(),
            links=(),
        )


def load_offset_gold(path: Path) -> OffsetGold:
    """Read one file of gold by offset."""
    record = load_record(path)
    published = str(record["published"])
    return OffsetGold(record["article"], published, record["split"], record)


def _item(record: Record, text: str, **judged: Any) -> GoldItem:
    places = _spots(record["at"])
    known = {name: value for name, value in record.items() if name not in _FRAME}
    return GoldItem(
        quotes=tuple(text[start:end] for start, end in places),
        optional=bool(record.get("optional", False)),
        judged={**known, **judged},
        places=places,
    )


def _event(record: Record, text: str) -> GoldItem:
    judged: dict[str, Any] = {"types": [record["type"], *record.get("also_type", ())]}
    if "place" in record:
        judged["place"] = _phrase(record["place"], text)
    if "participants" in record:
        judged["participants"] = [
            {**part, "name": _phrase(part["at"], text)} for part in record["participants"]
        ]
    return _item(record, text, **judged)


def _claim(record: Record, text: str) -> GoldItem:
    speaker = _phrase([*_pairs(record["speaker"]), *_pairs(record.get("also_speaker"))], text)
    return _item(record, text, speaker=speaker, speech_act=record.get("act"))


def _phrase(at: At, text: str) -> Phrase | None:
    spots = _spots(at)
    return Phrase(tuple(text[start:end] for start, end in spots), spots) if spots else None


def _spots(at: At) -> tuple[Spot, ...]:
    return tuple((int(start), int(end)) for start, end in _pairs(at))


def _pairs(at: At) -> Sequence[Any]:
    """One `[start, end]`, a list of them or none, as a list."""
    if not at:
        return ()
    return at if isinstance(at[0], list) else [at]
