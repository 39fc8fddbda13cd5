"""Time expressions and what they mean given the publication date."""
