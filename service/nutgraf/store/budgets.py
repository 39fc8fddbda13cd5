"""What each client may use: seconds of evaluation and errors, both refilled steadily."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from nutgraf.errors import BusyError
from nutgraf.settings import Settings

#: Clients remembered; who is forgotten starts with a full account.
_CLIENTS = 10_000
_MINUTE = 60.0


@dataclass(slots=True)
class _Account:
    seconds: float
    errors: float
    at: float


class Budgets:
    """Accounts of clients; nutgraf itself, the empty client, and `free_clients` never pay."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = settings.client_seconds / _MINUTE
        self._burst = settings.client_burst
        self._errors = float(settings.client_errors)
        self._free = frozenset(settings.free_clients.split()) | {""}
        self._clock = clock
        self._accounts: OrderedDict[str, _Account] = OrderedDict()
        self._lock = threading.Lock()

    def admit(self, client: str) -> None:
        """Let a client begin, or raise `BusyError` saying when it may come back."""
        if client in self._free:
            return
        with self._lock:
            account = self._refilled(client)
        if self._per_second and account.seconds <= 0:
            raise _spent(
                "client_seconds", "your time of evaluation is used up", self._wait(account)
            )
        if self._errors and account.errors < 1:
            again = (1 - account.errors) * _MINUTE / self._errors
            raise _spent("client_errors", "too many of your requests failed", again)

    def charge(self, client: str, seconds: float) -> None:
        """Take what an evaluation took off the account; it may go below nothing."""
        if client not in self._free:
            with self._lock:
                self._refilled(client).seconds -= seconds

    def count_error(self, client: str) -> None:
        """Take one error off the account."""
        if client not in self._free:
            with self._lock:
                self._refilled(client).errors -= 1

    def _wait(self, account: _Account) -> float:
        # One second saved up, so that who comes back then does not fail at once again.
        return (1 - account.seconds) / self._per_second

    def _refilled(self, client: str) -> _Account:
        now = self._clock()
        account = self._accounts.get(client)
        if account is None:
            account = _Account(self._burst, self._errors, now)
            self._accounts[client] = account
            if len(self._accounts) > _CLIENTS:
                self._accounts.popitem(last=False)
        passed, account.at = now - account.at, now
        account.seconds = min(self._burst, account.seconds + passed * self._per_second)
        account.errors = min(self._errors, account.errors + passed * self._errors / _MINUTE)
        self._accounts.move_to_end(client)
        return account


def _spent(limit: str, what: str, seconds: float) -> BusyError:
    again = float(math.ceil(seconds))
    return BusyError(
        f"{what} (setting {limit}); come back in {again:g} seconds, or ask for less",
        limit=limit,
        retry_after=again,
    )
