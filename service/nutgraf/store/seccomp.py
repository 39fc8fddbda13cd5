"""A system call filter for workers, built and installed without any library (seccomp(2)).

Everything is allowed but what a program that reads files and computes never needs: the
network, other programs, other processes, mounts, kernel interfaces with a history.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from dataclasses import dataclass

from nutgraf.errors import ConfigurationError

_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_SET_MODE_FILTER = 1
_FILTER_FLAG_TSYNC = 1

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_EPERM, _ENOSYS = 1, 38
# Offsets in struct seccomp_data.
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_X32 = 0x40000000
_CLONE_THREAD = 0x00010000

#: Calls that reach other machines or processes: number on x86_64 and on aarch64.
_NETWORK = (
    (41, 198),  # socket
    (53, 199),  # socketpair
    (49, 200),  # bind
    (50, 201),  # listen
    (43, 202),  # accept
    (288, 242),  # accept4
    (42, 203),  # connect
    (44, 206),  # sendto
    (45, 207),  # recvfrom
    (46, 211),  # sendmsg
    (47, 212),  # recvmsg
    (307, 269),  # sendmmsg
    (299, 243),  # recvmmsg
)
#: Calls that no worker makes; -1 where an architecture has none.
_NEVER = (
    (59, 221),  # execve
    (322, 281),  # execveat
    (57, -1),  # fork
    (58, -1),  # vfork
    (101, 117),  # ptrace
    (310, 270),  # process_vm_readv
    (311, 271),  # process_vm_writev
    (440, 440),  # process_madvise
    (312, 272),  # kcmp
    (434, 434),  # pidfd_open
    (438, 438),  # pidfd_getfd
    (424, 424),  # pidfd_send_signal
    (200, 130),  # tkill
    (129, 138),  # rt_sigqueueinfo
    (297, 240),  # rt_tgsigqueueinfo
    (425, 425),  # io_uring_setup: would go around this filter
    (426, 426),  # io_uring_enter
    (427, 427),  # io_uring_register
    (321, 280),  # bpf
    (323, 282),  # userfaultfd
    (298, 241),  # perf_event_open
    (250, 219),  # keyctl
    (248, 217),  # add_key
    (249, 218),  # request_key
    (165, 40),  # mount
    (166, 39),  # umount2
    (155, 41),  # pivot_root
    (161, 51),  # chroot
    (272, 97),  # unshare
    (308, 268),  # setns
    (428, 428),  # open_tree
    (429, 429),  # move_mount
    (430, 430),  # fsopen
    (431, 431),  # fsconfig
    (432, 432),  # fsmount
    (433, 433),  # fspick
    (442, 442),  # mount_setattr
    (303, 264),  # name_to_handle_at
    (304, 265),  # open_by_handle_at
    (179, 60),  # quotactl
    (163, 89),  # acct
    (167, 224),  # swapon
    (168, 225),  # swapoff
    (169, 142),  # reboot
    (175, 105),  # init_module
    (313, 273),  # finit_module
    (176, 106),  # delete_module
    (246, 104),  # kexec_load
    (320, 294),  # kexec_file_load
    (135, 92),  # personality
    (29, 194),  # shmget
    (30, 196),  # shmat
    (64, 190),  # semget
    (68, 186),  # msgget
    (240, 180),  # mq_open
)


@dataclass(frozen=True, slots=True)
class _Machine:
    """What differs between architectures: column of the tables and numbers of their own."""

    column: int
    audit: int
    seccomp: int
    clone: int
    clone3: int
    kill: int
    tgkill: int


_MACHINES = {
    "x86_64": _Machine(0, 0xC000003E, 317, 56, 435, 62, 234),
    "aarch64": _Machine(1, 0xC00000B7, 277, 220, 435, 129, 131),
}


def install(*, network: bool) -> None:
    """Filter the calls of this process for good; with `network` it may still open sockets.

    Raises `ConfigurationError` where the system has no such filters.
    """
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        raise ConfigurationError(f"no call filter for {sys.platform} on {platform.machine()}")
    library = ctypes.CDLL(None, use_errno=True)
    code = _program(machine, os.getpid(), network=network)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("@HP", len(code) // 8, ctypes.addressof(buffer))
    if library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        _fail("no_new_privs")
    if library.syscall(machine.seccomp, _SECCOMP_SET_MODE_FILTER, _FILTER_FLAG_TSYNC, program):
        _fail("seccomp")


def _fail(what: str) -> None:
    why = os.strerror(ctypes.get_errno())
    raise ConfigurationError(f"{what} is refused by the system: {why}")


def _program(machine: _Machine, pid: int, *, network: bool) -> bytes:
    denied = (*_NEVER, *(() if network else _NETWORK))
    parts = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_EQUAL, machine.audit, 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER),
        _step(_AT_LEAST, _X32, 0, 1),
        _step(_RETURN, _KILL),
    ]
    for numbers in denied:
        if numbers[machine.column] >= 0:
            parts += _refuse(numbers[machine.column], _EPERM)
    # The C library falls back to clone, whose flags a filter can see.
    parts += _refuse(machine.clone3, _ENOSYS)
    parts += _unless(machine.clone, _step(_ANY_BIT, _CLONE_THREAD, 0, 1))
    for number in (machine.kill, machine.tgkill):
        parts += _unless(number, _step(_EQUAL, pid, 0, 1))
    return b"".join((*parts, _step(_RETURN, _ALLOW)))


def _refuse(number: int, error: int) -> list[bytes]:
    return [_step(_EQUAL, number, 0, 1), _step(_RETURN, _ERROR | error)]


def _unless(number: int, passes: bytes) -> list[bytes]:
    """Refuse a call unless its first argument passes a test."""
    return [
        _step(_EQUAL, number, 0, 4),
        _step(_LOAD, _FIRST_ARGUMENT),
        passes,
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _ERROR | _EPERM),
    ]


def _step(code: int, value: int, true: int = 0, false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, true, false, value)
