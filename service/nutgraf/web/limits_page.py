"""What the service allows, at `/limits`: each setting, its value, and the status beyond it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import yaml
from starlette.requests import Request
from starlette.responses import Response

from nutgraf.settings import Settings
from nutgraf.web.answers import Answer, respond
from nutgraf.web.negotiation import HTML, JSON, choose
from nutgraf.web.problems import LIMIT_STATUS
from nutgraf.web.view import Views

_MEANINGS = Path(__file__).with_name("limits.yaml")


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit; `status` is that of the answer to who passes it, where there is one."""

    setting: str
    value: float
    meaning: str
    status: int | None


@dataclass(frozen=True, slots=True)
class LimitsPage:
    """Answers `/limits`."""

    settings: Settings
    views: Views

    def __call__(self, request: Request) -> Response:
        """Show all limits to people, or list them for programs."""
        wanted = request.query_params.get("format")
        chosen = choose(request.headers.get("accept"), wanted, (JSON, HTML))
        limits = all_limits(self.settings)
        if chosen == HTML:
            page = self.views.of(request).render("limits.html", limits=limits)
            return respond(request, Answer(page, HTML))
        told = {
            limit.setting: {
                "value": limit.value,
                "meaning": limit.meaning,
                **({"status": limit.status} if limit.status else {}),
            }
            for limit in limits
        }
        return respond(request, Answer(json.dumps(told, indent=1).encode(), JSON))


def all_limits(settings: Settings) -> tuple[Limit, ...]:
    """The limits that settings put, in the order in which a request meets them."""
    meanings: dict[str, str] = yaml.safe_load(_MEANINGS.read_text("utf-8"))
    return tuple(
        Limit(name, getattr(settings, name), meaning, LIMIT_STATUS.get(name))
        for name, meaning in meanings.items()
    )
