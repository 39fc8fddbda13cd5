from __future__ import annotations

import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from nutgraf.store.process import probe
from nutgraf.store.sandbox import Walls
from nutgraf.store.seccomp import _MACHINES, _program

#: Each prints "refused" where the walls hold.
ATTEMPTS = {
    "socket": "socket.socket(socket.AF_INET)",
    "socket of version 6": "socket.socket(socket.AF_INET6)",
    "local socket": "socket.socket(socket.AF_UNIX)",
    "pair of sockets": "socket.socketpair()",
    "connection": "socket.create_connection(('127.0.0.1', PORT))",
    "another program": "os.execv('/bin/true', ['true'])",
    "a child": "os.fork()",
    "a child program": "subprocess.run(['/bin/true'])",
    "a signal to the parent": "os.kill(os.getppid(), 0)",
    "a large file": "open(FILE, 'wb', buffering=0).write(bytes(1_000_000)); "
    "open(FILE, 'ab', buffering=0).write(bytes(1))",
    "much memory": "bytearray(900_000_000)",
}
PROGRAM = """
import os, resource, socket, subprocess, sys, threading
from nutgraf.store.process import probe
from nutgraf.store.sandbox import Walls, allow_seconds, enter
FILE, PORT = sys.argv[1], int(sys.argv[2])
missing = enter(Walls(600_000_000, 1_000_000, network=bool(int(sys.argv[4]))))
assert not missing, missing
try:
    exec(sys.argv[3])
except (OSError, MemoryError) as error:
    print("refused", error)
else:
    print("done")
"""


@pytest.fixture
def canary() -> Iterator[tuple[int, list[str]]]:
    """The port of a server of our own and who called it."""
    calls: list[str] = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                connection, address = server.accept()
            except OSError:
                return
            calls.append(str(address))
            connection.close()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield server.getsockname()[1], calls
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


def attempt(code: str, file: str, port: int, *, network: bool = False) -> str:
    """What a program behind the walls says about some code."""
    command = [sys.executable, "-c", PROGRAM, file, str(port), code, str(int(network))]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("code", ATTEMPTS.values(), ids=ATTEMPTS)
def test_walls_hold(code: str, tmp_path: Path, canary: tuple[int, list[str]]) -> None:
    """Behind the walls there is no network, no other process and no memory beyond the cap."""
    port, calls = canary

    assert attempt(code, f"{tmp_path}/file", port).startswith("refused")
    assert calls == []


def test_a_worker_for_federation_may_connect(canary: tuple[int, list[str]]) -> None:
    """With the network allowed sockets open; other programs still do not start."""
    port, calls = canary

    assert attempt(ATTEMPTS["connection"], "", port, network=True) == "done\n"
    assert attempt(ATTEMPTS["another program"], "", port, network=True).startswith("refused")
    assert len(calls) == 1


def test_threads_start_behind_the_walls(tmp_path: Path) -> None:
    """The engine needs threads, and a worker may end itself."""
    code = "t = threading.Thread(target=print); t.start(); t.join(); os.kill(os.getpid(), 0)"

    assert attempt(code, f"{tmp_path}/file", 0).split() == ["done"]


def test_walls_are_whole_here() -> None:
    """On this system nothing of the walls is missing; a cap too small for Python is told."""
    assert probe(Walls(1_000_000_000)) == ""
    assert probe(Walls(10_000_000)) == "workers do not start"


def test_walls_travel_as_arguments() -> None:
    """What a command line says about walls is read back the same."""
    walls = Walls(5, 6, network=True)

    assert Walls.read(walls.arguments()) == walls


def first_hit(program: bytes, number: int, argument: int = 0) -> int:
    """What a filter returns for a system call; an interpreter of the few codes it uses."""
    steps = list(struct.iter_unpack("=HBBI", program))
    audit = steps[1][3]
    loads = {0: number, 4: audit, 16: argument}
    tests = {
        0x15: lambda a, b: a == b,
        0x35: lambda a, b: a >= b,
        0x45: lambda a, b: bool(a & b),
    }
    place, value = 0, 0
    while True:
        code, true, false, constant = steps[place]
        if code == 0x06:
            return int(constant)
        if code == 0x20:
            value, place = loads[constant], place + 1
            continue
        place += 1 + (true if tests[code](value, constant) else false)


@pytest.mark.parametrize("name", ["x86_64", "aarch64"])
def test_filters_of_each_machine(name: str) -> None:
    """On each architecture sockets, programs and strange processes are refused, reading is not."""
    machine = _MACHINES[name]
    closed, open_ = (_program(machine, 42, network=network) for network in (False, True))
    allow, refuse, missing = 0x7FFF0000, 0x00050001, 0x00050026
    sockets, programs = (41, 198)[machine.column], (59, 221)[machine.column]
    read, thread = (0, 63)[machine.column], 0x00010F00

    assert first_hit(closed, read) == allow
    assert (first_hit(closed, sockets), first_hit(open_, sockets)) == (refuse, allow)
    assert (first_hit(closed, programs), first_hit(open_, programs)) == (refuse, refuse)
    assert (first_hit(closed, machine.clone), first_hit(closed, machine.clone, thread)) == (
        refuse,
        allow,
    )
    assert (first_hit(closed, machine.kill, 42), first_hit(closed, machine.kill, 41)) == (
        allow,
        refuse,
    )
    assert first_hit(closed, machine.clone3) == missing
    assert first_hit(closed, 0x40000000 + 41) == 0x80000000
