"""Addresses of things, and the pages that people read."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

Call = Callable[..., httpx.Response]
BASE = "https://data.example/"
HTML = {"Accept": "text/html"}
DATA = (Path(__file__).parents[2] / "tests" / "fixtures" / "harbour.nq").read_text("utf-8")
MERGED = re.findall(r"<(\S+)> <\S+#mergedInto> <(\S+)>", DATA)


class Page(HTMLParser):
    """What a page links to and loads, and its tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a tag points to."""
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes |= set(given)
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag in {"link", "script", "img", "form"}:
            self.loads += [given[n] for n in ("href", "src", "action") if n in given]


def crawl(call: Call, limit: int = 400) -> dict[str, httpx.Response]:
    """All pages that can be reached from the start, by path."""
    found: dict[str, httpx.Response] = {}
    waiting = ["/"]
    while waiting and len(found) < limit:
        path = waiting.pop(0)
        if path in found:
            continue
        found[path] = call(path, headers=HTML)
        if found[path].headers["content-type"].startswith("text/html"):
            links = Page(found[path].text).links
            waiting += [link for link in links if link.startswith("/") and link not in found]
    return found


@pytest.fixture(scope="module")
def site(call: Call) -> dict[str, httpx.Response]:
    """Every page of the small archive."""
    return crawl(call)


def thing(call: Call, report: str, column: str, **params: str) -> str:
    """Local path of a thing in the first row of a report."""
    row = call(f"/reports/{report}", params=params).json()["rows"][0]
    return str(row[column]).removeprefix(f"{BASE}id/")


@pytest.fixture(scope="module")
def fire(call: Call) -> str:
    """Local path of the event with most reports."""
    return thing(call, "events", "event", **{"min-reports": "2"})


def test_every_link_leads_somewhere(site: dict[str, httpx.Response]) -> None:
    """No page of the archive has a dead link."""
    broken = {path: response.status_code for path, response in site.items() if response.is_error}

    assert broken == {}
    assert len(site) > 40


def test_pages_load_nothing_foreign(site: dict[str, httpx.Response]) -> None:
    """No page loads, posts to or runs anything but the service's own, and has inline code."""
    for response in site.values():
        if response.headers["content-type"].startswith("text/html"):
            page = Page(response.text)
            assert all(load.startswith("/") for load in page.loads)
            assert not {"script", "style", "iframe"} & set(page.tags)
            assert not [name for name in page.attributes if name.startswith("on")]
            assert "style" not in page.attributes


def test_every_answer_is_protected(site: dict[str, httpx.Response]) -> None:
    """Every answer, problems included, carries the protective headers."""
    for response in site.values():
        assert "default-src 'self'" in response.headers["content-security-policy"]
        assert "unsafe" not in response.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"


def test_text_of_articles_is_never_markup(site: dict[str, httpx.Response]) -> None:
    """A headline with tags in it is shown as it is written."""
    assert "Port &amp; &lt;b&gt;strike&lt;/b&gt;" in site["/"].text
    pages = [r for r in site.values() if r.headers["content-type"].startswith("text/html")]
    assert not [response for response in pages if "<b>strike" in response.text]


def test_an_event_page_tells_who_says_what(call: Call, fire: str) -> None:
    """The page shows figures with their source, claims with their speaker, both framings."""
    text = call(f"/doc/{fire}", headers=HTML).text

    for words in ("Dutzende", "more than 100", "At least 12", "fire service", "exclude each other"):
        assert words in text
    told, _, sources = text.partition("What only sources tell")
    assert "attack" not in told
    assert "Stadtpräsident" in sources
    assert "claimed by" in sources


def test_every_quote_on_an_event_page_leads_to_its_article(call: Call, fire: str) -> None:
    """Each quote stands beside a link to an article, and the article shows the sentence."""
    rows = call("/reports/event-versions", params={"event": f"{BASE}id/{fire}"}).json()["rows"]
    page = Page(call(f"/doc/{fire}", headers=HTML).text)

    for row in rows:
        path = str(row["version"]).replace(f"{BASE}id/", "/doc/")
        marked = re.findall("<mark>(.*?)</mark>", call(path, headers=HTML).text)
        assert path in page.links
        assert any(row["quote"] in mark for mark in marked)


def test_figures_show_what_their_words_entail(call: Call, fire: str) -> None:
    """Vague words have a least number and no value, "more than 100" starts at 101."""
    text = call(f"/doc/{fire}", headers=HTML).text

    assert re.search(r">Dutzende</a><span class=\"facts\">[^<]*, least 24<", text)
    assert "value 100, least 101" in text


