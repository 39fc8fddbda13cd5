"""Every setting, built once at the edge (CLI or app factory) and passed down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from nutgraf.errors import ConfigurationError

_PREFIX = "NUTGRAF_"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one process, each settable as NUTGRAF_<NAME> in the environment."""

    #: The data directory: journal, store, checkpoints.
    home: Path = Path("nutgraf-data")
    #: Base address of all data; ends in a slash.
    base: str = "https://nutgraf.example/"
    #: Wall-clock seconds for an ad-hoc query before its worker is killed.
    query_seconds: float = 10.0
    #: Wall-clock seconds for a canned report.
    report_seconds: float = 5.0
    #: Address space of one query worker in bytes.
    worker_bytes: int = 1_500_000_000
    #: Query workers per lane.
    workers: int = 2
    #: Longest accepted query text in bytes.
    query_bytes: int = 65_536
    #: Deepest accepted nesting of brackets in a query.
    query_depth: int = 64
    #: Most tokens accepted in a query.
    query_tokens: int = 20_000
    #: Most bytes of one answer.
    answer_bytes: int = 64_000_000
    #: Largest accepted article file in bytes; files of many records may be larger.
    article_bytes: int = 16_000_000
    #: Longest accepted article text in characters; whole books are no articles.
    article_characters: int = 100_000
    #: What reads articles: rules, spacy:<pipeline>, llm or llm:<model>.
    annotator: str = "rules"
    #: Base address of an OpenAI-compatible server; empty: no server is ever asked.
    llm_url: str = ""
    #: The model to ask.
    llm_model: str = ""
    #: The key that the server wants; it is in no message and no log.
    llm_key: str = field(default="", repr=False)
    #: Wall-clock seconds for one answer of the model.
    llm_seconds: float = 120.0
    #: How often the server is asked for one answer.
    llm_attempts: int = 3
    #: Most bytes of one answer of the model.
    llm_answer_bytes: int = 1_000_000
    #: Longest article text in characters that is sent to the model.
    llm_characters: int = 40_000
    #: Seconds that a program waits for another one that writes the data directory.
    lock_seconds: float = 30.0
    #: Bytes of the data directory's disk that stay free; below them nothing is taken in.
    free_bytes: int = 1_000_000_000
    #: Share of the disk that is enough to stay free where that is fewer bytes.
    free_share: float = 0.05
    #: Default graph of queries that name none: union (of all graphs) or own.
    default_graph: str = "union"
    #: Answered queries after which a worker is replaced by a fresh one.
    worker_queries: int = 10_000
    #: Requests that may wait for a worker of one lane; more are turned away at once.
    queue_length: int = 64
    #: Seconds that a request waits for a worker before it is turned away.
    queue_seconds: float = 5.0
    #: Seconds that a client may take for the next piece of an answer.
    write_seconds: float = 30.0
    #: Seconds that a client may take for a whole answer, however steadily it reads.
    answer_seconds: float = 300.0
    #: Most UNION accepted in one query or update.
    query_unions: int = 500
    #: Most operators accepted in one expression or path.
    query_operators: int = 2_000
    #: Deepest accepted nesting of annotations; the engine takes twice as long for each level.
    query_annotations: int = 8
    #: Longest accepted update text in bytes.
    update_bytes: int = 2_000_000
    #: Most tokens accepted in an update.
    update_tokens: int = 500_000
    #: Largest accepted body of RDF in bytes.
    upload_bytes: int = 64_000_000
    #: Wall-clock seconds for reading a body of RDF.
    parse_seconds: float = 30.0
    #: Workers that read bodies of RDF.
    parse_workers: int = 2
    #: Endpoints that SERVICE may call, separated by spaces; empty: none.
    service_allow: str = ""
    #: Wall-clock seconds for a query that calls other endpoints.
    service_seconds: float = 20.0
    #: Workers for queries that call other endpoints.
    service_workers: int = 1
    #: Seconds of evaluation that a client gains per minute; 0: clients do not pay.
    client_seconds: float = 60.0
    #: Seconds of evaluation that a client can save up.
    client_burst: float = 120.0
    #: Failed requests allowed to a client per minute; 0: any number.
    client_errors: int = 30
    #: Clients that never pay, separated by spaces: addresses, of IPv6 the network.
    free_clients: str = "127.0.0.1 ::/64"
    #: Queries of one client that are evaluated at the same time while others wait.
    client_parallel: int = 2
    #: Workers that a query may bring down before it is refused.
    fatal_runs: int = 3
    #: Seconds for which such a query is refused.
    fatal_seconds: float = 600.0
    #: Wall-clock seconds for one update or graph request before its worker is killed.
    update_seconds: float = 60.0
    #: Most quads that one update may add and remove, and most solutions of its pattern.
    update_quads: int = 1_000_000
    #: Seconds without work after which the writer lets others write the data directory.
    writer_idle_seconds: float = 2.0
    #: Whether Update and Graph Store may write, with a token: on or off.
    writes: str = "off"
    #: Whether reading needs a token too: open or required.
    read_token: str = "open"  # noqa: S105 - says whether, not which
    #: Proxies whose X-Forwarded-For is believed, as addresses separated by commas.
    trusted_proxies: str = ""
    #: Seconds in which the head of a request must have come.
    header_seconds: float = 10.0
    #: Most bytes of the head of a request; longer queries go into the body.
    header_bytes: int = 131_072
    #: Most header lines of a request.
    header_count: int = 100
    #: Seconds in which the body of a request must have come.
    body_seconds: float = 30.0
    #: Seconds for which a connection without a request is kept.
    idle_seconds: float = 5.0
    #: Open connections; the next one is closed at once.
    connections: int = 8_192
    #: Open connections of one address, except of trusted proxies.
    client_connections: int = 4_096
    #: Seconds that running requests have to end when the service ends.
    drain_seconds: float = 10.0
    #: Where requests are logged, as one JSON line each: file (in the data directory) or off.
    access_log: str = "file"
    #: Bytes of one log file; the newest five are kept.
    log_bytes: int = 10_000_000
    #: Seconds of evaluation from which a query goes to the slow-query log.
    slow_seconds: float = 1.0
    #: Whether that log has the query's text or only its digest: on or off.
    slow_query_text: str = "off"
    #: Bytes of answers that the web keeps in memory, so that they need not be computed again.
    cache_bytes: int = 64_000_000
    #: Seconds that a request with min-seq waits for its data.
    min_seq_seconds: float = 5.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read the NUTGRAF_ variables that name a setting; a bad value is an error."""
        values: dict[str, object] = {}
        for each in fields(cls):
            name = _PREFIX + each.name.upper()
            if name in environment:
                values[each.name] = _parse(name, environment[name], str(each.type))
        return cls(**values)  # type: ignore[arg-type]


def _parse(name: str, value: str, kind: str) -> object:
    casts = {"int": int, "float": float, "Path": Path, "str": str}
    try:
        return casts[kind](value)
    except ValueError:
        raise ConfigurationError(f"{name}={value!r} is not a valid {kind}") from None
