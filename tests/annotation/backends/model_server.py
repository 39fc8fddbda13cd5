"""A real HTTP server that speaks the chat completion protocol, for one test at a time."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from jsonschema import Draft202012Validator


@dataclass(frozen=True, slots=True)
class Turn:
    """One answer of the server; `cut` leaves out that many bytes of it and hangs up."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    cut: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class ModelServer:
    """What the server answers, in order (the last turn again and again), and what it was asked."""

    url: str
    turns: list[Turn] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def says(self, answer: object, *, ended: str = "stop") -> None:
        """Let the next turn be a completion whose content is a value as JSON, or a text."""
        text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        self.turns.append(Turn(completion(text, ended)))

    def next(self) -> Turn:
        """The turn of the newest request."""
        return self.turns[min(len(self.requests), len(self.turns)) - 1]


def completion(content: object, ended: str = "stop") -> bytes:
    """A chat completion object with one choice."""
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": ended, "logprobs": None}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    whole = {"id": "chatcmpl-1", "object": "chat.completion", "created": 0, "model": "echo"}
    return json.dumps({**whole, "choices": [choice], "usage": usage}).encode()


def fault(request: dict[str, Any]) -> str | None:
    """What a strict server would not take about a request, if anything."""
    told = request.get("response_format", {})
    if told.get("type") != "json_schema" or not told["json_schema"].get("strict"):
        return "response_format must be a strict json_schema"
    schema = told["json_schema"]["schema"]
    Draft202012Validator.check_schema(schema)
    for part in (schema, *schema["$defs"].values()):
        properties = part.get("properties")
        closed = part.get("additionalProperties") is False
        if properties is not None and not (closed and list(properties) == part["required"]):
            return "every object must be closed and want all its properties"
    return None if [m["role"] for m in request["messages"]] == ["system", "user"] else "messages"


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """Serve on a free port of this machine until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    state = ModelServer(f"http://127.0.0.1:{server.server_port}/v1")
    server.state = state  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        state.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        state: ModelServer = self.server.state  # type: ignore[attr-defined]
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        request = json.loads(raw)
        state.headers.append(dict(self.headers.items()))
        state.requests.append(request)
        wrong = "no such path" if self.path != "/v1/chat/completions" else fault(request)
        turn = Turn(json.dumps({"error": {"message": wrong}}).encode(), 400)
        turn = state.next() if wrong is None else turn
        state.released.wait(turn.seconds)
        self._answer(turn)

    def _answer(self, turn: Turn) -> None:
        self.close_connection = True
        self.send_response(turn.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(turn.body)))
        self.send_header("Connection", "close")
        for name, value in turn.headers:
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(turn.body[: len(turn.body) - turn.cut])
        except (BrokenPipeError, ConnectionResetError):
            return

    def log_message(self, *_: object) -> None:
        """Say nothing: the tests look at what was asked."""
