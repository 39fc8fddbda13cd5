"""The limits that are shown, the statuses beyond them, and the queries that run."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import fields
from urllib.parse import urlencode

import httpx
import pytest

from nutgraf.errors import BusyError, LimitError, NoSpaceError, StoreError, SyntaxProblem
from nutgraf.reports.catalogue import Catalogue
from nutgraf.settings import Settings
from nutgraf.store.pool import QueryPool
from nutgraf.web.application import create_app
from nutgraf.web.limits_page import all_limits
from nutgraf.web.problems import LIMIT_STATUS, problem_of
from nutgraf.web.tokens import Scope, TokenFile

from .conftest import Client

#: Limits that no setting has: the wish of an operator, and the lack of workers.
NAMELESS = {"cancelled", "workers"}
#: Numbers that bound nothing a caller does.
INNER = {
    "cache_bytes",
    "drain_seconds",
    "lock_seconds",
    "log_bytes",
    "slow_seconds",
    "worker_queries",
    "writer_idle_seconds",
}
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?g) }"


def test_every_limit_is_shown() -> None:
    """Each number among the settings that bounds a caller stands on the page."""
    shown = {limit.setting for limit in all_limits(Settings())}
    numbers = {each.name for each in fields(Settings) if each.type in {"int", "float"}}
    reading = {name for name in numbers if name.startswith("llm_")}

    assert shown == numbers - INNER - reading
    assert set(LIMIT_STATUS) - NAMELESS <= shown


def test_the_limits_are_a_page_and_a_document(call: Client, settings: Settings) -> None:
    """People read a table, programs JSON with the values that hold here."""
    told = call("/limits").json()
    page = call("/limits", headers={"Accept": "text/html"}).text

    assert told["query_bytes"]["value"] == settings.query_bytes
    assert told["query_seconds"]["status"] == 504
    assert "query_annotations" in page


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (LimitError("", limit="query_depth"), 413),
        (LimitError("", limit="query_seconds"), 504),
        (LimitError("", limit="worker_bytes"), 507),
        (LimitError("", limit="answer_bytes"), 500),
        (BusyError("", limit="client_seconds", retry_after=2.5), 429),
        (BusyError("", limit="queue_length", retry_after=2.0), 503),
        (NoSpaceError("the disk is full"), 507),
        (StoreError("a secret path"), 503),
    ],
)
def test_statuses(error: Exception, status: int) -> None:
    """Each limit has the status that tells the caller whose turn it is."""
    assert problem_of(error).status == status


def test_who_comes_too_often_is_told_when_to_come_back() -> None:
    """Retry-After is in whole seconds, rounded up."""
    problem = problem_of(BusyError("", limit="client_seconds", retry_after=2.5))

    assert problem.headers["Retry-After"] == "3"


def test_our_faults_have_an_id_and_no_details() -> None:
    """What went wrong inside stays in the log; caller and operator share an id."""
    document = problem_of(StoreError("a secret path")).document().decode()

    assert "urn:uuid:" in document
    assert "secret" not in document


def test_the_place_of_an_error_is_data() -> None:
    """Line and column stand in the document as numbers."""
    problem = problem_of(SyntaxProblem("oops", line=3, column=4))

    assert problem.more == {"line": 3, "column": 4}


@pytest.fixture
def admin(settings: Settings) -> Iterator[tuple[Client, dict[str, str]]]:
    """The application with a pool of its own, and the header of an admin."""
    pool = QueryPool(settings)
    token = TokenFile(settings.home).add([Scope.ADMIN], "2026-01-01T00:00:00+00:00")
    headers = {"Authorization": f"Bearer {token}"}
    yield Client(create_app(settings, pool, Catalogue.load())), headers
    pool.close()


def test_an_operator_ends_a_query(admin: tuple[Client, dict[str, str]]) -> None:
    """Running queries are listed with their text, and who waits for an ended one is told."""
    call, headers = admin
    answers: list[httpx.Response] = []
    path = f"/sparql?{urlencode({'query': SLOW})}"
    waiting = threading.Thread(target=lambda: answers.append(call(path)))
    waiting.start()
    running: list[dict[str, str]] = []
    while not running and waiting.is_alive():
        running = call("/queries", headers=headers).json()["queries"]
        time.sleep(0.02)
    ended = call(f"/queries/{running[0]['id']}", "DELETE", headers=headers)
    waiting.join()

    assert running[0]["query"] == SLOW
    assert ended.status_code == 204
    assert (answers[0].status_code, answers[0].json()["limit"]) == (503, "cancelled")
    assert call(f"/queries/{running[0]['id']}", "DELETE", headers=headers).status_code == 404


def test_queries_of_others_are_private(call: Client) -> None:
    """Without a token for admin nobody sees or ends what others ask."""
    assert call("/queries").status_code == 401
    assert call("/queries/1", "DELETE").status_code == 401
