"""Identity decisions made by people: append-only, revocable, never forgotten."""

from __future__ import annotations

import sqlite3
from dataclasses import astuple, replace

from nutgraf.errors import NotFoundError, RequestError
from nutgraf.store.entry import Decision

_COLUMNS = "decision_id, report, event, verdict, by, time, reason, revoked"


class Decisions:
    """The table of decisions of an open journal."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[Decision, ...]:
        """Every decision, revoked ones too, by time and id."""
        sql = f"SELECT {_COLUMNS} FROM decision ORDER BY time, decision_id"  # noqa: S608 - constant
        return tuple(Decision(*row) for row in self._connection.execute(sql))

    def get(self, decision_id: str) -> Decision | None:
        """One decision, or nothing."""
        sql = f"SELECT {_COLUMNS} FROM decision WHERE decision_id = ?"  # noqa: S608 - constant
        row = self._connection.execute(sql, (decision_id,)).fetchone()
        return None if row is None else Decision(*row)

    def add(self, decision: Decision) -> bool:
        """Append a decision; tell whether it is new. The same id never changes meaning."""
        before = self.get(decision.decision_id)
        if before is not None and replace(before, revoked=decision.revoked) != decision:
            raise RequestError(
                f"decision {decision.decision_id!r} is already written with other content;"
                " revoke it and add another"
            )
        if before is None:
            sql = f"INSERT INTO decision ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?)"  # noqa: S608 - constant
            self._connection.execute(sql, astuple(decision))
        return before is None

    def revoke(self, decision_id: str, time: str) -> bool:
        """Note when a decision was taken back; tell whether it stood until now."""
        before = self.get(decision_id)
        if before is None:
            raise NotFoundError(f"there is no decision {decision_id!r}")
        if before.revoked is None:
            sql = "UPDATE decision SET revoked = ? WHERE decision_id = ?"
            self._connection.execute(sql, (time, decision_id))
        return before.revoked is None
