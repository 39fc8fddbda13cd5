"""Operations of an update request, told apart by its tokens (SPARQL 1.1 Update, section 4.3).

Only the outline is read here: which operation, which graphs, where its templates and its
pattern stand. What they mean the engine reads, piece by piece; `outline` therefore takes
texts that the engine has found to be well-formed as a whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nutgraf.errors import SyntaxProblem
from nutgraf.store.operation import VARIABLE, Operation, OperationKind, Template
from nutgraf.store.tokens import Token, position, tokens

_DECLARATIONS = {"BASE": 1, "PREFIX": 2, "VERSION": 1}
_ALL_GRAPHS = ("DEFAULT", "NAMED", "ALL")


def outline(update: str, base: str = "") -> tuple[Operation, ...]:
    """Split an update request into its operations, in order; `base` is that of its addresses.

    >>> [operation.kind.value for operation in outline("CLEAR ALL; INSERT DATA { <a:a> <a:b> 1 }")]
    ['CLEAR', 'INSERT DATA']
    """
    return _Reader(update).request(f"BASE <{base}>\n" if base else "")


def first_operation(update: str) -> int | None:
    """Where the first operation of a request starts; nothing where it has only a prologue."""
    reader = _Reader(update)
    reader.prologue()
    return None if reader.ended else reader.token.start


class _Reader:
    """Reads the tokens of one request from left to right."""

    def __init__(self, update: str) -> None:
        self._update = update
        self._tokens = tuple(tokens(update))
        self._place = 0

    @property
    def ended(self) -> bool:
        """Tell whether every token was read."""
        return self._place == len(self._tokens)

    @property
    def token(self) -> Token:
        """The token that comes next."""
        if self.ended:
            raise self._problem("an operation ends too early", len(self._update))
        return self._tokens[self._place]

    def request(self, prologue: str) -> tuple[Operation, ...]:
        """Read every operation, each with all declarations before it."""
        found: list[Operation] = []
        while True:
            prologue += self.prologue()
            if self.ended:
                return tuple(found)
            found.append(replace(self._operation(), prologue=prologue))
            if not self.ended:
                self._expect(";")

    def prologue(self) -> str:
        """Read the declarations that come next; give their text."""
        text = ""
        while not self.ended and (count := _DECLARATIONS.get(self._word)):
            start = self._place
            for _ in range(count + 1):
                self._next()
            text += " ".join(token.text for token in self._tokens[start : self._place]) + "\n"
        return text

    def _operation(self) -> Operation:
        readers: dict[str, Callable[[], Operation]] = {
            "INSERT": self._insert,
            "DELETE": self._delete,
            "WITH": self._with,
            "LOAD": self._load,
            "CLEAR": lambda: self._whole(OperationKind.CLEAR),
            "DROP": lambda: self._whole(OperationKind.DROP),
            "CREATE": lambda: self._whole(OperationKind.CREATE),
            "ADD": lambda: self._transfer(OperationKind.ADD),
            "MOVE": lambda: self._transfer(OperationKind.MOVE),
            "COPY": lambda: self._transfer(OperationKind.COPY),
        }
        reader = readers.get(self._word)
        if reader is None:
            raise self._problem(f"{self.token.text[:40]!r} is no update operation")
        return reader()

    def _insert(self) -> Operation:
        if not self._follows("DATA"):
            return self._modify("")
        self._place += 2
        return Operation(OperationKind.INSERT_DATA, added=self._template())

    def _delete(self) -> Operation:
        if self._follows("DATA"):
            self._place += 2
            return Operation(OperationKind.DELETE_DATA, removed=self._template())
        if not self._follows("WHERE"):
            return self._modify("")
        self._place += 2
        start = self._place
        template = self._template()
        pattern = self._between(start, self._place)
        return Operation(OperationKind.DELETE_WHERE, removed=template, pattern=pattern)

    def _with(self) -> Operation:
        self._expect("WITH")
        return self._modify(self._address())

    def _modify(self, with_graph: str) -> Operation:
        removed = self._template() if self._take("DELETE") else Template()
        added = self._template() if self._take("INSERT") else Template()
        dataset = ""
        while self._take("USING"):
            named = "NAMED " if self._take("NAMED") else ""
            dataset += f"FROM {named}{self._address()} "
        self._expect("WHERE")
        return Operation(
            OperationKind.MODIFY,
            with_graph=with_graph,
            dataset=dataset,
            removed=removed,
            added=added,
            pattern=self._group(),
        )

    def _load(self) -> Operation:
        self._expect("LOAD")
        silent = self._take("SILENT")
        source = self._address()
        if not self._take("INTO"):
            return Operation(OperationKind.LOAD, silent=silent, graphs=(source, "DEFAULT"))
        self._expect("GRAPH")
        return Operation(OperationKind.LOAD, silent=silent, graphs=(source, self._address()))

    def _whole(self, kind: OperationKind) -> Operation:
        self._next()
        silent = self._take("SILENT")
        return Operation(kind, silent=silent, graphs=(self._graph(),))

    def _transfer(self, kind: OperationKind) -> Operation:
        self._next()
        silent = self._take("SILENT")
        source = self._graph()
        self._expect("TO")
        return Operation(kind, silent=silent, graphs=(source, self._graph()))

    def _graph(self) -> str:
        if self._word in _ALL_GRAPHS:
            return self._next().text.upper()
        self._take("GRAPH")
        return self._address()

    def _address(self) -> str:
        if self.token.kind not in {"iri", "name"}:
            raise self._problem("an address is missing")
        return self._next().text

    def _template(self) -> Template:
        begin = self.token.start
        first, text = self._place, self._group()
        found = [each for each in self._tokens[first : self._place] if each.kind == "variable"]
        parts, done = [], 0
        for variable in found:
            place = variable.start - begin
            parts += [text[done:place], f"<{VARIABLE}{variable.text[1:]}>"]
            done = place + len(variable.text)
        names = dict.fromkeys(variable.text[1:] for variable in found)
        return Template("".join([*parts, text[done:]]), tuple(names))

    def _group(self) -> str:
        start = self._place
        if self.token.text != "{":
            raise self._problem("an opening brace is missing")
        depth = 0
        while True:
            depth += {"open": 1, "close": -1}.get(self._next().kind, 0)
            if depth == 0:
                return self._between(start, self._place)

    def _between(self, start: int, end: int) -> str:
        last = self._tokens[end - 1]
        return self._update[self._tokens[start].start : last.start + len(last.text)]

    @property
    def _word(self) -> str:
        return "" if self.ended or self.token.kind != "word" else self.token.text.upper()

    def _follows(self, word: str) -> bool:
        after = self._tokens[self._place + 1 : self._place + 2]
        return bool(after) and after[0].text.upper() == word

    def _take(self, word: str) -> bool:
        taken = self._word == word
        self._place += taken
        return taken

    def _expect(self, text: str) -> None:
        if self.token.text.upper() != text:
            raise self._problem(f"{text} is missing")
        self._next()

    def _next(self) -> Token:
        token = self.token
        self._place += 1
        return token

    def _problem(self, what: str, place: int | None = None) -> SyntaxProblem:
        offset = self.token.start if place is None else place
        where = position(self._update, offset)
        line = self._update.count("\n", 0, offset) + 1
        column = offset - self._update.rfind("\n", 0, offset)
        return SyntaxProblem(f"{what} at {where} of the update", line=line, column=column)