def test_the_start_lists_articles_events_and_reports(call: Call) -> None:
    """Each of the three lists is short and leads to the whole one."""
    page = Page(call("/", headers=HTML).text)

    assert {"#articles", "#events", "#reports"} <= set(page.links)
    assert {"/reports/articles", "/reports/events", "/reports"} <= set(page.links)
    assert sum(link.startswith("/doc/event/") for link in page.links) <= 5


def test_what_only_sources_tell_is_shown_as_a_claim(call: Call) -> None:
    """Events without a kind of their own say so in the list and on their page."""
    rows = call("/reports/events").json()["rows"]
    for row in rows:
        path = row["event"].replace(f"{BASE}id/", "/doc/")
        told = "only claimed by sources" in call(path, headers=HTML).text
        assert told == (row["voice"] == "claimed")


def test_unknown_is_said(call: Call) -> None:
    """An article without a day says that none is stated."""
    article = thing(call, "articles", "article", text="strike")

    assert "<dt>Published</dt><dd>not stated</dd>" in call(f"/doc/{article}", headers=HTML).text


def test_labels_in_german(call: Call, fire: str) -> None:
    """With `?lang=de` names, codes and days are German, and links keep the language."""
    response = call(f"/doc/{fire}?lang=de", headers=HTML)

    assert "Brand, Almaty, 4. März 2022" in response.text
    assert "geschehen" in response.text
    local = [link for link in Page(response.text).links if link.startswith("/doc/")]
    assert all("lang=de" in link or link.endswith((".ttl", ".nt", ".jsonld")) for link in local)


def test_a_thing_leads_to_its_description(call: Call, fire: str) -> None:
    """The address of a thing answers 303 to the page about it, in both layers of suffixes."""
    response = call(f"/id/{fire}")

    assert (response.status_code, response.headers["location"]) == (303, f"/doc/{fire}")


@pytest.mark.parametrize(
    ("suffix", "accept", "media_type"),
    [
        ("", "text/turtle", "text/turtle"),
        ("", "application/ld+json", "application/ld+json"),
        ("", "application/json", "application/ld+json"),
        ("", "application/n-triples", "application/n-triples"),
        (".ttl", "text/html", "text/turtle"),
        (".jsonld", "text/html", "application/ld+json"),
        (".nt", "text/html", "application/n-triples"),
        (".html", "text/turtle", "text/html"),
        ("", "text/html,*/*;q=0.1", "text/html"),
    ],
)
def test_descriptions(call: Call, fire: str, suffix: str, accept: str, media_type: str) -> None:
    """A description comes in the format of the suffix, else of the Accept header."""
    response = call(f"/doc/{fire}{suffix}", headers={"Accept": accept})

    assert response.headers["content-type"].split(";")[0] == media_type
    assert "x-data-seq" in response.headers
    assert fire.removeprefix("event/") in response.text


def test_a_merged_event_leads_on(call: Call) -> None:
    """The address of an event that has gone up in another one answers 301 for good."""
    assert MERGED
    for old, new in MERGED:
        for start in ("id", "doc"):
            path = old.replace(f"{BASE}id/", f"/{start}/")
            response = call(path)
            assert response.status_code == 301
            assert response.headers["location"] == new.replace(f"{BASE}id/", f"/{start}/")


@pytest.mark.parametrize(
    "path", ["event/none", "a b", "x%22%3E%3Cscript%3E", "..%2F..%2Fetc", "<x>"]
)
def test_unknown_things(call: Call, path: str) -> None:
    """An address of which nothing is known is not found or refused, and is never markup."""
    for start in ("/id/", "/doc/"):
        response = call(f"{start}{path}", headers=HTML)
        assert response.status_code in {400, 404}
        assert "<script>" not in response.text


def test_problems_are_pages_for_people(call: Call) -> None:
    """A person who follows a dead link reads a page."""
    response = call("/doc/event/none", headers=HTML)

    assert response.headers["content-type"].startswith("text/html")
    assert "nothing is known" in response.text


def test_static_files_are_served(call: Call) -> None:
    """The style sheet comes from the service and is small."""
    response = call("/static/nutgraf.css")

    assert response.headers["content-type"].startswith("text/css")
    assert len(response.content) < 15_000
    assert call("/static/../view.py").status_code == 404


def test_no_foreign_documentation_page(call: Call) -> None:
    """The pages of FastAPI, which load scripts from elsewhere, are off; a local list is on."""
    assert call("/docs").status_code == call("/redoc").status_code == 404
    assert "/reports/who-said-what" in call("/api", headers=HTML).text
