"""The gate before the store: an article's quads against the shapes, and the report on them."""
