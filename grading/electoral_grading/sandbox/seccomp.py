"""A filter of system calls, put together by hand.

What a lesson needs is left alone; what opens a way to other processes, to the network, to the
kernel's rarer corners or back to privileges fails with "Operation not permitted", as it would for
a person without the right. A program for another kind of processor is ended at once, for there the
same numbers mean other calls.
"""

from __future__ import annotations

import struct
from functools import cache
from typing import TYPE_CHECKING

from electoral_grading.sandbox.kernel import MACHINES

if TYPE_CHECKING:
    from collections.abc import Iterator

_Numbers = tuple[int | None, int | None]
"""A call on x86_64 and on aarch64; None where it does not exist."""

_ARCHITECTURES = (0xC000003E, 0xC00000B7)  # AUDIT_ARCH_X86_64, AUDIT_ARCH_AARCH64

_REFUSED = {
    # other processes' memory and files
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "process_madvise": (440, 440), "process_mrelease": (448, 448), "kcmp": (312, 272),
    "pidfd_getfd": (438, 438), "get_robust_list": (274, 100), "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    # what is seen of the file system
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442), "open_tree_attr": (467, 467), "statmount": (457, 457),
    "listmount": (458, 458), "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    "fanotify_init": (300, 262), "fanotify_mark": (301, 263), "quotactl": (179, 60),
    "quotactl_fd": (443, 443), "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89),
    # namespaces
    "unshare": (272, 97), "setns": (308, 268),
    # corners of the kernel that a lesson never visits
    "bpf": (321, 280), "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "init_module": (175, 105), "finit_module": (313, 273),
    "delete_module": (176, 106), "reboot": (169, 142), "syslog": (103, 116), "vhangup": (153, 58),
    "personality": (135, 92), "lookup_dcookie": (212, 18), "nfsservctl": (180, 42),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "clock_adjtime": (305, 266),
    "sethostname": (170, 161), "setdomainname": (171, 162), "iopl": (172, None),
    "ioperm": (173, None), "modify_ldt": (154, None), "uselib": (134, None), "ustat": (136, None),
    "sysfs": (139, None), "_sysctl": (156, None),
    # memory that belongs to no process, and would outlive them
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "msgget": (68, 186),
    "msgsnd": (69, 189), "msgrcv": (70, 188), "msgctl": (71, 187), "semget": (64, 190),
    "semop": (65, 193), "semctl": (66, 191), "semtimedop": (220, 192), "mq_open": (240, 180),
    "mq_unlink": (241, 181), "memfd_secret": (447, 447),
}  # fmt: skip
"""Refused at every level: the number on x86_64 and on aarch64."""

_UNKNOWN = {"clone3": (435, 435), "memfd_create": (319, 279)}
"""Answered as by an older kernel: libraries then take the older way, which can be judged."""
_NEWEST = 471
"""Calls from here on did not exist when this was written, and are answered as by an older kernel."""

_OF_OTHERS = {
    "prlimit64": (302, 261), "sched_setaffinity": (203, 122), "sched_setscheduler": (144, 119),
    "sched_setparam": (142, 118), "sched_setattr": (314, 274),
}  # fmt: skip
"""Allowed for oneself, that is where the first argument is 0."""
_PRIORITIES = {"setpriority": (141, 140), "ioprio_set": (251, 30)}
"""The same, for the second argument."""

_SHARED_REFUSED = {
    "chown": (92, None), "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "setxattrat": (463, 463),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "removexattrat": (466, 466), "file_setattr": (469, 469), "inotify_add_watch": (254, 27),
    "truncate": (76, 45), "connect": (42, 203), "bind": (49, 200),
}  # fmt: skip
_SHARED_IGNORED = {
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "utime": (132, None), "utimes": (235, None), "utimensat": (280, 88), "futimesat": (261, None),
}  # fmt: skip
"""On a file system shared with its owner, a file's mode and times would be within reach: such
calls do nothing and say that they did, so that copying a file still works."""
_SIGNALS = {
    "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131), "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
}  # fmt: skip
_SIGNAL_BY_DESCRIPTOR = (424, 424)

_SOCKET, _SOCKET_PAIR, _CLONE, _IOCTL, _PRCTL = (
    (41, 198),
    (53, 199),
    (56, 220),
    (16, 29),
    (157, 167),
)
_UNIX, _DATAGRAM = 1, 2
_NAMESPACES = 0x7E020000
_INJECT = (0x5412, 0x541C)  # TIOCSTI and TIOCLINUX: typing into a terminal
_KEPT = (1, 36)  # prctl: to die with the parent, to inherit orphans

