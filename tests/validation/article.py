"""An article's graph of any size, written as the mapping writes it."""

from __future__ import annotations

import hashlib

BASE = "https://nutgraf.example/"
PREFIXES = """@base <https://nutgraf.example/> .
@prefix nev: <https://w3id.org/nutgraf/nev#> .
@prefix nevc: <https://w3id.org/nutgraf/code/> .
@prefix nevt: <https://w3id.org/nutgraf/type/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix time: <http://www.w3.org/2006/time#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SENTENCE = "Am Montag protestierten mehr als 200 Menschen in Bern, sagte die Polizei. "


class Article:
    """A text of equal sentences, each told as an event, a figure and a claim."""

    def __init__(self, sentences: int) -> None:
        self.sentences = sentences
        self.text = SENTENCE * sentences
        self.sha = hashlib.sha256(self.text.encode()).hexdigest()
        self.version = f"id/version/{self.sha[:16]}"
        self.report = f"id/report/{self.sha[:16]}"

    def trig(self) -> str:
        """The source, entity and report graphs."""
        told = "".join(self._sentence(number) for number in range(self.sentences))
        return f"{PREFIXES}{self._source()}{ENTITIES}{self._graph(told)}"

    def _source(self) -> str:
        return f"""GRAPH <graph/source/0123456789ab> {{
  <id/article/0123456789ab> a nev:Article ; schema:headline "Protest in Bern"@de ;
    schema:inLanguage "de" ; schema:publisher <id/entity/publisher> ;
    schema:datePublished "2022-01-11"^^xsd:date .
  <{self.version}> a nev:ArticleVersion ; nev:versionOf <id/article/0123456789ab> ;
    nev:textLength {len(self.text)} ; schema:sha256 "{self.sha}" .
}}
"""

    def _graph(self, told: str) -> str:
        return f"""GRAPH <graph/report/{self.sha[:16]}> {{
  <id/run/{self.sha[:16]}-0.1.0> a nev:Extraction ; prov:used <{self.version}> ;
    prov:wasAssociatedWith <id/agent/extractor-0.1.0> .
  <id/agent/extractor-0.1.0> a prov:SoftwareAgent ; schema:name "extractor" .
  <id/time/2022-01-10> a nev:TimeSpan ; nev:granularity time:unitDay ;
    nev:beginEarliest "2022-01-10"^^xsd:date ; nev:beginLatest "2022-01-10"^^xsd:date .
{told}}}
"""

    def _sentence(self, number: int) -> str:
        spans = {key: self._span(number, words) for key, words in WORDS.items()}
        event, figure = f"{self.report}/e{number}", f"{self.report}/f{number}"
        mentions = "".join(self._mention(number, words) for words in WORDS.values())
        return f"""{mentions}  <{event}> a nev:EventReport ; nev:eventType nevt:protest ;
    {self._common(spans["event"], "named-source")} ; nev:accordingTo <id/entity/police> ;
    nev:place <id/entity/bern> ; nev:time <id/time/2022-01-10> ; nev:participation <{event}/p1> .
  <{event}/p1> a nev:Participation ; nev:participant <id/entity/people> ;
    nev:role nevc:actor ; nev:evidence <{spans["people"]}> .
  <{figure}> a nev:Figure ; nev:about <{event}> ; nev:counts nevc:participants ;
    {self._common(spans["people"], "named-source")} ; nev:accordingTo <id/entity/police> ;
    nev:qualifier nevc:more-than ; schema:value 200 ; schema:minValue 201 .
  <{self.report}/c{number}> a nev:Claim ; nev:speaker <id/entity/police> ;
    {self._common(spans["cue"], "named-source")} ; nev:conveys <{event}>, <{figure}> ;
    nev:speechAct nevc:states ; nev:quotation nevc:indirect .
"""

    def _common(self, span: str, attribution: str) -> str:
        return (
            f"nev:reportedIn <{self.version}> ; nev:evidence <{span}> ; nev:confidence 0.9 ; "
            f"prov:wasGeneratedBy <id/run/{self.sha[:16]}-0.1.0> ; "
            f"nev:attribution nevc:{attribution} ; nev:factuality nevc:occurred"
        )

    def _span(self, number: int, words: str) -> str:
        start = number * len(SENTENCE) + SENTENCE.index(words)
        return f"{self.version}#char={start},{start + len(words)}"

    def _mention(self, number: int, words: str) -> str:
        span = self._span(number, words)
        start, end = span.partition("=")[2].split(",")
        return (
            f"  <{span}> a nev:Mention ; oa:hasSource <{self.version}> ; oa:start {start} ; "
            f'oa:end {end} ; oa:exact "{words}" .\n'
        )


WORDS = {
    "event": "protestierten",
    "people": "mehr als 200 Menschen",
    "place": "Bern",
    "cue": "sagte die Polizei",
}
ENTITIES = """GRAPH <graph/entity> {
  <id/entity/publisher> a nev:Entity ; schema:name "nutgraf seeds" .
  <id/entity/police> a nev:Entity ; schema:name "Polizei"@de .
  <id/entity/people> a nev:Group ; schema:name "Menschen"@de .
  <id/entity/bern> a nev:Place ; schema:name "Bern"@de .
}
"""
