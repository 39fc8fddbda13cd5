"""Identity: which reports tell of the same happening, as revocable decisions and events."""
