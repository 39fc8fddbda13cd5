"""Files of every kind become documents, and what cannot be read says why."""

import json
from pathlib import Path

import pytest

from nutgraf.errors import DocumentError
from nutgraf.model.document import BlockRole, DateGranularity, Document
from nutgraf.sources.reading import read_documents
from nutgraf.sources.record import ArticleRecord

READABLE = frozenset({"de", "en"})
SENTENCE = "Die Polizei hat am Mittwoch drei Menschen in der Stadt festgenommen."


def read(content: str, name: str = "a.txt", given: ArticleRecord | None = None) -> list:
    """Read a file's text as bytes."""
    return list(read_documents(content.encode(), name, READABLE, given))


def test_plain_text() -> None:
    """Plain text gets its language by detection and its headline from the first line."""
    (document,) = read(f"Drei Festnahmen\n\n{SENTENCE}")

    assert (document.language, document.title) == ("de", "Drei Festnahmen")


@pytest.mark.parametrize(
    ("published", "granularity"),
    [
        ("2022-01-13", DateGranularity.DAY),
        ("2022-01-13T10:00:00Z", DateGranularity.DAY),
        ("2022-01", DateGranularity.MONTH),
        ("2022", DateGranularity.YEAR),
    ],
)
def test_record_dates(published: str, granularity: DateGranularity) -> None:
    """A publication date keeps the sharpness it came with."""
    (document,) = read(json.dumps({"text": SENTENCE, "published": published}), "a.json")

    assert document.published.granularity is granularity


def test_record_title_precedes_text_once() -> None:
    """The title stands before the text, and not twice when the text begins with it."""
    (plain,) = read(json.dumps({"title": "Drei Festnahmen", "text": SENTENCE}), "a.json")
    text = f"Drei Festnahmen\n\n{SENTENCE}"
    (double,) = read(json.dumps({"title": "Drei Festnahmen", "text": text}), "a.json")

    assert plain.text == double.text == text
    assert plain.blocks[0].role is BlockRole.HEADLINE


def test_json_lines_lose_only_the_bad_line() -> None:
    """A bad line of JSON Lines is an error of its own; the others are read."""
    lines = [json.dumps({"text": SENTENCE}), "{broken", json.dumps({"title": "ohne Text"})]

    found = read("\n".join(lines), "a.jsonl")

    assert isinstance(found[0], Document)
    assert found[0].source == "a.jsonl#1"
    assert [error.reason for error in found[1:]] == ["json", "empty"]
    assert "a.jsonl:2" in str(found[1])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty"),
        ("Le président a visité la ville mercredi, il y avait du monde dans les rues.", "language"),
        (json.dumps({"text": SENTENCE, "published": "gestern"}), "date"),
        (json.dumps({"text": SENTENCE, "published": "2022-13"}), "date"),
        (json.dumps({"text": SENTENCE, "language": "kk"}), "language"),
        (json.dumps([1]), "record"),
        ("<!doctype html><html><body></body></html>", "empty"),
    ],
)
def test_errors_have_reasons(content: str, reason: str) -> None:
    """What cannot be read names its reason."""
    name = "a.json" if content.startswith(("{", "[")) else "a.txt"

    (error,) = read(content, name)

    assert isinstance(error, DocumentError)
    assert error.reason == reason


def test_given_metadata_goes_first() -> None:
    """What the caller states goes before what the file says."""
    given = ArticleRecord(published="2022-01-12", publisher="Archiv")

    (document,) = read(f" date 2022-01 {SENTENCE}\n\n{SENTENCE}", given=given)

    assert (document.published.iso, document.publisher) == ("2022-01-12", "Archiv")


def test_html_page(tmp_path: Path) -> None:
    """An article page gives its main text, JSON-LD metadata, and no navigation."""
    data = {
        "@type": "NewsArticle",
        "headline": "Brand in Kathedrale",
        "datePublished": "2019-04-16",
        "publisher": {"name": "Blatt"},
        "url": "https://blatt.example/brand",
    }
    page = (
        '<!doctype html><html lang="de"><head><meta property="og:site_name" content="Anders">'
        f'<script type="application/ld+json">{json.dumps(data)}</script></head><body>'
        "<nav><a href='/'>Startseite</a></nav><article><h1>Brand in Kathedrale</h1>"
        "<figure><img src='a.jpg'><figcaption>Das Dach am Abend. Foto: Stadt/AP</figcaption>"
        "</figure><a href='/b'><figure><figcaption>Ein anderer Brand</figcaption></figure></a>"
        f"<p>{SENTENCE} Die Feuerwehr war mit hunderten Leuten im Einsatz.</p>"
        f"<p>Das Dach stürzte ein, niemand wurde verletzt. {SENTENCE}</p></article>"
        "<footer>Impressum</footer></body></html>"
    )

    (document,) = read(page, "a.html")

    assert document.url == data["url"]
    assert (document.publisher, document.published.iso) == ("Blatt", "2019-04-16")
    assert document.title == data["headline"]
    roles = {document.text[b.start : b.end]: b.role.value for b in document.blocks}
    assert roles["Das Dach am Abend."] == "caption"
    assert roles["Foto: Stadt/AP"] == "credit"
    assert "Ein anderer Brand" not in document.text
    assert "Startseite" not in document.text
    assert "Impressum" not in document.text


def test_spans_cut_the_text() -> None:
    """Every block of a document lies in its text, sorted and apart."""
    (document,) = read(f"Drei Festnahmen\n\n{SENTENCE}\n\n{SENTENCE}")

    ends = [0, *(block.end for block in document.blocks)]
    assert all(end <= block.start for end, block in zip(ends, document.blocks, strict=False))
