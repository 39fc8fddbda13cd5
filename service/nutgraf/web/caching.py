"""What need not be computed or sent again: entity tags, conditions, and kept answers."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from email.utils import formatdate

from nutgraf.web.exchange import Reply

#: An answer may take this part of the room at most, so that one does not drive all others out.
_LARGEST = 8
#: What an entry costs beside its body, about.
_OVERHEAD = 1_000


def tag_of(*parts: object) -> str:
    """A strong entity tag (RFC 9110, 8.8.3) that is the same only where all parts are."""
    text = "\x00".join(str(part) for part in parts)
    return f'"{hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


def names(header: str | None, tags: Iterable[str], *, exists: bool = True) -> bool:
    """Tell whether an If-Match or If-None-Match names one of the tags; `*` names what exists.

    >>> names('W/"a", "b"', ['"b"']), names("*", []), names("*", [], exists=False)
    (True, True, False)
    """
    if not header:
        return False
    if header.strip() == "*":
        return exists
    given = {tag.strip() for tag in header.split(",")}
    return not given.isdisjoint(tags)


def http_date(seconds: float) -> str:
    """A point in time as HTTP writes it."""
    return formatdate(seconds, usegmt=True)


class KeptReplies:
    """Answers on the newest data, bounded in bytes; the one longest unused goes first."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._mark = ""
        self._size = 0
        self._replies: OrderedDict[str, Reply] = OrderedDict()
        #: Answers found and not found, for whoever watches the service.
        self.hits = self.misses = 0

    def find(self, mark: str, tag: str) -> Reply | None:
        """The answer with a tag, unless the data have another mark by now."""
        reply = self._replies.get(tag) if mark == self._mark else None
        if reply is None:
            self.misses += 1
            return None
        self.hits += 1
        self._replies.move_to_end(tag)
        return reply

    def keep(self, mark: str, tag: str, reply: Reply) -> None:
        """Keep an answer, where there is room for one of its size."""
        if mark != self._mark:
            self._replies.clear()
            self._mark, self._size = mark, 0
        size = len(reply.body) + _OVERHEAD
        if size > self._most // _LARGEST or tag in self._replies:
            return
        self._replies[tag] = reply
        self._size += size
        while self._size > self._most:
            _, gone = self._replies.popitem(last=False)
            self._size -= len(gone.body) + _OVERHEAD
