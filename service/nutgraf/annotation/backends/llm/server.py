"""The server: one call to an OpenAI-compatible chat completion, with limits and retries.

The protocol is that of https://platform.openai.com/docs/api-reference/chat, which vLLM,
llama.cpp, Ollama and others speak too.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from nutgraf.errors import ConfigurationError, DocumentError

_OK = 200
_RETRIED = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_REFUSED = {
    401: "it refuses the key; set NUTGRAF_LLM_KEY",
    403: "it refuses the key; set NUTGRAF_LLM_KEY",
    404: "it knows no such path or model; check NUTGRAF_LLM_URL and NUTGRAF_LLM_MODEL",
}
#: Longest wait between two attempts in seconds, also where the server asks for more.
LONGEST_WAIT = 60.0
_SHOWN = 200


class _PassingError(Exception):
    """A fault that another attempt may not meet; `wait` is what the server asks for."""

    def __init__(self, told: str, wait: float = 0.0) -> None:
        super().__init__(told)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Server:
    """Where the model is and how long, how often and how much to ask of it.

    `key` never appears in messages; `sleep` and `clock` are passed in for tests.
    """

    url: str = field(repr=False)
    key: str = field(default="", repr=False)
    seconds: float = 120.0
    attempts: int = 3
    answer_bytes: int = 1_000_000
    sleep: Callable[[float], object] = field(default=time.sleep, repr=False)
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)

    def __post_init__(self) -> None:
        # What cannot stand in a header would come back in the client's error, with the key.
        if not (self.key.isascii() and self.key.isprintable()):
            raise ConfigurationError("NUTGRAF_LLM_KEY holds signs that no key has")

    @property
    def shown(self) -> str:
        """The address as messages have it: without a name and password in it."""
        return re.sub(r"//[^/@]*@", "//…@", self.url)

    def complete(self, request: dict[str, Any]) -> str:
        """Send a chat completion request and give the content of its answer.

        A server that is not there or refuses us is a configuration error; one that fails
        at this article after all attempts is a document error with reason `backend`.
        """
        told = ""
        for attempt in range(1, self.attempts + 1):
            try:
                return self._attempt(request)
            except _PassingError as fault:
                told = str(fault)
                wait = max(fault.wait, 2.0 ** (attempt - 1))
            if attempt < self.attempts:
                self.sleep(min(wait, LONGEST_WAIT))
        raise DocumentError(
            f"{self.shown} gave no answer in {self.attempts} attempts: {told}", reason="backend"
        )

    def _attempt(self, request: dict[str, Any]) -> str:
        try:
            status, headers, body = self._exchange(request)
        except (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.ConnectError) as error:
            raise ConfigurationError(
                f"there is no server at {self.shown} ({error}); start it or set NUTGRAF_LLM_URL"
            ) from error
        except httpx.TimeoutException as error:
            raise _PassingError(f"nothing came for {self.seconds:g} seconds") from error
        except httpx.TransportError as error:
            raise _PassingError(f"the connection broke: {self._told(str(error))}") from error
        if status != _OK:
            raise self._fault(status, headers, body)
        return _content(body)

    def _exchange(self, request: dict[str, Any]) -> tuple[int, httpx.Headers, bytes]:
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        address = f"{self.url.rstrip('/')}/chat/completions"
        deadline = self.clock() + self.seconds
        with (
            httpx.Client(timeout=self.seconds, follow_redirects=False) as client,
            client.stream("POST", address, json=request, headers=headers) as response,
        ):
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                self._check(len(body), deadline)
            return response.status_code, response.headers, bytes(body)

    def _check(self, size: int, deadline: float) -> None:
        if size > self.answer_bytes:
            raise DocumentError(
                f"{self.shown} answers with more than llm_answer_bytes={self.answer_bytes}; "
                "raise NUTGRAF_LLM_ANSWER_BYTES if that is sound",
                reason="backend",
            )
        if self.clock() > deadline:
            raise _PassingError(f"the answer was not complete after {self.seconds:g} seconds")

    def _fault(self, status: int, headers: httpx.Headers, body: bytes) -> Exception:
        if status in _RETRIED:
            return _PassingError(f"status {status}", _seconds(headers.get("retry-after", "")))
        if status in _REFUSED or status < 400:
            told = _REFUSED.get(status, "it sends us elsewhere; set NUTGRAF_LLM_URL to that")
            return ConfigurationError(f"{self.shown} answers with status {status}: {told}")
        told = self._told(body.decode("utf-8", errors="replace")[:_SHOWN])
        return DocumentError(f"{self.shown} answers with status {status}: {told}", reason="backend")

    def _told(self, text: str) -> str:
        """A text of others without the key in it."""
        return text.replace(self.key, "…") if self.key else text


def _content(body: bytes) -> str:
    """The content of the one choice: JSON text; what is cut short or refused is a fault."""
    try:
        choice = json.loads(body)["choices"][0]
        ended, content = choice.get("finish_reason"), choice["message"]["content"]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _PassingError("the answer is no chat completion") from error
    if ended == "length":
        raise DocumentError(
            "the model's answer was cut at its longest; let the server give longer ones",
            reason="backend",
        )
    if not isinstance(content, str) or not content.strip():
        raise _PassingError("the answer is empty or a refusal")
    if not _is_object(content):
        raise _PassingError("the model's answer is no JSON object")
    return content


def _is_object(content: str) -> bool:
    """Tell whether a text is a JSON object that can be written as UTF-8."""
    try:
        return isinstance(json.loads(content), dict) and bool(content.encode())
    except (ValueError, RecursionError):
        return False


def _seconds(value: str) -> float:
    """The seconds of a Retry-After header; a date or nonsense is nothing."""
    return float(value) if value.isdecimal() else 0.0
