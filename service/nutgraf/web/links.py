"""Where an address leads on these pages: things of the data to their local page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from nutgraf.mapping.addresses import Addresses

_SAFE = "/-._~,:@!$&'()*+;="


@dataclass(frozen=True, slots=True)
class Links:
    """Local paths of the data under a base address; pages keep their language."""

    base: str
    language: str = "en"

    @classmethod
    def address(cls, base: str, path: str) -> str:
        """The address in the data of a path below `id/`."""
        return Addresses(base).node(path)

    def local(self, address: str | None) -> str | None:
        """The path below `id/` of an address of the data, without its fragment."""
        start = f"{self.base}id/"
        if not address or not address.startswith(start):
            return None
        return address.removeprefix(start).partition("#")[0]

    def href(self, address: str | None) -> str | None:
        """Where a link to an address leads; `None` where there is nothing to link to."""
        path = self.local(address)
        if path is not None:
            return self.page(f"/doc/{quote(path, safe=_SAFE)}")
        if address and address.startswith(("http://", "https://")):
            return address
        return None

    def page(self, path: str, **query: str) -> str:
        """A path of these pages with a query, in the language of the page."""
        pairs = {name: value for name, value in query.items() if value}
        if self.language != "en":
            pairs["lang"] = self.language
        return f"{path}?{urlencode(pairs)}" if pairs else path
