from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pyoxigraph as ox
import pytest

from nutgraf.errors import (
    ForbiddenError,
    LimitError,
    NotFoundError,
    NutgrafError,
    RequestError,
    StoreError,
)
from nutgraf.store.delta import Delta, graph_name, graph_node, read_lines
from nutgraf.store.draft import Draft
from nutgraf.store.updates import Updates

BASE = "https://data.example/"
MANAGED = f"{BASE}graph/event"
#: Two own graphs, the default graph, an empty graph and a managed one.
DATA = f"""
<urn:a> <urn:p> "1" .
<urn:b> <urn:p> _:node .
_:node <urn:q> "2"^^<http://www.w3.org/2001/XMLSchema#integer> .
<urn:a> <urn:p> "1" <urn:g> .
<urn:c> <urn:p> "3"@de <urn:g> .
<urn:d> <urn:p> "4" <urn:h> .
<urn:e> <urn:p> "event" <{MANAGED}> .
"""

Quads = set[str]


class Scratch:
    """A store with data, changed by the worker's task in this process."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        store = ox.Store(path)
        store.extend(ox.parse(DATA, ox.RdfFormat.N_QUADS))
        store.add_graph(ox.NamedNode("urn:empty"))
        store.flush()
        self.before = state(store)
        del store
        self.updates = Updates()

    def change(self, body: str, **head: Any) -> Delta:
        """Run one request; give its delta, having checked that it tells the whole difference."""
        frames: list[tuple[dict[str, Any], bytes]] = []
        common = {
            "scratch": self.path,
            "names": BASE,
            "union": False,
            "most_quads": 50,
            "base": BASE,
        }
        request = {**common, "using": [], "using_named": [], **head}
        self.updates.run(request, body.encode(), lambda *frame: frames.append(frame))
        ((told, lines),) = frames
        delta = Draft.read(told, lines).delta()
        after = self.state()
        assert applied(self.before, delta) == after
        self.before = after
        return delta

    def state(self) -> tuple[Quads, Quads]:
        """The quads and named graphs of the store as it is now."""
        opened = self.updates._opened
        assert opened is not None
        return state(opened.store)


def state(store: ox.Store) -> tuple[Quads, Quads]:
    """Quads and named graphs of a store as text."""
    return {f"{quad} ." for quad in store}, {graph_name(graph) for graph in store.named_graphs()}


def applied(before: tuple[Quads, Quads], delta: Delta) -> tuple[Quads, Quads]:
    """What a replay of the delta makes of a state."""
    store = ox.Store()
    store.extend(read_lines(sorted(before[0])))
    for graph in before[1]:
        store.add_graph(graph_node(graph))
    for graph in delta.dropped:
        store.remove_graph(graph_node(graph))
    for quad in read_lines(delta.removed):
        assert quad in store
        store.remove(quad)
    for quad in read_lines(delta.added):
        assert quad not in store
        store.add(quad)
    for graph in delta.created:
        store.add_graph(graph_node(graph))
    return state(store)


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    """A scratch with a few quads."""
    return Scratch(tmp_path / "scratch")


Change = Callable[..., Delta]


@pytest.fixture
def change(scratch: Scratch) -> Change:
    """Run updates on the scratch."""
    return scratch.change


def test_data_that_is_there_is_no_change(change: Change) -> None:
    """Inserting known and deleting unknown quads gives an empty delta."""
    assert not change("INSERT DATA { <urn:a> <urn:p> '1' } ; DELETE DATA { <urn:x> <urn:p> 1 }")


def test_data_is_told_as_stored(change: Change) -> None:
    """Added lines have the spelling of the store, in order, and tell a graph that begins."""
    delta = change("INSERT DATA { GRAPH <urn:new> { <urn:z> <urn:p> 01 , 'ä' } }")
    integer = '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert delta.added == (
        f"<urn:z> <urn:p> {integer} <urn:new> .",
        '<urn:z> <urn:p> "ä" <urn:new> .',
    )
    assert delta.created == ("urn:new",)


def test_opposite_operations_cancel(change: Change) -> None:
    """What one operation adds and the next one removes is no change, and the other way round."""
    update = "INSERT DATA { <urn:x> <urn:p> 1 } ; DELETE DATA { <urn:x> <urn:p> 1 , 2 }"
    assert not change(update)
    again = "DELETE DATA { <urn:a> <urn:p> '1' } ; INSERT DATA { <urn:a> <urn:p> '1' }"
    assert not change(again)


def test_dropped_graph_may_begin_anew(change: Change) -> None:
    """A graph that is dropped and filled again has only the new quads."""
    delta = change("DROP GRAPH <urn:g> ; INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> '1' } }")
    assert delta == Delta(
        added=('<urn:a> <urn:p> "1" <urn:g> .',), created=("urn:g",), dropped=("urn:g",)
    )
    assert not change("CREATE GRAPH <urn:n> ; DROP GRAPH <urn:n>")


def test_delete_comes_before_insert(change: Change) -> None:
    """Deletions and insertions of one operation see the same solutions; insertions win."""
    delta = change(
        "DELETE { ?s <urn:p> ?o } INSERT { ?o <urn:p> ?s . ?s <urn:p> ?o }"
        " WHERE { ?s <urn:p> ?o FILTER(isBlank(?o)) }"
    )
    assert len(delta.added) == 1
    assert delta.removed == ()


def test_blank_nodes_of_templates_are_new_per_solution(change: Change) -> None:
    """Each solution has a blank node of its own, the same one throughout its quads."""
    delta = change(
        "INSERT { _:n <urn:of> ?s . GRAPH <urn:n> { _:n <urn:of> ?s } }"
        " WHERE { VALUES ?s { <urn:1> <urn:2> } }"
    )
    subjects = [line.split(" ")[0] for line in delta.added]
    assert len(set(subjects)) == 2
    assert all(subjects.count(subject) == 2 for subject in subjects)


def test_blank_nodes_of_the_store_are_found_again(change: Change) -> None:
    """A pattern reaches the stored blank node itself, and deletes what it says."""
    assert len(change("DELETE { ?n ?p ?o } WHERE { <urn:b> <urn:p> ?n . ?n ?p ?o }").removed) == 1


def test_one_solution_has_one_random_value(change: Change) -> None:
    """Functions of chance are evaluated once per solution."""
    delta = change(
        "INSERT { <urn:x> <urn:p> ?u . <urn:y> <urn:p> ?u } WHERE { BIND(UUID() AS ?u) }"
    )
    assert len({line.split(" ")[2] for line in delta.added}) == 1


def test_what_is_no_triple_is_left_out(change: Change) -> None:
    """Unbound places, literals as subjects and graphs that are no address give no quad."""
    update = (
        "INSERT { ?none <urn:p> 1 . ?text <urn:p> 1 . <urn:x> ?text 1 . <urn:x> <urn:p> ?text"
        " GRAPH ?text { <urn:x> <urn:p> 1 } GRAPH ?none { <urn:x> <urn:p> 1 } }"
        " WHERE { BIND('text' AS ?text) }"
    )
    assert change(update).added == ('<urn:x> <urn:p> "text" .',)


def test_triple_terms_are_filled_in(change: Change) -> None:
    """Variables and blank nodes inside of RDF 1.2 triple terms and annotations have values."""
    update = "INSERT { ?s <urn:p> ?o {| <urn:by> <urn:me> |} } WHERE { ?s <urn:p> ?o . ?s ?p '1' }"
    reifies = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies>"
    delta = change(update)
    assert any(f'{reifies} <<( <urn:a> <urn:p> "1" )>> .' in line for line in delta.added)
    assert len(change(f"DELETE WHERE {{ ?r {reifies} ?t . ?r ?p ?o }}").removed) == 2


@pytest.mark.parametrize(
    "update",
    [
        f"INSERT DATA {{ GRAPH <{MANAGED}> {{ <urn:a> <urn:p> 1 }} }}",
        f"DELETE DATA {{ GRAPH <{MANAGED}> {{ <urn:a> <urn:p> 1 }} }}",
        f"PREFIX g: <{BASE}graph/> INSERT {{ GRAPH g:event {{ <urn:a> <urn:p> 1 }} }} WHERE {{}}",
        f"WITH <{MANAGED}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
        "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
        f"INSERT {{ GRAPH ?g {{ <urn:a> <urn:p> 1 }} }} WHERE {{ BIND(<{MANAGED}> AS ?g) }}",
        "BASE <https://data.example/graph/> CLEAR GRAPH <event>",
        f"DROP SILENT GRAPH <{BASE}graph/\\u0065vent>",
        f"CREATE GRAPH <{BASE}graph/report/new>",
        f"MOVE <{MANAGED}> TO <urn:x>",
        f"COPY <urn:g> TO <{MANAGED}>",
        "CREATE GRAPH <urn:nutgraf:watermark:1>",
        "LOAD <http://example.org/data>",
    ],
)
def test_managed_graphs_are_closed(scratch: Scratch, update: str) -> None:
    """No spelling and no variable gets an update into a graph that is not its own."""
    with pytest.raises(ForbiddenError):
        scratch.change(update)
    assert scratch.state() == scratch.before


def test_all_means_what_updates_may_write(scratch: Scratch) -> None:
    """`DROP ALL` empties the dataset but for the managed graphs, which may be copied."""
    scratch.change(f"COPY <{MANAGED}> TO <urn:copy> ; DROP ALL")
    assert scratch.before[1] == {MANAGED}
    assert len(scratch.before[0]) == 1


def test_silent_operations_end_well(change: Change) -> None:
    """With SILENT, what cannot be done changes nothing; a copy of nothing destroys nothing."""
    update = (
        "LOAD SILENT <urn:none> ; CLEAR SILENT GRAPH <urn:none> ; DROP SILENT GRAPH <urn:none> ;"
        " CREATE SILENT GRAPH <urn:g> ; COPY SILENT <urn:none> TO <urn:g> ;"
        " MOVE SILENT <urn:none> TO <urn:g> ; ADD SILENT <urn:none> TO <urn:g> ;"
        " COPY <urn:g> TO <urn:g> ; MOVE DEFAULT TO DEFAULT"
    )
    assert not change(update)


@pytest.mark.parametrize(
    "update",
    [
        "CLEAR GRAPH <urn:none>",
        "DROP GRAPH <urn:none>",
        "CREATE GRAPH <urn:empty>",
        "ADD <urn:none> TO DEFAULT",
        "COPY <urn:none> TO <urn:g>",
        "MOVE <urn:none> TO <urn:g>",
    ],
)
def test_what_is_missing_is_an_error(scratch: Scratch, update: str) -> None:
    """Without SILENT the request fails and nothing of it stays."""
    with pytest.raises(RequestError, match="graph <urn:"):
        scratch.change(update)
    assert scratch.state() == scratch.before


def test_graphs_are_copied_and_moved(scratch: Scratch) -> None:
    """COPY and MOVE replace, ADD adds; empty graphs are graphs too."""
    scratch.change("COPY <urn:empty> TO <urn:h> ; MOVE <urn:g> TO DEFAULT ; ADD DEFAULT TO <urn:i>")
    quads, graphs = scratch.before
    own = {line for line in quads if MANAGED not in line}
    assert own == {
        '<urn:a> <urn:p> "1" .',
        '<urn:c> <urn:p> "3"@de .',
        '<urn:a> <urn:p> "1" <urn:i> .',
        '<urn:c> <urn:p> "3"@de <urn:i> .',
    }
    assert graphs == {"urn:empty", "urn:h", "urn:i", MANAGED}


def test_cleared_graphs_stay(scratch: Scratch) -> None:
    """CLEAR leaves an empty graph, DROP none."""
    scratch.change("CLEAR NAMED ; CLEAR DEFAULT")
    assert scratch.before[1] == {"urn:g", "urn:h", "urn:empty", MANAGED}
    assert len(scratch.before[0]) == 1


def test_dataset_of_patterns(change: Change) -> None:
    """WITH and USING say what the pattern sees; only WITH says where a template writes."""
    with_graph = change("WITH <urn:g> INSERT { ?s <urn:in> 1 } WHERE { ?s ?p ?o }").added
    assert [line.endswith("<urn:g> .") for line in with_graph] == [True, True]
    using = "INSERT { ?s <urn:using> 1 } USING <urn:h> WHERE { ?s ?p ?o }"
    assert [line.split(" ")[0] for line in change(using).added] == ["<urn:d>"]
    named = "INSERT { ?s <urn:named> 1 } USING NAMED <urn:h> WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert len(change(named).added) == 1
    nothing = "INSERT { ?s <urn:named> 1 } USING NAMED <urn:h> WHERE { ?s ?p ?o }"
    assert not change(nothing)


def test_dataset_of_the_protocol(change: Change) -> None:
    """`using-graph-uri` works like USING and excludes it."""
    update = "INSERT { ?s <urn:using> 1 } WHERE { ?s ?p ?o }"
    assert len(change(update, using=["urn:g", "urn:h"]).added) == 3
    for own in ("WITH <urn:g> DELETE {} WHERE {}", "DELETE {} USING <urn:g> WHERE {}"):
        with pytest.raises(RequestError, match="in one place"):
            change(own, using_named=["urn:g"])
    with pytest.raises(RequestError, match="no address"):
        change(update, using=["no address"])


def test_default_graph_of_patterns(change: Change) -> None:
    """With the union as default graph, patterns see all graphs and templates write as ever."""
    update = "INSERT { <urn:x> <urn:seen> ?s } WHERE { ?s <urn:p> ?o }"
    assert len(change(update).added) == 2
    seen = change(update, union=True).added
    assert [line.split(" ")[2] for line in seen] == ["<urn:c>", "<urn:d>", "<urn:e>"]


@pytest.mark.parametrize(
    ("update", "line", "column"),
    [
        ("INSERT DATA { <urn:a> }", 1, 23),
        ("PREFIX a: <urn:a>\n  INSERT DATA { a:b a:c }", 2, 25),
        ("CLEAR ALL ;\n\nDELETE DATA { _:a <urn:p> 1 }", 3, None),
        (
            "\n\nINSERT DATA { <urn:s> <urn:p> _:a } ;\nINSERT DATA { <urn:s> <urn:p> _:a }",
            None,
            None,
        ),
        ("BASE <urn:b> nonsense", 1, None),
        ("INSERT DATA { <urn:a> <urn:p> 1 } ; DELETE { ?s ?p } WHERE {}", 1, None),
    ],
)
def test_syntax_errors_have_a_place(
    scratch: Scratch, update: str, line: int | None, column: int | None
) -> None:
    """The whole text is read before anything runs, and the error says where it goes wrong."""
    with pytest.raises((SyntaxError, NutgrafError)) as caught:
        scratch.change(update)
    found = getattr(caught.value, "lineno", None) or getattr(caught.value, "line", None)
    assert found == line
    if column is not None:
        assert getattr(caught.value, "offset", None) == column
    assert scratch.updates._opened is not None
    assert scratch.state() == scratch.before


def test_large_changes_are_refused(scratch: Scratch) -> None:
    """More quads or solutions than the setting allows are an error that names it."""
    values = "VALUES ?n { " + " ".join(str(number) for number in range(60)) + " }"
    for template in ("<urn:x> <urn:p> ?n", "<urn:x> <urn:p> 1"):
        with pytest.raises(LimitError) as caught:
            scratch.change(f"INSERT {{ {template} }} WHERE {{ {values} }}")
        assert caught.value.limit == "update_quads"


def test_half_a_request_spoils_the_scratch(scratch: Scratch) -> None:
    """After a request that failed in its midst the scratch is refused until it is made anew."""
    with pytest.raises(RequestError):
        scratch.change("INSERT DATA { <urn:x> <urn:p> 1 } ; DROP GRAPH <urn:none>")
    with pytest.raises(StoreError, match="make a new one"):
        scratch.change("INSERT DATA { <urn:x> <urn:p> 2 }")


def test_graphs_are_put_added_to_and_dropped(scratch: Scratch) -> None:
    """Graph requests give the difference to what was there."""
    triples = '<urn:a> <urn:p> "1" .\n<urn:n> <urn:p> _:x .\n'
    delta = scratch.change(triples, way="put", graph="urn:g")
    assert (len(delta.removed), len(delta.added), delta.created) == (1, 1, ())
    assert scratch.change(triples, way="post", graph="urn:n").created == ("urn:n",)
    assert scratch.change("", way="put", graph="urn:n2") == Delta(created=("urn:n2",))
    assert scratch.change("", way="delete", graph="urn:n") == Delta(dropped=("urn:n",))
    assert len(scratch.change("", way="delete", graph="").removed) == 3
    with pytest.raises(NotFoundError):
        scratch.change("", way="delete", graph="urn:n")
    with pytest.raises(ForbiddenError):
        scratch.change(triples, way="post", graph=MANAGED)
    with pytest.raises(RequestError, match="graph of its own"):
        scratch.change("<urn:a> <urn:p> <urn:o> <urn:g> .", way="post", graph="urn:n")


def test_datasets_are_added(scratch: Scratch) -> None:
    """Quads of a dataset go each to its graph, blank nodes as names too; managed ones nowhere."""
    quads = "<urn:a> <urn:p> _:x .\n<urn:a> <urn:p> _:x <urn:n> .\n<urn:a> <urn:p> _:x _:x .\n"
    delta = scratch.change(quads, way="dataset", graph="")
    assert len(delta.added) == 3
    assert sorted(name[:2] for name in delta.created) == ["_:", "ur"]
    with pytest.raises(ForbiddenError):
        scratch.change(f"<urn:a> <urn:p> 'x' <{MANAGED}> .".replace("'", '"'), way="dataset")
    update = "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } FILTER(isBlank(?g)) }"
    assert len(scratch.change(update).removed) == 1
    scratch.change("DROP ALL")
    assert scratch.before[1] == {MANAGED}


TERMS = ("<urn:a>", "<urn:b>", "<urn:p>", '"1"', "3")
REFILL = (
    "<urn:a> <urn:p> '1' . <urn:b> <urn:q> <urn:a>"
    " GRAPH <urn:g> { <urn:a> <urn:p> '1' . <urn:c> <urn:p> 3 } GRAPH <urn:h> { <urn:b> <urn:p> 3 }"
)
GRAPHS = ("<urn:g>", "<urn:h>", "<urn:empty>")


def random_update(random: Random) -> str:
    """A request of one to four operations over the terms and graphs of the data."""
    return " ;\n".join(random_operation(random) for _ in range(random.randint(1, 4)))


def random_operation(random: Random) -> str:
    """One operation that cannot fail for a graph that is missing."""
    graph, other = random.choice(GRAPHS), random.choice(("DEFAULT", *GRAPHS))
    term = random.choice(TERMS)
    template = random.choice((f"?s ?p {term}", f"GRAPH {graph} {{ ?s <urn:p> ?o }}", "?s ?p ?o"))
    pattern = random.choice(("?s ?p ?o", f"GRAPH {graph} {{ ?s ?p ?o }}", f"?s ?p {term}, ?o"))
    return random.choice(
        (
            f"INSERT DATA {{ <urn:a> <urn:p> {term} GRAPH {graph} {{ <urn:b> <urn:q> {term} }} }}",
            f"DELETE DATA {{ <urn:a> <urn:p> {term} GRAPH {graph} {{ <urn:b> <urn:q> {term} }} }}",
            f"DELETE WHERE {{ {pattern} }}",
            f"DELETE {{ {template} }} INSERT {{ ?s <urn:r> ?o }} WHERE {{ {pattern} }}",
            f"INSERT {{ {template} }} USING {graph} WHERE {{ ?s ?p ?o }}",
            f"WITH {graph} DELETE {{ {template} }} WHERE {{ ?s ?p ?o OPTIONAL {{ {pattern} }} }}",
            f"CLEAR SILENT {random.choice(('DEFAULT', f'GRAPH {graph}'))}",
            f"CREATE SILENT GRAPH {graph} ; ADD {graph} TO {other}",
            f"CREATE SILENT GRAPH {graph} ; COPY {graph} TO {other}",
        )
    )


@pytest.mark.parametrize("seed", range(6))
def test_answers_are_those_of_the_engine(scratch: Scratch, seed: int) -> None:
    """Requests made at random leave the quads that the engine's own update leaves."""
    random = Random(seed)  # noqa: S311 - test data
    oracle = ox.Store()
    oracle.extend(read_lines(sorted(scratch.before[0])))
    for _ in range(30):
        # Filled again each time, for most requests end with less than they began with.
        update = f"INSERT DATA {{ {REFILL} }} ;\n{random_update(random)}"
        oracle.update(update)
        scratch.change(update)
        assert scratch.before[0] == state(oracle)[0], update
