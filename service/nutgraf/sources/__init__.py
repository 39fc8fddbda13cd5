"""Sources: bytes of an article become a document whose blocks have roles."""
