"""A draft: a delta on its way between processes, as the head and body of a frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nutgraf.store.delta import Delta
from nutgraf.store.frame import Frame


@dataclass(frozen=True, slots=True)
class Draft:
    """What a request would change: graph names, and N-Quads lines as bytes."""

    created: tuple[str, ...]
    dropped: tuple[str, ...]
    removed: bytes
    added: bytes

    def __bool__(self) -> bool:
        return bool(self.created or self.dropped or self.removed or self.added)

    @classmethod
    def of(cls, delta: Delta) -> Draft:
        """The draft of a delta."""
        return cls(delta.created, delta.dropped, _join(delta.removed), _join(delta.added))

    @classmethod
    def read(cls, head: dict[str, Any], body: bytes) -> Draft:
        """Read what `frame` gave; the body may go on behind it."""
        first, end = head["removed"], head["removed"] + head["added"]
        created, dropped = tuple(head["created"]), tuple(head["dropped"])
        return cls(created, dropped, body[:first], body[first:end])

    def frame(self) -> Frame:
        """Head and body that tell the draft."""
        sizes = {"removed": len(self.removed), "added": len(self.added)}
        head = {"created": self.created, "dropped": self.dropped, **sizes}
        return head, self.removed + self.added

    def delta(self) -> Delta:
        """The delta itself."""
        return Delta(_split(self.removed), _split(self.added), self.created, self.dropped)


def _join(lines: tuple[str, ...]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _split(text: bytes) -> tuple[str, ...]:
    # Not splitlines(): literals may hold U+2028 and other line separators as they are.
    return tuple(text.decode().split("\n")[:-1])
