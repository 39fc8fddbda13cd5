"""What templates see: one language, links to local pages, labels, days and marked quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request

from nutgraf.reports.schemes import Schemes
from nutgraf.web.links import Links
from nutgraf.web.wording import NOT_STATED, write_date, write_time

TEMPLATES = Path(__file__).parent / "templates"
LANGUAGES = ("en", "de")
_DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")


@dataclass(frozen=True, slots=True)
class View:
    """One page in one language."""

    environment: Environment
    schemes: Schemes
    links: Links
    path: str = "/"

    @property
    def language(self) -> str:
        """Language of names, labels and dates."""
        return self.links.language

    @property
    def unknown(self) -> str:
        """What stands where nothing is known."""
        return NOT_STATED[self.language]

    def render(self, template: str, **values: Any) -> bytes:
        """Render a template with this view as `v`."""
        return self.environment.get_template(template).render(v=self, **values).encode()

    def href(self, address: str | None) -> str | None:
        """Where an address leads; nothing but pages of ours and http addresses."""
        return self.links.href(address)

    def page(self, path: str, **query: str) -> str:
        """A page of ours in this language."""
        return self.links.page(path, **query)

    def label(self, addresses: str | None) -> str:
        """Labels of one or several codes, else the last part of their addresses."""
        found = [self._label(address) for address in (addresses or "").split()]
        return " / ".join(found) or self.unknown

    def title(self, label: str | None) -> str:
        """A label as a heading: a capital first, days as people write them."""
        text = _DAY.sub(lambda match: write_date(match.group(), self.language), label or "")
        return text[:1].upper() + text[1:]

    def term(self, address: str | None) -> str:
        """Last part of an address as words: `…#beginEarliest` is "begin earliest"."""
        known = self.schemes.concepts.get(address or "")
        if known is not None:
            return known.label(self.language)
        local = self.links.local(address)
        return local if local else self.heading(re.split(r"[/#]", address or "")[-1])

    def heading(self, name: str) -> str:
        """The name of a column or term as words."""
        spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
        if not re.fullmatch(r"[A-Za-z ]+", spaced):
            return name
        # The two sides of a comparison keep their capital letter.
        return re.sub(r" ([ab])$", lambda side: side.group().upper(), spaced.lower())

    def bare(self, sparql: str) -> str:
        """The text of a query without its header, which would only make links long."""
        lines = sparql.splitlines()
        return "\n".join(line for line in lines if not line.startswith("#+"))

    def date(self, text: str | None) -> str:
        """A day, month or year as people write it."""
        return write_date(text, self.language)

    def number(self, value: float) -> str:
        """A number without a fraction that says nothing."""
        return f"{value:.15g}"

    def time(self, record: dict[str, Any]) -> str:
        """The time of a record with its bounds."""
        return write_time(
            record.get("earliest"), record.get("latest"), record.get("time"), self.language
        )

    def marked(self, sentence: str | None, quotes: str | Iterable[str] | None) -> Markup:
        """A sentence with quotes in it marked."""
        text = sentence or ""
        wanted = [quotes] if isinstance(quotes, str) else list(quotes or ())
        shown, last = Markup(""), 0
        for start, end in _places(text, wanted):
            shown += escape(text[last:start]) + Markup("<mark>{}</mark>").format(text[start:end])
            last = end
        return shown + escape(text[last:])

    def _label(self, address: str) -> str:
        concept = self.schemes.concepts.get(address)
        return concept.label(self.language) if concept else address.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Views:
    """Makes the view of each request."""

    environment: Environment
    schemes: Schemes
    base: str

    @classmethod
    def build(cls, schemes: Schemes, base: str) -> Views:
        """Prepare the templates."""
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        return cls(environment, schemes, base)

    def of(self, request: Request) -> View:
        """The view in the language that `?lang=` names, else in English."""
        asked = request.query_params.get("lang", "en")
        language = asked if asked in LANGUAGES else "en"
        return View(self.environment, self.schemes, Links(self.base, language), request.url.path)


def _places(text: str, quotes: Iterable[str]) -> list[tuple[int, int]]:
    """Where quotes stand in a text, in order; of overlapping ones the first and longest."""
    found = [(text.find(quote), len(quote)) for quote in quotes if quote and quote in text]
    places: list[tuple[int, int]] = []
    for start, length in sorted(set(found), key=lambda pair: (pair[0], -pair[1])):
        if not places or start >= places[-1][1]:
            places.append((start, start + length))
    return places
