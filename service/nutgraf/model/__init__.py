"""Frozen value types that travel between the rooms; they import nothing of ours but errors."""
