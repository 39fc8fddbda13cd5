"""Filling the stores: our journal and store, the peers' from the same N-Quads."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from nutgraf.settings import Settings
from nutgraf.store.embedded import EmbeddedStore

from . import dataset


@dataclass(frozen=True, slots=True)
class Stores:
    """Where the data are, and in how many articles."""

    articles: int
    home: Path
    peer: Path
    file: Path

    @property
    def settings(self) -> Settings:
        """Settings of our data directory."""
        return Settings(home=self.home)


def stores_in(folder: Path, articles: int) -> Stores:
    """Places for the data in a folder."""
    return Stores(articles, folder / "data", folder / "oxigraph", folder / "data.nq")


def fill(stores: Stores) -> dict[str, float]:
    """Fill all stores; give the seconds of each way, journal and store of ours apart."""
    with stores.file.open("wb") as file:
        file.writelines(dataset.lines(stores.articles))
    found = _fill_peer(stores)
    with EmbeddedStore(stores.home, stores.settings) as store:
        start = time.perf_counter()
        for number in range(stores.articles):
            store.accept(dataset.entry(number))
        journaled, used = time.perf_counter(), time.process_time()
        store.flush()
        found["store from journal s"] = time.perf_counter() - journaled
        found["store from journal CPU s"] = time.process_time() - used
        found["journal ms/article"] = (journaled - start) / stores.articles * 1000
        start = time.perf_counter()
        store.publish()
        found["first checkpoint s"] = time.perf_counter() - start
    return found


def _fill_peer(stores: Stores) -> dict[str, float]:
    start, used = time.perf_counter(), time.process_time()
    store = ox.Store(str(stores.peer))
    store.bulk_load(path=str(stores.file), format=ox.RdfFormat.N_QUADS)
    store.flush()
    seconds, cpu = time.perf_counter() - start, time.process_time() - used
    return {"bulk_load s": seconds, "bulk_load CPU s": cpu}
