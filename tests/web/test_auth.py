"""Tokens, their file, and who may do what."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from nutgraf.errors import ConfigurationError, ForbiddenError, NotFoundError, RequestError
from nutgraf.settings import Settings
from nutgraf.web.auth import AccessError, Guard, check_address
from nutgraf.web.tokens import FILE, Scope, TokenFile

NOW = "2026-11-20T12:00:00+00:00"
OPEN, REQUIRED = "open", "required"


def guard(home: Path, writes: str = "on", read_token: str = OPEN) -> Guard:
    """A guard of a data directory at a fixed moment."""
    return Guard(Settings(home=home, writes=writes, read_token=read_token), lambda: NOW)


def bearer(secret: str) -> dict[str, str]:
    """The headers with a token."""
    return {"authorization": f"Bearer {secret}", "host": "data.example"}


def test_a_secret_is_in_no_file_and_the_file_is_private(tmp_path: Path) -> None:
    """Only the digest of a secret is kept, in a file for its owner alone."""
    secret = TokenFile(tmp_path / "home").add([Scope.UPDATE], NOW)
    written = b"".join(file.read_bytes() for file in (tmp_path / "home").iterdir())

    assert secret.encode() not in written
    assert stat.S_IMODE((tmp_path / "home" / FILE).stat().st_mode) == 0o600


def test_secrets_are_long_and_never_the_same(tmp_path: Path) -> None:
    """A secret carries 256 bits after a prefix that scanners know."""
    tokens = TokenFile(tmp_path)
    secrets = {tokens.add([Scope.UPDATE], NOW) for _ in range(20)}

    assert len(secrets) == 20
    assert all(each.startswith("nutgraf_") and len(each) == 8 + 43 for each in secrets)


def test_a_token_allows_its_scopes_and_reading(tmp_path: Path) -> None:
    """A token for updates updates and reads, and does nothing else."""
    secret = TokenFile(tmp_path).add([Scope.UPDATE], NOW)
    here = guard(tmp_path)

    assert here.authorise(Scope.UPDATE, bearer(secret)) == TokenFile(tmp_path).all()[0].token_id
    assert here.authorise(Scope.READ, bearer(secret)) != ""
    for scope in (Scope.INGEST, Scope.ADMIN):
        with pytest.raises(AccessError) as refused:
            here.authorise(scope, bearer(secret))
        assert refused.value.status == 403
        assert 'error="insufficient_scope"' in refused.value.challenge


def test_admin_allows_everything(tmp_path: Path) -> None:
    """A token for administration allows every scope."""
    headers = bearer(TokenFile(tmp_path).add([Scope.ADMIN], NOW))

    assert all(guard(tmp_path).authorise(scope, headers) for scope in Scope)


def test_revoking_works_on_a_running_guard(tmp_path: Path) -> None:
    """A revoked token is refused by a guard that has already accepted it."""
    tokens, here = TokenFile(tmp_path), guard(tmp_path)
    headers = bearer(tokens.add([Scope.UPDATE], NOW))
    token_id = here.authorise(Scope.UPDATE, headers)
    tokens.revoke(token_id)

    with pytest.raises(AccessError) as refused:
        here.authorise(Scope.UPDATE, headers)
    assert refused.value.status == 401
    with pytest.raises(NotFoundError):
        tokens.revoke(token_id)


@pytest.mark.parametrize(
    ("ends", "holds"),
    [("", True), ("2026-11-20T12:00:01+00:00", True), (NOW, False), ("2025-01-01", False)],
)
def test_tokens_end(tmp_path: Path, ends: str, holds: bool) -> None:
    """A token holds until its last moment, or for ever where it has none."""
    headers = bearer(TokenFile(tmp_path).add([Scope.UPDATE], NOW, ends))
    try:
        guard(tmp_path).authorise(Scope.UPDATE, headers)
    except AccessError:
        assert not holds
    else:
        assert holds


@pytest.mark.parametrize(
    "given",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer nutgraf_",
        "Basic dXNlcjpzZWNyZXQ=",
        "nutgraf_x",
        "Bearer \udcff\x00",
        "Bearer " + "x" * 60_000,
    ],
)
@pytest.mark.parametrize("scope", list(Scope))
def test_wrong_credentials_are_never_ignored(tmp_path: Path, given: str, scope: Scope) -> None:
    """Whatever is no token of ours is refused with 401, for reading too."""
    TokenFile(tmp_path).add([Scope.ADMIN], NOW)

    with pytest.raises(AccessError) as refused:
        guard(tmp_path).authorise(scope, {"authorization": given})
    assert refused.value.status == 401
    assert refused.value.challenge.startswith("Bearer")
    assert len(given) < 10 or given not in str(refused.value)


def test_writes_are_off_by_default(tmp_path: Path) -> None:
    """Without being told to, a service takes no writes, whoever asks."""
    headers = bearer(TokenFile(tmp_path).add([Scope.ADMIN], NOW))
    here = Guard(Settings(home=tmp_path))

    for scope in (Scope.UPDATE, Scope.INGEST):
        with pytest.raises(ForbiddenError, match="NUTGRAF_WRITES=on"):
            here.authorise(scope, headers)
    assert here.authorise(Scope.READ, {}) == ""


def test_reading_can_need_a_token(tmp_path: Path) -> None:
    """With read_token=required nothing is read without a token, and with any token it is."""
    headers = bearer(TokenFile(tmp_path).add([Scope.READ], NOW))
    here = guard(tmp_path, read_token=REQUIRED)

    with pytest.raises(AccessError) as refused:
        here.authorise(Scope.READ, {})
    assert refused.value.status == 401
    assert here.authorise(Scope.READ, headers) != ""


@pytest.mark.parametrize(
    "extra",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://["},
        {"origin": "https://data.example@evil.example"},
        {"origin": "http://data.example:81"},
    ],
)
def test_pages_of_other_sites_cannot_write(tmp_path: Path, extra: dict[str, str]) -> None:
    """What a browser sends for a page of another site is refused even with a token."""
    headers = bearer(TokenFile(tmp_path).add([Scope.UPDATE], NOW))

    with pytest.raises(ForbiddenError, match="other sites"):
        guard(tmp_path).authorise(Scope.UPDATE, {**headers, **extra})


@pytest.mark.parametrize(
    "extra", [{"sec-fetch-site": "same-origin", "origin": "https://data.example"}, {}]
)
def test_our_own_pages_and_programs_can_write(tmp_path: Path, extra: dict[str, str]) -> None:
    """Programs, and pages of this host, write with a token."""
    headers = bearer(TokenFile(tmp_path).add([Scope.UPDATE], NOW))

    assert guard(tmp_path).authorise(Scope.UPDATE, {**headers, **extra})


@pytest.mark.parametrize(
    "query", [b"access_token=x", b"query=ASK%7B%7D&token=x", b"API_KEY=1", b"%74oken=&a=token"]
)
def test_tokens_in_addresses_are_refused(query: bytes) -> None:
    """A parameter that carries a token is an error that says to revoke it."""
    with pytest.raises(RequestError, match="revoke"):
        check_address(query)


@pytest.mark.parametrize("query", [b"", b"query=token", b"query=%3Ftoken%20a%20%3Fkey", b"tokens="])
def test_the_word_token_is_free(query: bytes) -> None:
    """A query that speaks of tokens is no token."""
    check_address(query)


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"scopes": 1}]', '[{"scopes": []}]'])
def test_a_broken_file_lets_nobody_in(tmp_path: Path, text: str) -> None:
    """A file that is none is an error, not an empty list and not a pass."""
    (tmp_path / FILE).write_text(text, "utf-8")

    with pytest.raises(Exception, match="no file of tokens"):
        guard(tmp_path).authorise(Scope.UPDATE, bearer("nutgraf_x"))


def test_notes_are_kept_and_cleaned(tmp_path: Path) -> None:
    """A note is kept as it is; one that could disturb a terminal is refused."""
    tokens = TokenFile(tmp_path)
    tokens.add([Scope.READ], NOW, note="Prüfstelle")

    assert json.loads((tmp_path / FILE).read_text("utf-8"))[0]["note"] == "Prüfstelle"
    with pytest.raises(RequestError):
        tokens.add([Scope.READ], NOW, note="\x1b[2J")


def test_unknown_choices_are_errors(tmp_path: Path) -> None:
    """A setting that has none of its values stops the start with its name."""
    with pytest.raises(ConfigurationError, match="NUTGRAF_WRITES='yes': there is off or on"):
        guard(tmp_path, writes="yes")
