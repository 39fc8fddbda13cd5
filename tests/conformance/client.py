"""One connection to the server under test, kept open over many requests."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_SECONDS = 90.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def good(self) -> bool:
        """Whether the server did what was asked."""
        return 200 <= self.status < 300

    def __str__(self) -> str:
        """The status and the beginning of the body."""
        return f"{self.status} {self.body[:300].decode('utf-8', 'replace')}"


@dataclass(slots=True)
class Client:
    """Sends requests one after the other; opens the connection anew when it was closed."""

    origin: str
    token: str = ""
    requests: int = 0
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Send one request and read the whole answer."""
        sent = dict(headers or {})
        if self.token:
            sent.setdefault("authorization", f"Bearer {self.token}")
        self.requests += 1
        try:
            return self._exchange(method, path, sent, body)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # An idle connection may be closed by the server at any time (RFC 9112, 9.5).
            self.close()
            return self._exchange(method, path, sent, body)

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _exchange(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None
    ) -> Answer:
        if self._connection is None:
            place = urlsplit(self.origin)
            self._connection = http.client.HTTPConnection(place.netloc, timeout=_SECONDS)
        try:
            self._connection.request(method, path, body=body, headers=headers)
            response = self._connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, response.read())
        except (OSError, http.client.HTTPException):
            self.close()
            raise
