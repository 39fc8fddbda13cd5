"""Small articles for the backends, and what a model may say of them."""

from __future__ import annotations

from typing import Any

from nutgraf.model.document import Block, BlockRole, Document, PublicationDate

GERMAN = (
    "Bei einem Hochwasser in Passau sind am Montag drei Menschen getötet worden.",
    "Quirin Zwackl wurde in Oberzwieselbach festgenommen.",
    "In Obergiesing blieb am Dienstag in mehr als 40 Haushalten das Licht aus.",
    "Müde klang der Netzbetreiber, alle arbeiten die ganze Nacht.",
)
ENGLISH = (
    "Three people were killed in a flood in Quelbridge on Monday.",
    "Ottoline Frasque was arrested in Quelbridge.",
    "The lights went out in more than 40 homes in Marrowby on Tuesday.",
    "The grid operator sounded tired, all of us are working all night.",
)


def document(language: str, sentences: tuple[str, ...], published: str = "2024-06-05") -> Document:
    """A document whose every sentence is a paragraph of the body."""
    text = "\n".join(sentences)
    blocks, start = [], 0
    for sentence in sentences:
        blocks.append(Block(start, start + len(sentence), BlockRole.BODY))
        start += len(sentence) + 1
    day = PublicationDate.parse(published)
    return Document(text, language, tuple(blocks), published=day, source="article.txt")


def german() -> Document:
    """A German article with an event and a claim in words that the rules do not know."""
    return document("de", GERMAN)


def english() -> Document:
    """The same in English."""
    return document("en", ENGLISH)


def event(sentence: int, trigger: str, kind: str, **more: Any) -> dict[str, Any]:
    """A proposed event; what is not given is empty."""
    whole = {"factuality": "occurred", "participants": [], "place": None, "time": None}
    return {"sentence": sentence, "trigger": trigger, "type": kind, **whole, "figures": [], **more}


def claim(sentence: int, words: str, **more: Any) -> dict[str, Any]:
    """A proposed claim; what is not given is empty."""
    whole = {"cue": None, "speaker": None, "speaker_named": False, "speaker_kind": "organisation"}
    return {
        "sentence": sentence,
        "words": words,
        **whole,
        "act": "states",
        "addressee": None,
        **more,
    }


def blackout(language: str) -> dict[str, Any]:
    """What a good model says of the third and fourth sentence of either article."""
    german = language == "de"
    return {
        "events": [
            event(
                3,
                "blieb" if german else "went",
                "suspension",
                place="Obergiesing" if german else "Marrowby",
                time="am Dienstag" if german else "on Tuesday",
                figures=[
                    {
                        "number": "mehr als 40 Haushalten" if german else "more than 40 homes",
                        "measure": "affected",
                    }
                ],
            )
        ],
        "claims": [
            claim(
                4,
                "alle arbeiten die ganze Nacht" if german else "all of us are working all night",
                speaker="Netzbetreiber" if german else "grid operator",
            )
        ],
    }