_ALLOW, _ERROR, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NOT_PERMITTED, _NO_SUCH_CALL = _ERROR | 1, _ERROR | 38
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_NUMBER, _ARCHITECTURE, _FIRST, _SECOND = 0, 4, 16, 24


@cache
def program(machine: str, *, shared: bool = False, signals_for: int | None = None) -> bytes:
    """Return the filter for a processor as the kernel takes it.

    Args:
        machine: a name of `kernel.MACHINES`.
        shared: the file system and the network are those of other people too.
        signals_for: the one process that may be sent signals; None where the kernel sees to that.
    """
    column = MACHINES.index(machine)
    lines = [_line(_LOAD, _ARCHITECTURE), _line(_EQUAL, _ARCHITECTURES[column], 1, 0)]
    lines += [_line(_RETURN, _KILL), _line(_LOAD, _NUMBER)]
    if machine == "x86_64":  # the same numbers with a bit more are the calls of x32
        lines += [_line(_AT_LEAST, 0x40000000, 0, 1), _line(_RETURN, _KILL)]
    lines += [_line(_AT_LEAST, _NEWEST, 0, 1), _line(_RETURN, _NO_SUCH_CALL)]

    for numbers, body in _judged(shared=shared, signals_for=signals_for):
        number = numbers[column]
        if number is not None:
            lines += [_line(_EQUAL, number, 0, len(body)), *body]
    return b"".join([*lines, _line(_RETURN, _ALLOW)])


def _judged(*, shared: bool, signals_for: int | None) -> Iterator[tuple[_Numbers, list[bytes]]]:
    """Yield calls with what is to be done about them; what is not named is allowed."""
    refuse = _line(_RETURN, _NOT_PERMITTED)
    for numbers in _REFUSED.values():
        yield numbers, [refuse]
    for numbers in _UNKNOWN.values():
        yield numbers, [_line(_RETURN, _NO_SUCH_CALL)]
    for numbers in _OF_OTHERS.values():
        yield numbers, _unless(_FIRST, 0)
    for numbers in _PRIORITIES.values():
        yield numbers, _unless(_SECOND, 0)
    if signals_for is not None:
        yield _SIGNAL_BY_DESCRIPTOR, [refuse]
        for numbers in _SIGNALS.values():
            yield numbers, _unless(_FIRST, signals_for)
    yield from _judged_when_shared() if shared else ()
    yield _SOCKET, _unless(_FIRST, _UNIX)
    yield _SOCKET_PAIR, _unless(_FIRST, _UNIX)
    yield _CLONE, _if(_FIRST, _ANY_BIT, _NAMESPACES)
    for request in _INJECT:
        yield _IOCTL, _if(_SECOND, _EQUAL, request)
    for option in _KEPT:
        yield _PRCTL, _if(_FIRST, _EQUAL, option)


def _judged_when_shared() -> Iterator[tuple[_Numbers, list[bytes]]]:
    refuse = _line(_RETURN, _NOT_PERMITTED)
    for numbers in (*_SHARED_REFUSED.values(), _SOCKET):
        yield numbers, [refuse]
    for numbers in _SHARED_IGNORED.values():
        yield numbers, [_line(_RETURN, _ERROR)]
    # A pair of streams is joined to nobody else; a datagram can be sent to any address.
    kind = [_line(_LOAD, _SECOND), _line(_AND, 0xF), _line(_EQUAL, _DATAGRAM, 0, 1), refuse]
    yield _SOCKET_PAIR, [*kind, _line(_LOAD, _NUMBER)]


def _line(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", code, yes, no, value)


def _unless(argument: int, value: int) -> list[bytes]:
    """Allow where the argument has this value, refuse otherwise."""
    decision = [_line(_RETURN, _NOT_PERMITTED), _line(_RETURN, _ALLOW)]
    return [_line(_LOAD, argument), _line(_EQUAL, value & 0xFFFFFFFF, 1, 0), *decision]


def _if(argument: int, test: int, value: int) -> list[bytes]:
    """Refuse where the argument passes the test; else go on with the number read again."""
    refuse = _line(_RETURN, _NOT_PERMITTED)
    return [_line(_LOAD, argument), _line(test, value, 0, 1), refuse, _line(_LOAD, _NUMBER)]
