"""Tokens: who may do what; only digests are kept, in a file that its owner alone can read."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from nutgraf.errors import NotFoundError, RequestError, StoreError

FILE = "tokens.json"
#: Begins every secret, so that scanners and our own logs know one when they see it.
PREFIX = "nutgraf_"
_SECRET_BYTES = 32
_ID_BYTES = 4
_NOTE_LENGTH = 200


class Scope(StrEnum):
    """What a token allows; admin allows everything, and every token reads."""

    READ = "read"
    INGEST = "ingest"
    UPDATE = "update"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept: its digest, never its secret."""

    token_id: str
    digest: str
    scopes: tuple[str, ...]
    made: str
    ends: str = ""
    note: str = ""

    def allows(self, scope: Scope) -> bool:
        """Whether it allows a scope."""
        return scope is Scope.READ or scope in self.scopes or Scope.ADMIN in self.scopes

    def is_over(self, now: str) -> bool:
        """Whether its last moment has passed; both are ISO 8601 in UTC."""
        return bool(self.ends) and self.ends <= now


class TokenFile:
    """The tokens of a data directory; changes are seen by a running service at once."""

    def __init__(self, home: Path) -> None:
        self._file = home / FILE
        self._stamp: tuple[int, int, int] | None = None
        self._tokens: tuple[Token, ...] = ()

    def all(self) -> tuple[Token, ...]:
        """All tokens in the order in which they were made; the file is read when it changed."""
        try:
            status = self._file.stat()
        except FileNotFoundError:
            return ()
        stamp = (status.st_mtime_ns, status.st_ino, status.st_size)
        if stamp != self._stamp:
            self._tokens, self._stamp = self._read(), stamp
        return self._tokens

    def find(self, secret: str) -> Token | None:
        """The token of a secret; takes equally long wherever in the file it stands."""
        digest = _digest(secret)
        found = None
        for token in self.all():
            if hmac.compare_digest(token.digest, digest):
                found = token
        return found

    def add(self, scopes: Sequence[Scope], made: str, ends: str = "", note: str = "") -> str:
        """Make a token and give its secret, which is nowhere to be found afterwards."""
        if len(note) > _NOTE_LENGTH or not note.isprintable():
            raise RequestError(f"a note has at most {_NOTE_LENGTH} printable characters")
        secret = PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
        token_id, names = secrets.token_hex(_ID_BYTES), tuple(sorted({str(s) for s in scopes}))
        with self._locked():
            made_now = Token(token_id, _digest(secret), names, made, ends, note)
            self._write((*self.all(), made_now))
        return secret

    def revoke(self, token_id: str) -> None:
        """Remove a token; a running service refuses it from the next request on."""
        with self._locked():
            kept = tuple(token for token in self.all() if token.token_id != token_id)
            if len(kept) == len(self.all()):
                raise NotFoundError(f"no token {token_id!r}; `nutgraf token list` shows them all")
            self._write(kept)

    def _read(self) -> tuple[Token, ...]:
        try:
            rows = json.loads(self._file.read_text("utf-8"))
            return tuple(Token(**{**row, "scopes": tuple(row["scopes"])}) for row in rows)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise StoreError(
                f"{self._file} is no file of tokens ({type(error).__name__}); delete it and make"
                " new tokens with `nutgraf token add`"
            ) from error

    def _write(self, tokens: Sequence[Token]) -> None:
        """Replace the file as a whole; it is never readable for others, not for a moment."""
        draft = self._file.with_suffix(".new")
        draft.unlink(missing_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump([asdict(token) for token in tokens], file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._file)
        self._stamp = None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Two programs that change tokens at once wait for each other."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._file.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreError(
                f"tokens cannot be kept in {self._file.parent}: {error.strerror}"
            ) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _digest(secret: str) -> str:
    # 256 random bits cannot be guessed, so a slow hash would only slow down every request.
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
