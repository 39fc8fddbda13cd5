"""Article pages: main text by trafilatura, metadata from JSON-LD and meta elements first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml import html as lxml_html

from nutgraf.errors import DocumentError
from nutgraf.sources.record import ArticleRecord

_ARTICLE_TYPES = ("Article", "NewsArticle", "ReportageNewsArticle", "LiveBlogPosting")
_META = {
    "title": ("og:title", "dc.title", "title"),
    "published": ("article:published_time", "date", "dc.date", "dcterms.date", "datePublished"),
    "publisher": ("og:site_name", "publisher", "dc.publisher"),
    "language": ("language", "og:locale", "dc.language"),
    "url": ("og:url",),
}


def html_record(page: str, where: str) -> ArticleRecord:
    """Read the article of one HTML page; raise when the page holds no main text."""
    # Loading it takes a third of a second, which text and JSON records need not pay.
    import trafilatura  # noqa: PLC0415

    tree = _parse(page, where)
    found = trafilatura.bare_extraction(
        tree,
        include_comments=False,
        include_tables=False,
        favor_precision=True,
        with_metadata=False,
    )
    text = _paragraphs(getattr(found, "body", None))
    if not text:
        raise DocumentError(
            f"{where}: no main text found on the page; give the text as .txt or .json",
            reason="empty",
        )
    whole = _parse(page, where)
    own = ArticleRecord(text=text, captions=_captions(whole, text))
    return _metadata(whole).overridden(own)


def _parse(page: str, where: str) -> Any:
    try:
        return lxml_html.document_fromstring(
            page.encode(), parser=lxml_html.HTMLParser(encoding="utf-8")
        )
    except (ValueError, lxml_html.etree.LxmlError) as error:
        raise DocumentError(f"{where}: not an HTML page: {error}", reason="html") from error


def _paragraphs(body: Any) -> str:
    """The paragraphs of trafilatura's result tree, list items marked as bullets."""
    parts: list[str] = []
    for element in () if body is None else body.iter("head", "p", "item", "quote"):
        if element.tag == "quote" and element.find(".//p") is not None:
            continue
        words = " ".join("".join(element.itertext()).split())
        if words:
            parts.append(f"• {words}" if element.tag == "item" else words)
    return "\n\n".join(parts)


def _captions(tree: Any, text: str) -> tuple[str, ...]:
    """What stands below the article's own pictures; a picture inside a link is a teaser."""
    found = tree.xpath(
        "(//article | //main)//figcaption[not(ancestor::a or ancestor::aside or ancestor::nav)]"
    )
    words = (" ".join(caption.text_content().split()) for caption in found)
    return tuple(dict.fromkeys(caption for caption in words if caption and caption not in text))


def _metadata(tree: Any) -> ArticleRecord:
    """Metadata by trust: JSON-LD of the article, then meta elements, then the html element."""
    record = ArticleRecord(language=tree.get("lang"), title=_text_of(tree, "//h1"))
    return record.overridden(_from_meta(tree)).overridden(_from_json_ld(tree))


def _text_of(tree: Any, path: str) -> str | None:
    found = tree.xpath(path)
    return " ".join(found[0].text_content().split()) if len(found) == 1 else None


def _from_meta(tree: Any) -> ArticleRecord:
    values: dict[str, str] = {}
    for meta in tree.xpath("//meta[@content]"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        values.setdefault(name.lower(), meta.get("content").strip())
    canonical = tree.xpath("string(//link[@rel='canonical']/@href)")
    found = ArticleRecord(url=canonical or None)
    for field, names in _META.items():
        value = next((values[n.lower()] for n in names if values.get(n.lower())), None)
        given: dict[str, Any] = {field: value}
        found = ArticleRecord(**given).overridden(found) if value else found
    return found


def _from_json_ld(tree: Any) -> ArticleRecord:
    for script in tree.xpath("//script[@type='application/ld+json']"):
        for item in _json_ld_items(script.text or ""):
            if _is_article(item):
                return _article_of(item)
    return ArticleRecord()


def _json_ld_items(text: str) -> Iterator[dict[str, Any]]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError:
        return
    pending = data if isinstance(data, list) else [data]
    for item in pending:
        if isinstance(item, dict):
            yield item
            yield from (part for part in item.get("@graph", ()) if isinstance(part, dict))


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type", ())
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return any(kind in _ARTICLE_TYPES for kind in kinds)


def _article_of(item: dict[str, Any]) -> ArticleRecord:
    page = item.get("mainEntityOfPage")
    address = page.get("@id") if isinstance(page, dict) else page
    return ArticleRecord(
        title=_name(item.get("headline")),
        url=_name(item.get("url")) or _name(address),
        publisher=_name(item.get("publisher")),
        published=_name(item.get("datePublished")),
        language=_name(item.get("inLanguage")),
    )


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() if isinstance(value, str) and value.strip() else None
