"""The server is asked within limits, again where that can help, and never with a loose key."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.annotation.backends.articles import blackout, german
from tests.annotation.backends.conftest import KEY, MODEL
from tests.annotation.backends.model_server import ModelServer, Turn, completion

from nutgraf.annotation.backends.llm.annotator import LlmAnnotator
from nutgraf.annotation.backends.llm.archive import Archive
from nutgraf.annotation.backends.llm.server import LONGEST_WAIT, Server
from nutgraf.errors import ConfigurationError, DocumentError, StoreError
from nutgraf.linking.table import EntityTable

Build = Callable[..., LlmAnnotator]


def test_one_constrained_call(server: ModelServer, llm: Build, table: EntityTable) -> None:
    """An article is one call with the key, the numbered sentences and a strict schema."""
    server.says(blackout("de"))

    llm().annotate(german(), table)

    (request,) = server.requests
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert (request["model"], request["temperature"]) == (MODEL, 0)
    assert request["messages"][1]["content"].splitlines()[1].startswith("2\tQuirin Zwackl wurde")
    listed = request["response_format"]["json_schema"]["schema"]["$defs"]
    assert "flood" in listed["ProposedEvent"]["properties"]["type"]["enum"]
    assert "victim" in listed["Role"]["enum"]
    assert "killed" in listed["Measure"]["enum"]
    assert "denies" in listed["SpeechAct"]["enum"]


@pytest.mark.parametrize(
    "turn",
    [
        Turn(b"{}", 429, (("Retry-After", "7"),)),
        Turn(b"overloaded", 503),
        Turn(b"no json at all"),
        Turn(b'{"choices": []}'),
        Turn(b"[" * 100_000),
        Turn(completion(None)),
        Turn(completion("Here is the JSON you wanted.")),
        Turn(completion('{"events": [' + "[" * 50_000)),
        Turn(completion("{}"), cut=5),
    ],
    ids=lambda turn: f"{turn.status}-{turn.body[:12]!r}",
)
def test_a_passing_fault_is_tried_again(
    server: ModelServer, llm: Build, table: EntityTable, waits: list[float], turn: Turn
) -> None:
    """Overload, broken connections and nonsense are answered by asking once more."""
    server.turns.append(turn)
    server.says(blackout("de"))

    annotated = llm().annotate(german(), table)

    assert len(server.requests) == 2
    assert waits == [7.0 if turn.headers else 1.0]
    assert any(event.proposed_by for event in annotated.events)


def test_attempts_end(
    server: ModelServer, llm: Build, table: EntityTable, waits: list[float]
) -> None:
    """After the last attempt the article is refused, with a reason and the last fault."""
    server.turns.append(Turn(b"", 500, (("Retry-After", "99999"),)))

    with pytest.raises(DocumentError, match="no answer in 3 attempts: status 500") as raised:
        llm().annotate(german(), table)

    assert raised.value.reason == "backend"
    assert len(server.requests) == 3
    assert waits == [LONGEST_WAIT, LONGEST_WAIT]


def test_a_slow_server_is_left(server: ModelServer, llm: Build, table: EntityTable) -> None:
    """A server that says nothing in time is an attempt that failed."""
    server.turns.append(Turn(completion("{}"), seconds=5.0))

    with pytest.raises(DocumentError, match=r"nothing came for 0\.2 seconds"):
        llm(seconds=0.2, attempts=1).annotate(german(), table)


def test_a_dripping_server_is_left(server: ModelServer, llm: Build, table: EntityTable) -> None:
    """An answer counts as late by the whole of it, not by the wait for each piece."""
    server.says(blackout("de"))
    ticks = iter(range(0, 1000, 100))

    with pytest.raises(DocumentError, match="was not complete after 120 seconds"):
        llm(attempts=1, clock=lambda: float(next(ticks) * 2)).annotate(german(), table)


def test_a_huge_answer_is_refused(server: ModelServer, llm: Build, table: EntityTable) -> None:
    """An answer beyond its limit is not read on, and the message names the setting."""
    server.says(" " * 300_000)

    with pytest.raises(DocumentError, match="llm_answer_bytes=20000"):
        llm(answer_bytes=20_000).annotate(german(), table)
    assert len(server.requests) == 1


def test_a_cut_answer_is_refused(server: ModelServer, llm: Build, table: EntityTable) -> None:
    """What the model could not finish is not read as if it were whole."""
    server.says(blackout("de"), ended="length")

    with pytest.raises(DocumentError, match="was cut"):
        llm().annotate(german(), table)


def test_a_long_article_is_not_sent(server: ModelServer, llm: Build, table: EntityTable) -> None:
    """An article beyond the limit is refused before anything is asked."""
    with pytest.raises(DocumentError, match="llm_characters=100;") as raised:
        llm(characters=100).annotate(german(), table)

    assert raised.value.reason == "too-large"
    assert server.requests == []


@pytest.mark.parametrize("status", [401, 403, 404, 302])
def test_a_refusal_stops_all(
    server: ModelServer, llm: Build, table: EntityTable, status: int
) -> None:
    """A wrong key, path or model is the configuration's fault; nobody is asked elsewhere."""
    elsewhere = (("Location", f"{server.url}/elsewhere"),)
    server.turns.append(Turn(KEY.encode(), status, elsewhere))

    with pytest.raises(ConfigurationError, match=f"status {status}") as raised:
        llm().annotate(german(), table)

    assert KEY not in str(raised.value)
    assert len(server.requests) == 1


