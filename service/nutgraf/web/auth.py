"""Who may do what: bearer tokens (RFC 6750) in the header, and no writes from other sites."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from nutgraf.errors import ConfigurationError, ForbiddenError, RequestError
from nutgraf.settings import Settings
from nutgraf.web.tokens import Scope, Token, TokenFile

_REALM = 'Bearer realm="nutgraf"'
#: Names under which clients put tokens into addresses, which end up in logs and histories.
_IN_ADDRESS = frozenset({"access_token", "api_key", "apikey", "auth_token", "bearer", "token"})
_WRITING = frozenset({Scope.INGEST, Scope.UPDATE})
_SITES = frozenset({"same-origin", "none"})
_SWITCH = frozenset({"on", "off"})
_OPEN = "open"
_READ = frozenset({_OPEN, "required"})


class AccessError(ForbiddenError):
    """Without, or with this, token it is not allowed; `status` is 401 or 403."""

    def __init__(self, message: str, *, status: int, error: str = "") -> None:
        super().__init__(message)
        self.status = status
        #: The value of WWW-Authenticate (RFC 6750, section 3).
        self.challenge = f'{_REALM}, error="{error}"' if error else _REALM


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Guard:
    """Asks for tokens where the settings want them."""

    def __init__(self, settings: Settings, now: Callable[[], str] = _now) -> None:
        check_choice("writes", settings.writes, _SWITCH)
        check_choice("read_token", settings.read_token, _READ)
        self._writes = settings.writes == "on"
        self._reads_freely = settings.read_token == _OPEN
        self._tokens = TokenFile(settings.home.absolute())
        self._now = now

    def authorise(self, scope: Scope, headers: Mapping[str, str]) -> str:
        """Give the id of the token that allows this, "" where none is needed.

        `headers` have lower-case names, or do not care about case. Raises `AccessError`
        where a token is missing, wrong or allows less, `ForbiddenError` for writes while
        they are off and for those that a page of another site sends.
        """
        if scope in _WRITING and not self._writes:
            raise ForbiddenError(
                "this service takes no writes; its operator allows them with NUTGRAF_WRITES=on"
            )
        if scope is not Scope.READ:
            check_site(headers)
        given = headers.get("authorization")
        if given is None:
            return self._without_token(scope)
        token = self._token(given)
        if not token.allows(scope):
            raise AccessError(
                f"this token does not allow {scope}; ask for one with `nutgraf token add --scope"
                f" {scope}`",
                status=403,
                error="insufficient_scope",
            )
        return token.token_id

    def _without_token(self, scope: Scope) -> str:
        if scope is Scope.READ and self._reads_freely:
            return ""
        raise AccessError(
            f"{scope} needs a token in the header: Authorization: Bearer <token>;"
            " the operator makes one with `nutgraf token add`",
            status=401,
        )

    def _token(self, given: str) -> Token:
        kind, _, secret = given.strip().partition(" ")
        token = self._tokens.find(secret.strip()) if kind.lower() == "bearer" else None
        if token is None or token.is_over(self._now()):
            raise AccessError(
                "the Authorization header has no token of this service, or one that is over;"
                " the form is: Authorization: Bearer <token>",
                status=401,
                error="invalid_token",
            )
        return token


def check_site(headers: Mapping[str, str]) -> None:
    """Refuse what a page of another site makes a browser send."""
    site = headers.get("sec-fetch-site", "none")
    origin = headers.get("origin")
    # An origin is scheme and authority (RFC 6454), so what stands behind // is the host.
    foreign = origin is not None and origin.partition("//")[2] != headers.get("host", "")
    if site not in _SITES or foreign:
        raise ForbiddenError("writes are not taken from pages of other sites; send them yourself")


def check_address(query_string: bytes) -> None:
    """Refuse a token in the address, where it would stay in logs and histories."""
    text = query_string.decode("latin-1")
    lowered = text.lower()
    if not any(name in lowered for name in ("token", "key", "bearer")):
        return
    if any(name.lower() in _IN_ADDRESS for name, _ in parse_qsl(text, keep_blank_values=True)):
        raise RequestError(
            "tokens are taken in the header only: Authorization: Bearer <token>; this one has"
            " been shown in an address: revoke it"
        )


def check_choice(name: str, value: str, known: frozenset[str]) -> None:
    """Refuse a setting that has none of the values that there are."""
    if value not in known:
        choices = " or ".join(sorted(known))
        raise ConfigurationError(f"NUTGRAF_{name.upper()}={value!r}: there is {choices}")
