"""Serving a data directory: the query pool, the reports and the application together."""

from __future__ import annotations

import uvicorn

from nutgraf.reports.catalogue import Catalogue
from nutgraf.settings import Settings
from nutgraf.store.pool import QueryPool
from nutgraf.web.application import create_app


def run(settings: Settings, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve the published data until interrupted."""
    pool = QueryPool(settings)
    try:
        app = create_app(settings, pool, Catalogue.load())
        pool.start()
        # The client's address and host are never believed from forwarded headers.
        uvicorn.run(app, host=host, port=port, log_level="warning", proxy_headers=False)
    finally:
        pool.close()