def test_the_key_is_never_told(server: ModelServer, llm: Build, table: EntityTable) -> None:
    """A server that repeats the key does not bring it into messages, nor does a printed value."""
    server.turns.append(Turn(f"the key {KEY} cannot do this".encode(), 422))
    annotator = llm()

    with pytest.raises(DocumentError, match="status 422: the key … cannot") as raised:
        annotator.annotate(german(), table)
    assert KEY not in f"{raised.value!r} {annotator!r}"


def test_credentials_in_the_address_are_never_told(table: EntityTable, tmp_path: Path) -> None:
    """A name and password in the address are left out of messages and printed values."""
    asked = Server("ftp://someone:something@127.0.0.1/v1")

    with pytest.raises(ConfigurationError, match="ftp://…@127") as raised:
        LlmAnnotator(MODEL, Archive(tmp_path), asked, 40_000).annotate(german(), table)
    assert "something" not in f"{raised.value} {asked!r}"


@pytest.mark.parametrize("key", ["secret\nline", "sécret"])
def test_a_broken_key_is_not_told(server: ModelServer, key: str) -> None:
    """A key that no header can hold is refused before it is sent, and not shown."""
    with pytest.raises(ConfigurationError, match="NUTGRAF_LLM_KEY") as raised:
        Server(server.url, key)
    assert key not in str(raised.value)


def test_nobody_there(table: EntityTable, tmp_path: Path) -> None:
    """An address where nothing listens is the configuration's fault."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    asked = Server(f"http://127.0.0.1:{port}/v1")

    with pytest.raises(ConfigurationError, match="there is no server at"):
        LlmAnnotator(MODEL, Archive(tmp_path), asked, 40_000).annotate(german(), table)


def test_kept_answers_need_no_server(
    server: ModelServer, llm: Build, table: EntityTable, tmp_path: Path
) -> None:
    """Without a server an article once read is read alike; another one is an error."""
    server.says(blackout("de"))
    read = llm().annotate(german(), table)
    offline = LlmAnnotator(MODEL, Archive(tmp_path / "answers"), None, 40_000)

    assert offline.annotate(german(), table) == read
    with pytest.raises(ConfigurationError, match="no answer of other is kept for article"):
        LlmAnnotator("other", offline.archive, None, 40_000).annotate(german(), table)


def test_failed_answers_are_not_kept(
    server: ModelServer, llm: Build, table: EntityTable, tmp_path: Path
) -> None:
    """Only an answer that could be read is kept, with its request and without the key."""
    server.says({"something": "else"})
    with pytest.raises(DocumentError, match="neither events nor claims"):
        llm().annotate(german(), table)
    assert list((tmp_path / "answers").rglob("*.json")) == []

    server.says(blackout("de"))
    llm().annotate(german(), table)
    (kept,) = (tmp_path / "answers").rglob("*.json")
    assert KEY not in kept.read_text("utf-8")


def test_a_damaged_answer_is_told(
    server: ModelServer, llm: Build, table: EntityTable, tmp_path: Path
) -> None:
    """A kept answer that cannot be read is an error that names its file."""
    server.says(blackout("de"))
    llm().annotate(german(), table)
    (kept,) = (tmp_path / "answers").rglob("*.json")
    kept.write_text('{"request"', encoding="utf-8")

    with pytest.raises(StoreError, match=kept.name):
        llm().annotate(german(), table)
