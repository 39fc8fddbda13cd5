"""Taking a port before anything is announced."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from nutgraf.errors import RequestError
from nutgraf.settings import Settings
from nutgraf.web.serving import listen, run


def test_a_taken_port_is_told_before_anything_is_announced(tmp_path: Path) -> None:
    """Whoever serves on a port that another one has is told so, and nothing is announced."""
    said: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(RequestError, match=f"port {port} cannot be served on"):
            run(Settings(home=tmp_path), "127.0.0.1", port, lambda: said.append("here"))

    assert said == []


@pytest.mark.parametrize("port", [-1, 0, 65_536, 100_000])
def test_a_port_that_there_is_none_of(port: int) -> None:
    """A number that is no port is refused with the numbers that are."""
    with pytest.raises(RequestError, match="from 1 to 65535"):
        listen("127.0.0.1", port)


def test_an_address_that_is_not_ours() -> None:
    """An address of another machine cannot be served on."""
    with pytest.raises(RequestError, match="--host"):
        listen("192.0.2.1", 8123)
