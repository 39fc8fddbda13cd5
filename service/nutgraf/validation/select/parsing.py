"""From tokens to a query; whatever the dialect lacks is unsupported, not guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain, repeat

from nutgraf.validation import paths
from nutgraf.validation.data import TYPE
from nutgraf.validation.literals import XSD
from nutgraf.validation.paths import Path
from nutgraf.validation.select import syntax
from nutgraf.validation.select.functions import FUNCTIONS
from nutgraf.validation.select.syntax import (
    Bind,
    Call,
    Constant,
    Element,
    Exists,
    Expression,
    Filter,
    Group,
    Pattern,
    Select,
    Term,
    UnsupportedError,
    Variable,
)
from nutgraf.validation.select.tokens import Token, tokens

_END = Token("end", "")
_COMPARING = {"=", "!=", "<", ">", "<=", ">="}
_REPEATS = {"?": paths.zero_or_one, "*": paths.zero_or_more, "+": paths.one_or_more}


def parse_select(query: str, prefixes: Mapping[str, str]) -> Select:
    """Parse a SELECT query; raise `UnsupportedError` for what is not of the dialect."""
    parser = _Parser(query, prefixes)
    return parser.select()


class _Reader:
    """Walks over tokens."""

    def __init__(self, query: str, prefixes: Mapping[str, str]) -> None:
        self._tokens = chain(tokens(query), repeat(_END))
        self._prefixes = prefixes
        self._joints = 0
        self._next = next(self._tokens)

    def _take(self) -> Token:
        token, self._next = self._next, next(self._tokens)
        return token

    def _accept(self, *texts: str) -> str:
        # A string may read like a sign; only signs and words are ever asked for.
        plain = self._next.kind in {"sign", "word"}
        return self._take().text if plain and self._next.text in texts else ""

    def _expect(self, text: str) -> None:
        if not self._accept(text):
            raise UnsupportedError(f"{text} expected, not {self._next.text!r}")

    def _variable(self) -> str:
        token = self._take()
        if token.kind != "variable":
            raise UnsupportedError(f"a variable expected, not {token.text!r}")
        return token.text[1:]

    def _term(self) -> Term:
        token = self._take()
        makers: dict[str, Callable[[str], Term]] = {
            "variable": lambda text: Variable(text[1:]),
            "iri": Constant,
            "name": lambda text: Constant(self._address(text)),
            "string": lambda text: Constant(self._literal(text)),
            "number": lambda text: Constant(_number(text)),
            "word": lambda text: Constant(_flag(text)),
        }
        if token.kind not in makers:
            raise UnsupportedError(f"a term expected, not {token.text!r}")
        return makers[token.kind](token.text)

    def _address(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        if prefix not in self._prefixes:
            raise UnsupportedError(f"the prefix {prefix}: is not declared")
        return f"<{self._prefixes[prefix]}{local}>"

    def _literal(self, text: str) -> str:
        if "\\" in text or (text[0] == "'" and '"' in text):
            raise UnsupportedError("escapes in strings")
        if self._next.kind == "tag":
            return f'"{text[1:-1]}"{self._take().text.lower()}'
        if self._accept("^^"):
            token = self._take()
            kind = token.text if token.kind == "iri" else self._address(token.text)
            return f'"{text[1:-1]}"^^{kind}'
        return f'"{text[1:-1]}"'


class _Expressions(_Reader):
    """Reads expressions by precedence."""

    def expression(self) -> Expression:
        """A disjunction."""
        return self._series(lambda: self._series(self._comparison, "&&"), "||")

    def _series(self, inner: Callable[[], Expression], *signs: str) -> Expression:
        found = inner()
        while sign := self._accept(*signs):
            found = Call(sign, (found, inner()))
        return found

    def _comparison(self) -> Expression:
        left = self._sum()
        if sign := self._accept(*_COMPARING):
            return Call(sign, (left, self._sum()))
        if self._accept("NOT"):
            self._expect("IN")
            return Call("!", (Call("IN", (left, *self._arguments())),))
        return Call("IN", (left, *self._arguments())) if self._accept("IN") else left

    def _sum(self) -> Expression:
        return self._series(lambda: self._series(self._unary, "*", "/"), "+", "-")

    def _unary(self) -> Expression:
        if self._accept("!"):
            return Call("!", (self._unary(),))
        if self._accept("("):
            found = self.expression()
            self._expect(")")
            return found
        if self._next.kind == "word" and self._next.text in FUNCTIONS:
            return Call(self._take().text, self._arguments())
        return self._term()

    def _arguments(self) -> tuple[Expression, ...]:
        self._expect("(")
        found: list[Expression] = []
        while not self._accept(")"):
            if found:
                self._expect(",")
            found.append(self.expression())
        return tuple(found)


class _Paths(_Expressions):
    """Reads property paths."""

    def _path(self) -> Path:
        found = [self._steps()]
        while self._accept("|"):
            found.append(self._steps())
        return paths.alternative(found) if len(found) > 1 else found[0]

    def _steps(self) -> Path:
        found = [self._step()]
        while self._accept("/"):
            found.append(self._step())
        return paths.sequence(found) if len(found) > 1 else found[0]

    def _step(self) -> Path:
        if self._accept("^"):
            return paths.inverse(self._step())
        found = self._single()
        if sign := self._accept(*_REPEATS):
            return _REPEATS[sign](found)
        return found

    def _single(self) -> Path:
        if self._accept("("):
            found = self._path()
            self._expect(")")
            return found
        if self._next == Token("word", "a"):
            self._take()
            return paths.predicate(TYPE)
        term = self._term()
        if not isinstance(term, Constant) or not term.term.startswith("<"):
            raise UnsupportedError(f"a predicate expected, not {term}")
        return paths.predicate(term.term)


class _Parser(_Paths):
    """Reads queries and groups."""

    def select(self) -> Select:
        """The whole query."""
        self._expect("SELECT")
        self._accept("DISTINCT")
        columns: list[tuple[Expression, str]] = []
        while not self._accept("WHERE"):
            columns.append(self._column())
        group = self._group()
        if self._next != _END:
            raise UnsupportedError(f"{self._next.text!r} after the query")
        return Select(tuple(columns), group)

    def _column(self) -> tuple[Expression, str]:
        if not self._accept("("):
            name = self._variable()
            return Variable(name), name
        expression = self.expression()
        self._expect("AS")
        name = self._variable()
        self._expect(")")
        return expression, name

    def _group(self) -> Group:
        self._expect("{")
        found: list[Element] = []
        while not self._accept("}"):
            found += self._elements()
            self._accept(".")
        return tuple(found)

    def _elements(self) -> list[Element]:
        readers: dict[str, Callable[[], Element]] = {
            "FILTER": self._filter,
            "OPTIONAL": lambda: syntax.Optional(self._group()),
            "BIND": self._bind,
            "GRAPH": lambda: syntax.Graph(self._term(), self._group()),
        }
        if word := self._accept(*readers):
            return [readers[word]()]
        if self._next == Token("sign", "{"):
            return [self._union()]
        return self._patterns()

    def _filter(self) -> Filter:
        negated = self._accept("NOT") != ""
        if negated or self._next == Token("word", "EXISTS"):
            self._expect("EXISTS")
            return Filter(Exists(self._group(), negated))
        return Filter(self._unary())

    def _bind(self) -> Bind:
        self._expect("(")
        expression = self.expression()
        self._expect("AS")
        name = self._variable()
        self._expect(")")
        return Bind(expression, name)

    def _union(self) -> syntax.Union:
        found = [self._group()]
        while self._accept("UNION"):
            found.append(self._group())
        return syntax.Union(tuple(found))

    def _patterns(self) -> list[Element]:
        subject = self._term()
        found: list[Element] = []
        while True:
            path = Variable(self._variable()) if self._next.kind == "variable" else self._path()
            found += self._spread(subject, path)
            while self._accept(","):
                found += self._spread(subject, path)
            if not self._accept(";"):
                return found

    def _spread(self, subject: Term, path: Path | Variable) -> list[Pattern]:
        """The patterns to an object; a sequence is as many, joined by variables of our own."""
        steps = path.steps if isinstance(path, Path) and path.steps else (path,)
        found = []
        for step in steps[:-1]:
            self._joints += 1
            joint = Variable(f" {self._joints}")
            found.append(Pattern(subject, step, joint))
            subject = joint
        return [*found, Pattern(subject, steps[-1], self._term())]


def _number(text: str) -> str:
    return f'"{text}"^^<{XSD}{"decimal" if "." in text else "integer"}>'


def _flag(text: str) -> str:
    if text not in {"TRUE", "FALSE"}:
        raise UnsupportedError(f"{text} is not of the dialect")
    return f'"{text.lower()}"^^<{XSD}boolean>'
