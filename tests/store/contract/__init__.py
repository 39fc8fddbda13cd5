"""One contract for every store: ours, the Oxigraph server and Virtuoso."""
