"""The dataset: journal, writer, checkpoints and query workers around one Oxigraph store."""
