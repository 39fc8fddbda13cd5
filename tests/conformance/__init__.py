"""The test suites of the W3C, run over HTTP against a server that is really running."""
